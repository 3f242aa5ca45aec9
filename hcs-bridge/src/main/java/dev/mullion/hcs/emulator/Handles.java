package dev.mullion.hcs.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The handles of one process. */
public final class Handles {

    private static final int INVALID_HANDLE = 6;

    private final AtomicLong last;
    private final Ledger ledger;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    private volatile boolean ended;

    private record Open(HandleKind kind, Object object, Runnable closed) {}

    /** Values are unique on the machine, so that one process can't use another's by accident. */
    Handles(AtomicLong last, Ledger ledger) {
        this.last = last;
        this.ledger = ledger;
    }

    /**
     * Gives out a handle.
     *
     * @param kind of which kind
     * @param object what it stands for
     * @param closed run once, when it is closed or its process ends
     * @return the handle: never 0 or -1, and with bits in its upper half that a 32-bit mistake
     *     loses
     */
    public long open(HandleKind kind, Object object, Runnable closed) {
        long handle = last.addAndGet(8);
        open.put(handle, new Open(kind, object, closed));
        ledger.gave(kind.label());
        if (ended) {
            // its process was killed while the call was under way
            drop(handle, true);
        }
        return handle;
    }

    /**
     * Finds what a handle stands for.
     *
     * @param handle as the caller gave it
     * @param type of the object
     * @param <T> the same
     * @return nothing if no such handle is open
     */
    public <T> Optional<T> find(long handle, Class<T> type) {
        Open found = open.get(handle);
        return found == null || !type.isInstance(found.object())
                ? Optional.empty()
                : Optional.of(type.cast(found.object()));
    }

    /**
     * Finds what a handle stands for.
     *
     * @param handle as the caller gave it
     * @param type of the object
     * @param <T> the same
     * @return the object
     * @throws Refusal INVALID_HANDLE if no such handle is open
     */
    public <T> T require(long handle, Class<T> type) {
        return find(handle, type)
                .orElseThrow(
                        () -> Refusal.win32(INVALID_HANDLE, "There is no such handle: " + handle));
    }

    /**
     * Closes a handle of one kind.
     *
     * @param handle as the caller gave it
     * @param kind of which it has to be
     * @throws Refusal INVALID_HANDLE if no such handle is open, which is noted as a mistake
     */
    public void close(long handle, HandleKind kind) {
        close(handle, found -> found == kind, kind.label());
    }

    /** {@code CloseHandle}: takes any kind of the kernel's. */
    void closeKernelHandle(long handle) {
        close(handle, HandleKind::kernel, "file, pipe or event");
    }

    private void close(long handle, Predicate<HandleKind> right, String what) {
        Open found = open.get(handle);
        if (found == null || !right.test(found.kind()) || !open.remove(handle, found)) {
            ledger.mistake("A handle was closed that isn't open as a " + what + ": " + handle);
            throw Refusal.win32(INVALID_HANDLE, "There is no such handle: " + handle);
        }
        ledger.tookBack(found.kind().label());
        found.closed().run();
    }

    /** The process has ended: Windows closes what it had, which is a leak unless forgiven. */
    void end(boolean forgiven) {
        ended = true;
        List.copyOf(open.keySet()).forEach(handle -> drop(handle, forgiven));
    }

    private void drop(Long handle, boolean forgiven) {
        Open found = open.remove(handle);
        if (found != null) {
            if (forgiven) {
                ledger.tookBack(found.kind().label());
            }
            found.closed().run();
        }
    }
}
