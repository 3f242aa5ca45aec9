package dev.mullion.hcs.compute;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.Callbacks.Notice;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The ends of requests that vmcompute.dll tells through notifications. */
final class Completions {

    static final int CREATED = 2;
    static final int STARTED = 3;
    static final int PAUSED = 4;
    static final int RESUMED = 5;

    private static final int SYSTEM_EXITED = 1;
    private static final int SERVICE_DISCONNECT = 0x01000000;
    private static final Hresult UNEXPECTED_EXIT = Hresult.of(0x80370106);
    private static final Hresult SERVICE_LOST = Hresult.of(0x8037011E);
    private static final Hresult TIMEOUT = Hresult.of(0x80370118);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Map<Integer, Notice> notices = new HashMap<>();

    /** Takes what was told, on a thread of Windows. */
    void take(Notice notice) {
        lock.lock();
        try {
            notices.put(notice.type() & 0x0FFFFFFF, notice);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets an earlier end, before the request is made again. */
    void expect(int type) {
        lock.lock();
        try {
            notices.remove(type);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for an end.
     *
     * @throws HcsException if the request failed, the system ended, the service died or the limit
     *     passed
     */
    void await(String what, int type, Duration limit) {
        long left = Math.min(limit.toNanos(), TimeUnit.DAYS.toNanos(1));
        lock.lock();
        try {
            Notice notice = notices.get(type);
            while (notice == null) {
                failIfOver(what);
                if (left <= 0) {
                    throw HcsException.of(what, TIMEOUT, null);
                }
                left = told.awaitNanos(left);
                notice = notices.get(type);
            }
            check(what, notice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HcsException.of(what, TIMEOUT, "The wait was interrupted.");
        } finally {
            lock.unlock();
        }
    }

    private static void check(String what, Notice notice) {
        Hresult status = Hresult.of(notice.status());
        if (!status.succeeded()) {
            throw HcsException.of(what, status, notice.data());
        }
    }

    private void failIfOver(String what) {
        if (notices.containsKey(SERVICE_DISCONNECT)) {
            throw HcsException.of(what, SERVICE_LOST, null);
        }
        @Nullable Notice exit = notices.get(SYSTEM_EXITED);
        if (exit != null) {
            throw HcsException.of(what, UNEXPECTED_EXIT, exit.data());
        }
    }
}
