package dev.mullion.engine.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines from many layers to one client, sent by one thread. A client that reads slowly gets fewer
 * measures; it never holds up a layer that others wait for too.
 */
final class ProgressQueue implements Consumer<ProgressLine> {

    private static final int MEASURES = 256;

    private final Deque<ProgressLine> lines = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;

    @Override
    public void accept(ProgressLine line) {
        lock.lock();
        try {
            if (lines.size() < MEASURES || !line.replaceable()) {
                lines.add(line);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No more lines come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next line; null at the end. */
    @Nullable ProgressLine take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (lines.isEmpty() && !ended) {
                changed.await();
            }
            return lines.poll();
        } finally {
            lock.unlock();
        }
    }
}
