package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process that can't be mistaken for a later one with the same number.
 *
 * @param pid its number
 * @param start when it started, in ticks since the machine did
 */
public record ProcessMark(long pid, long start) {

    private static final int PIDFD_OPEN = 434;

    /** Marks a process that runs. */
    public static ProcessMark of(long pid) throws IOException {
        return new ProcessMark(pid, Long.parseLong(fields(pid)[19]));
    }

    /** Whether it still runs; one that has ended but wasn't asked for its code does not. */
    public boolean isAlive() {
        try {
            String[] fields = fields(pid);
            return Long.parseLong(fields[19]) == start && !fields[0].equals("Z");
        } catch (IOException e) {
            return false;
        }
    }

    /** What follows the name in /proc/PID/stat; the name may contain anything. */
    private static String[] fields(long pid) throws IOException {
        String stat =
                Files.readString(
                        Path.of("/proc/" + pid + "/stat"),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** Sends it a signal; false if it has ended. */
    public boolean signal(int signal) {
        if (!isAlive()) {
            return false;
        }
        try {
            LibC.kill((int) pid, signal);
            return true;
        } catch (LastErrorException e) {
            return false;
        }
    }

    /** Waits for its end; false if it didn't come in time. */
    public boolean awaitEnd(Readiness readiness, Duration most) throws IOException {
        int file;
        try {
            file =
                    LibC.syscall(new NativeLong(PIDFD_OPEN), new NativeLong(pid), new NativeLong(0))
                            .intValue();
        } catch (LastErrorException e) {
            return !isAlive();
        }
        try (Descriptor end = Descriptor.ofProcess(readiness, file)) {
            return !isAlive() || end.awaitReadable(most);
        }
    }
}
