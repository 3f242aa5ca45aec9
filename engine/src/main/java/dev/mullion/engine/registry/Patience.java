package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How often something is tried, and the growing pauses between. For one undertaking. */
final class Patience {

    private static final System.Logger LOG = System.getLogger(Patience.class.getName());

    private final RegistrySettings settings;
    private int failures;
    private int all;

    Patience(RegistrySettings settings) {
        this.settings = settings;
    }

    /** Something that may fail in a way that passes. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws RegistryException;
    }

    <T> T untilItPasses(Attempt<T> attempt) throws RegistryException {
        while (true) {
            try {
                T done = attempt.run();
                said();
                return done;
            } catch (RegistryException e) {
                if (!e.mayPass()) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    /** Begins counting anew: something was reached. */
    void gotOn() {
        failures = 0;
    }

    /** Waits before the next attempt, or fails with what happened and how often. */
    void pause(RegistryException failure) throws RegistryException {
        failures++;
        all++;
        if (failures >= settings.attempts()) {
            throw new RegistryException(
                    failure.kind(),
                    RegistryText.words(failure)
                            + (failures == 1 ? "" : " (tried " + failures + " times)"),
                    failure);
        }
        Duration pause = length(failure.retryAfter());
        LOG.log(Level.DEBUG, () -> RegistryText.words(failure) + "; again in " + pause);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(
                    Kind.CANCELLED, RegistryText.words(failure) + "; then cancelled", e);
        }
    }

    /** Logs once that it needed more than one attempt. */
    void said() {
        if (all > 0) {
            LOG.log(Level.INFO, "A registry needed {0} attempts", all + 1);
        }
    }

    /** Twice as long each time, shortened by a random part so that hosts don't come in step. */
    private Duration length(@Nullable Duration asked) {
        long longest = settings.longestPause().toMillis();
        if (asked != null) {
            return Duration.ofMillis(Math.min(asked.toMillis(), longest));
        }
        long grown = settings.firstPause().toMillis() << Math.min(failures - 1, 20);
        long most = Math.clamp(grown, 1, Math.max(1, longest));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
