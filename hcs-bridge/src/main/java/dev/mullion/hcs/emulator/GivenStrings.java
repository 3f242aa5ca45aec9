package dev.mullion.hcs.emulator;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The strings that one process was given and hasn't freed, in real memory. */
final class GivenStrings {

    private static final String KIND = "string";

    private final Ledger ledger;
    private final Set<Long> out = ConcurrentHashMap.newKeySet();
    private final Set<Long> left = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    GivenStrings(Ledger ledger) {
        this.ledger = ledger;
    }

    long give(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
        long address = Native.malloc(bytes.length);
        new Pointer(address).write(0, bytes, 0, bytes.length);
        out.add(address);
        ledger.gave(KIND);
        if (ended) {
            // its process was killed while the call was under way
            writeOff(address, true);
        }
        return address;
    }

    /** {@code CoTaskMemFree}, which takes NULL. */
    void free(long address) {
        if (address == 0) {
            return;
        }
        if (out.remove(address)) {
            ledger.tookBack(KIND);
            Native.free(address);
        } else if (left.remove(address)) {
            Native.free(address);
        } else {
            ledger.mistake("A string was freed that isn't out: " + address);
        }
    }

    /**
     * The process has ended. Its threads may still read what they have here, because they are this
     * machine's: the memory stays until one of them frees it.
     */
    void end(boolean forgiven) {
        ended = true;
        List.copyOf(out).forEach(address -> writeOff(address, forgiven));
    }

    private void writeOff(Long address, boolean forgiven) {
        if (out.remove(address)) {
            left.add(address);
            if (forgiven) {
                ledger.tookBack(KIND);
            }
        }
    }
}
