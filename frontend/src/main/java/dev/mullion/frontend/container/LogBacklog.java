package dev.mullion.frontend.container;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines on their way to a browser, bounded: a container that writes faster than the browser can
 * take loses the oldest waiting lines, and is told so by a note in their place. At most 10,000
 * lines and 8 million characters wait.
 */
final class LogBacklog {

    static final int MOST_LINES = 10_000;
    static final long MOST_CHARACTERS = 8_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();
    private long characters;
    private long skipped;
    private boolean closed;

    void add(LogLine line) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.add(line);
            characters += line.text().length();
            while (waiting.size() > MOST_LINES
                    || (characters > MOST_CHARACTERS && waiting.size() > 1)) {
                LogLine oldest = waiting.remove();
                characters -= oldest.text().length();
                if (oldest.kind() != LogLine.Kind.NOTE) {
                    skipped++;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for lines and takes some of them.
     *
     * @return the next lines, a note on skipped ones first; empty only when closed
     */
    List<LogLine> take(int mostLines, long mostCharacters) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                return List.of();
            }
            List<LogLine> taken = new ArrayList<>(Math.min(mostLines, waiting.size()) + 1);
            if (skipped > 0) {
                taken.add(LogLine.note(skippedWords(skipped)));
                skipped = 0;
            }
            long size = 0;
            while (taken.size() < mostLines
                    && !waiting.isEmpty()
                    && (size == 0 || size + waiting.element().text().length() <= mostCharacters)) {
                LogLine next = waiting.remove();
                size += Math.max(1, next.text().length());
                characters -= next.text().length();
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Ends waiting, now and for ever. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String skippedWords(long count) {
        return String.format(
                java.util.Locale.ROOT,
                "%,d %s skipped: the container writes faster than this page can show; download the"
                        + " log to have all",
                count,
                count == 1 ? "line" : "lines");
    }
}
