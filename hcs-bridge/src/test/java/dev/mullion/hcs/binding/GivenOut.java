package dev.mullion.hcs.binding;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The native side of a test: what it gives out, it counts, and it notices what comes back twice.
 */
public final class GivenOut {

    private final Set<Long> strings = ConcurrentHashMap.newKeySet();
    private final Set<Long> handles = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastHandle = new AtomicLong(0x7FFF_0000_0000L);
    private final List<String> mistakes = new ArrayList<>();

    /** Lets strings come back through CoTaskMemFree. */
    public void addTo(JavaFunctions functions) {
        functions.with(
                WindowsFunction.CO_TASK_MEM_FREE,
                arguments -> {
                    long address = (Long) arguments[0];
                    if (strings.remove(address)) {
                        Native.free(address);
                    } else {
                        mistake("a string was freed that isn't out: " + address);
                    }
                    return 0;
                });
    }

    /** Writes a fresh copy of a string, as the callee does; null writes NULL. */
    public void string(Object slot, @Nullable String text) {
        long at = (Long) slot;
        if (at == 0) {
            return;
        }
        long address = 0;
        if (text != null) {
            byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
            address = Native.malloc(bytes.length);
            new Pointer(address).write(0, bytes, 0, bytes.length);
            strings.add(address);
        }
        new Pointer(at).setLong(0, address);
    }

    /** Writes a new handle, with bits in its upper half that a 32-bit mistake would lose. */
    public long handle(Object slot) {
        long handle = handle();
        new Pointer((Long) slot).setLong(0, handle);
        return handle;
    }

    public long handle() {
        long handle = lastHandle.addAndGet(8);
        handles.add(handle);
        return handle;
    }

    public int close(Object handle) {
        if (!handles.remove((Long) handle)) {
            mistake("a handle was closed that isn't open: " + handle);
            return 0x80070006;
        }
        return 0;
    }

    public boolean open(Object handle) {
        return handles.contains((Long) handle);
    }

    private synchronized void mistake(String what) {
        mistakes.add(what);
    }

    public synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    public int stringsOut() {
        return strings.size();
    }

    public int handlesOut() {
        return handles.size();
    }
}
