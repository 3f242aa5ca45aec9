package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that the engine started, in a session of its own. Unlike {@link Process} it can be
 * given more than three files, and nobody needs a thread to wait for it.
 */
public final class Child implements AutoCloseable {

    private static final int PIDFD_OPEN = 434;
    private static final int KILL = 9;
    private static final short SET_MASK = 0x08;
    private static final short SET_SESSION = 0x80;
    private static final int READ_WRITE = 2;

    /** More than glibc or musl need for their structures. */
    private static final int ROOM = 512;

    private final int pid;
    private final Descriptor end;
    private final Object lock = new Object();
    private int code = -1;

    private Child(int pid, Descriptor end) {
        this.pid = pid;
        this.end = end;
    }

    /**
     * Starts a program.
     *
     * @param command its full path and arguments
     * @param environment {@code NAME=value}
     * @param folder where it starts
     * @param files what its files 0, 1, 2 ... are: numbers of open files here; -1 for nothing
     */
    public static Child start(
            Readiness readiness,
            List<String> command,
            List<String> environment,
            Path folder,
            int... files)
            throws IOException {
        int pid = spawn(command, environment, folder, files);
        try {
            int file =
                    LibC.syscall(new NativeLong(PIDFD_OPEN), new NativeLong(pid), new NativeLong(0))
                            .intValue();
            return new Child(pid, Descriptor.ofProcess(readiness, file));
        } catch (LastErrorException e) {
            LibC.kill(pid, KILL);
            LibC.waitpid(pid, new int[1], 0);
            throw Errno.describe("Watching " + command.getFirst(), e);
        }
    }

    private static int spawn(
            List<String> command, List<String> environment, Path folder, int... files)
            throws IOException {
        List<Memory> texts = new ArrayList<>();
        try (Memory actions = new Memory(ROOM);
                Memory attributes = new Memory(ROOM);
                Memory none = new Memory(128);
                Memory arguments = strings(command, texts);
                Memory variables = strings(environment, texts)) {
            none.clear();
            LibC.posix_spawn_file_actions_init(actions);
            LibC.posix_spawnattr_init(attributes);
            LibC.posix_spawn_file_actions_addchdir_np(actions, folder.toString());
            for (int i = 0; i < files.length; i++) {
                if (files[i] < 0) {
                    LibC.posix_spawn_file_actions_addopen(actions, i, "/dev/null", READ_WRITE, 0);
                } else {
                    LibC.posix_spawn_file_actions_adddup2(actions, files[i], i);
                }
            }
            // the JVM opens sockets that a child would inherit, and keeps some signals blocked
            LibC.posix_spawn_file_actions_addclosefrom_np(actions, files.length);
            LibC.posix_spawnattr_setsigmask(attributes, none);
            LibC.posix_spawnattr_setflags(attributes, (short) (SET_MASK | SET_SESSION));
            int[] pid = new int[1];
            int error =
                    LibC.posix_spawn(
                            pid, command.getFirst(), actions, attributes, arguments, variables);
            LibC.posix_spawnattr_destroy(attributes);
            LibC.posix_spawn_file_actions_destroy(actions);
            if (error != 0) {
                throw Errno.describe(
                        "Starting " + command.getFirst(), new LastErrorException(error));
            }
            return pid[0];
        } finally {
            texts.forEach(Memory::close);
        }
    }

    private static Memory strings(List<String> texts, List<Memory> kept) {
        Memory array = new Memory((texts.size() + 1L) * 8);
        for (int i = 0; i < texts.size(); i++) {
            byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
            Memory text = new Memory(bytes.length + 1L);
            text.write(0, bytes, 0, bytes.length);
            text.setByte(bytes.length, (byte) 0);
            kept.add(text);
            array.setPointer(8L * i, text);
        }
        array.setPointer(8L * texts.size(), Pointer.NULL);
        return array;
    }

    /** Its number. */
    public int pid() {
        return pid;
    }

    /** Waits for its end; gives its exit code, or 128 and the signal that ended it. */
    public int waitFor() throws IOException {
        while (true) {
            synchronized (lock) {
                if (reaped()) {
                    return code;
                }
            }
            end.awaitReadable();
        }
    }

    /** Is ready to be read once the program has ended. */
    public Descriptor end() {
        return end;
    }

    /** Whether it has ended. */
    public boolean hasEnded() {
        synchronized (lock) {
            return reaped();
        }
    }

    /** Waits for its end, but not for ever. */
    public boolean waitFor(Duration most) throws IOException {
        synchronized (lock) {
            if (reaped()) {
                return true;
            }
        }
        end.awaitReadable(most);
        synchronized (lock) {
            return reaped();
        }
    }

    private boolean reaped() {
        if (code >= 0) {
            return true;
        }
        int[] status = new int[1];
        if (LibC.waitpid(pid, status, 1 /* WNOHANG */) != pid) {
            return false;
        }
        int signal = status[0] & 0x7f;
        code = signal == 0 ? status[0] >> 8 & 0xff : 128 + signal;
        return true;
    }

    /** Sends a signal, if it still is there. */
    public void signal(int signal) {
        synchronized (lock) {
            if (!reaped()) {
                LibC.kill(pid, signal);
            }
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!reaped()) {
                LibC.kill(pid, KILL);
                LibC.waitpid(pid, new int[1], 0); // killed: over in a moment
                code = 128 + KILL;
            }
        }
        end.close();
    }
}
