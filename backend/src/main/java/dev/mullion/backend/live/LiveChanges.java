package dev.mullion.backend.live;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Passes changes on to whoever shows them. The first change is told at once, then a listener is
 * left alone for a quarter of a second, and what changed meanwhile is told together: however much
 * happens, a listener hears of a topic at most four times a second, and always once after the last
 * change.
 */
@Component
public class LiveChanges {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CopyOnWriteArrayList<Listening> listeners = new CopyOnWriteArrayList<>();
    private final Duration pause;

    public LiveChanges() {
        this(PAUSE);
    }

    LiveChanges(Duration pause) {
        this.pause = pause;
    }

    /**
     * Has {@code listener} called, on a thread of its own, whenever one of the topics has changed.
     * It may take its time and may throw: that only delays its own next call.
     */
    public Subscription subscribe(Set<Topic> topics, Consumer<Topic> listener) {
        var listening = new Listening(topics, listener, pause, listeners::remove);
        listeners.add(listening);
        listening.start();
        return listening;
    }

    /** Says that something about the topic changed. Never blocks and never throws. */
    public void publish(Topic topic) {
        for (Listening listening : listeners) {
            listening.tell(topic);
        }
    }

    /** Ends all subscriptions, when the portal stops. */
    @PreDestroy
    void close() {
        listeners.forEach(Listening::close);
    }
}
