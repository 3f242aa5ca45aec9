package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;

/** What can be set of a terminal. */
public final class Terminals {

    private static final NativeLong SET_SIZE = new NativeLong(0x5414); // TIOCSWINSZ

    private Terminals() {}

    /** Sets the size of a terminal; its processes are told by a signal. */
    public static void resize(Descriptor terminal, int rows, int columns) throws IOException {
        try (Memory size = new Memory(8)) {
            size.clear();
            size.setShort(0, (short) rows);
            size.setShort(2, (short) columns);
            terminal.with(file -> LibC.ioctl(file, SET_SIZE, size));
        } catch (LastErrorException e) {
            throw Errno.describe("Setting the size of a terminal", e);
        }
    }
}
