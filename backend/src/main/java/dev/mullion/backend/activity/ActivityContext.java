package dev.mullion.backend.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running {@link ActivityWork} is given: its parameters, and the ways to tell and to be
 * told.
 */
public final class ActivityContext {

    private static final Logger log = LoggerFactory.getLogger(ActivityContext.class);

    private final ActivityId id;
    private final Map<String, String> parameters;
    private final Consumer<Progress> listener;
    private final Object monitor = new Object();
    private final List<Runnable> hooks = new ArrayList<>();
    private volatile boolean cancelled;
    private volatile Progress progress;
    private volatile @Nullable String outcome;

    ActivityContext(
            ActivityId id,
            Map<String, String> parameters,
            Progress progress,
            Consumer<Progress> listener) {
        this.id = id;
        this.parameters = Map.copyOf(parameters);
        this.progress = progress;
        this.listener = listener;
    }

    public ActivityId id() {
        return id;
    }

    /** What the activity was started with. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * One parameter that the work cannot do without.
     *
     * @throws IllegalStateException when it wasn't given
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "The activity was started without its parameter \"" + name + "\"");
        }
        return value;
    }

    /**
     * Tells how far the work has come. Call it as often as there is news: people see it at once,
     * the database at most once a second.
     */
    public void progress(Progress now) {
        progress = now;
        listener.accept(now);
    }

    /** What was told last. */
    public Progress progress() {
        return progress;
    }

    /**
     * What came of it, in words, for when the work succeeds; the last progress message otherwise.
     */
    public void outcome(String words) {
        outcome = words;
    }

    @Nullable String outcome() {
        return outcome;
    }

    /** Whether somebody asked for an end; the work stops where it can. */
    public boolean cancelled() {
        return cancelled;
    }

    /**
     * Has {@code hook} run, on another thread, when the activity is cancelled: the place to close a
     * stream that the work is blocked on. Runs at once when it already is cancelled.
     */
    public void onCancel(Runnable hook) {
        synchronized (monitor) {
            if (!cancelled) {
                hooks.add(hook);
                return;
            }
        }
        runHook(hook);
    }

    /** Flags the end and runs the hooks; only the first call does anything. */
    void cancel() {
        List<Runnable> toRun;
        synchronized (monitor) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(hooks);
            hooks.clear();
        }
        toRun.forEach(this::runHook);
    }

    private void runHook(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            // the remaining hooks and the interrupt still end the work
            log.warn("A cancel hook of activity {} failed", id, e);
        }
    }
}
