package dev.mullion.backend.live;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with the virtual thread that calls it, so that none can hold up another. */
final class Listening implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    private final Set<Topic> topics;
    private final Consumer<Topic> listener;
    private final Duration pause;
    private final Consumer<Listening> onClose;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Topic> pending = EnumSet.noneOf(Topic.class);
    private boolean closed;

    Listening(
            Set<Topic> topics,
            Consumer<Topic> listener,
            Duration pause,
            Consumer<Listening> onClose) {
        this.topics = Set.copyOf(topics);
        this.listener = listener;
        this.pause = pause;
        this.onClose = onClose;
    }

    void start() {
        Thread.ofVirtual().name("live-changes").start(this::run);
    }

    void tell(Topic topic) {
        if (!topics.contains(topic)) {
            return;
        }
        lock.lock();
        try {
            if (pending.add(topic)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    private void run() {
        try {
            while (true) {
                Set<Topic> now = next();
                if (now.isEmpty()) {
                    return;
                }
                now.forEach(this::call);
                rest();
            }
        } catch (InterruptedException e) {
            // nobody but a stopping virtual machine interrupts this thread
            Thread.currentThread().interrupt();
        }
    }

    /** What changed since it was last asked, waiting for something to; empty once closed. */
    private Set<Topic> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pending.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                return Set.of();
            }
            Set<Topic> taken = EnumSet.copyOf(pending);
            pending.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void call(Topic topic) {
        try {
            listener.accept(topic);
        } catch (RuntimeException e) {
            log.warn("A listener for changes of {} failed; it stays subscribed", topic, e);
        }
    }

    private void rest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause.toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
