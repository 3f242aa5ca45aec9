package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Subscription;
import dev.mullion.backend.live.Topic;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a part of a page in step with the world while it is on a page, and only then: it listens
 * from attach to detach. However many changes arrive while a page is busy, at most one refresh
 * waits for it.
 */
public final class LiveUpdates {

    private final Component owner;
    private final LiveChanges changes;
    private final Set<Topic> topics;
    private final Runnable refresh;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private @Nullable Subscription subscription;

    private LiveUpdates(Component owner, LiveChanges changes, Set<Topic> topics, Runnable refresh) {
        this.owner = owner;
        this.changes = changes;
        this.topics = Set.copyOf(topics);
        this.refresh = refresh;
    }

    /**
     * Runs {@code refresh} whenever one of the topics changes while {@code owner} is attached, with
     * the page's lock held and in the name of the person who looks at it.
     */
    public static void keep(
            Component owner, LiveChanges changes, Set<Topic> topics, Runnable refresh) {
        LiveUpdates updates = new LiveUpdates(owner, changes, topics, refresh);
        owner.addAttachListener(attach -> updates.listen(attach.getUI()));
        owner.addDetachListener(detach -> updates.stop());
        owner.getUI().ifPresent(updates::listen);
    }

    private void listen(UI ui) {
        stop();
        subscription = changes.subscribe(topics, topic -> changed(ui));
    }

    private void stop() {
        Subscription open = subscription;
        subscription = null;
        if (open != null) {
            open.close();
        }
    }

    private void changed(UI ui) {
        if (!waiting.compareAndSet(false, true)) {
            return;
        }
        try {
            // a failing refresh goes to the session's error handler, so nobody waits for the answer
            var _ = ui.access(this::refreshNow);
        } catch (UIDetachedException gone) {
            // the page was closed between the change and now; its detach ends the subscription
            waiting.set(false);
        }
    }

    private void refreshNow() {
        // first, so that a change that comes in while refreshing is not lost
        waiting.set(false);
        if (owner.isAttached()) {
            refresh.run();
        }
    }
}
