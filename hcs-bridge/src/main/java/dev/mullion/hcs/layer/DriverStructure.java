package dev.mullion.hcs.layer;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.WideString;

/** {@code DriverInfo}: the filter driver, with no home folder because layers go by full paths. */
final class DriverStructure implements AutoCloseable {

    private static final int SIZE = 16;
    private static final int FILTER = 1;
    private static final int HOME = 8;

    private final Memory home = WideString.allocate("");
    private final Memory memory = new Memory(SIZE);

    DriverStructure() {
        memory.clear();
        memory.setInt(0, FILTER);
        memory.setPointer(HOME, home);
    }

    Memory memory() {
        return memory;
    }

    @Override
    public void close() {
        memory.close();
        home.close();
    }
}
