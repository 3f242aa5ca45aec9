package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** Sockets that have a path, of the kinds that Java doesn't know. */
public final class UnixSocket {

    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int PACKETS = 5;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int PATH_ONLY = 0x200000;
    private static final int LONGEST = 107;
    private static final int ADDRESS = 110;
    private static final int CLOSE_RECEIVED_ON_EXEC = 0x40000000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private UnixSocket() {}

    /** Connects to a socket that keeps packets apart (SOCK_SEQPACKET). */
    public static Descriptor connectPackets(Readiness readiness, Path path) throws IOException {
        int socket = open(PACKETS);
        try (PathName name = PathName.of(path)) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!connected(socket, name.address())) {
                if (System.nanoTime() > end) {
                    throw new IOException("Connecting to " + path + ": nobody answered in time");
                }
                LockSupport.parkNanos(1_000_000); // too many others knock at once
            }
        } catch (IOException | RuntimeException e) {
            LibC.close(socket);
            throw e;
        }
        return Descriptor.of(readiness, socket);
    }

    private static boolean connected(int socket, byte[] address) throws IOException {
        try {
            LibC.connect(socket, address, ADDRESS);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.EAGAIN) {
                return false;
            }
            throw Errno.describe("Connecting to a process", e);
        }
    }

    /** Listens at a path that isn't there yet. */
    public static Descriptor listen(Readiness readiness, Path path) throws IOException {
        int socket = open(STREAM);
        try (PathName name = PathName.of(path)) {
            LibC.bind(socket, name.address(), ADDRESS);
            LibC.listen(socket, 1);
        } catch (LastErrorException e) {
            LibC.close(socket);
            throw Errno.describe("Listening at " + path, e);
        }
        return Descriptor.of(readiness, socket);
    }

    /** Takes the first connection, which is there, and the open file that comes over it. */
    public static Descriptor receiveFile(Readiness readiness, Descriptor listening)
            throws IOException {
        int connection;
        try {
            connection = listening.with(file -> LibC.accept4(file, null, null, CLOSE_ON_EXEC));
        } catch (LastErrorException e) {
            throw Errno.describe("Taking a connection", e);
        }
        try (Descriptor peer = Descriptor.of(readiness, connection)) {
            OptionalInt file = peer.with(UnixSocket::received);
            while (file.isEmpty()) {
                Descriptor.awaitAny(List.of(peer));
                file = peer.with(UnixSocket::received);
            }
            return Descriptor.of(readiness, file.getAsInt());
        }
    }

    /** A struct msghdr with room for one file; laid out as on every 64-bit Linux. */
    private static OptionalInt received(int connection) throws IOException {
        try (Memory text = new Memory(4096);
                Memory part = new Memory(16);
                Memory control = new Memory(64);
                Memory message = new Memory(56)) {
            message.clear();
            control.clear();
            part.setPointer(0, text);
            part.setLong(8, text.size());
            message.setPointer(16, part);
            message.setLong(24, 1);
            message.setPointer(32, control);
            message.setLong(40, control.size());
            try {
                LibC.recvmsg(connection, message, CLOSE_RECEIVED_ON_EXEC);
            } catch (LastErrorException e) {
                if (e.getErrorCode() == Errno.EAGAIN) {
                    return OptionalInt.empty();
                }
                throw Errno.describe("Receiving a terminal", e);
            }
            boolean rights = control.getInt(8) == 1 && control.getInt(12) == 1;
            if (message.getLong(40) < 20 || !rights) {
                throw new IOException("Receiving a terminal: the other side sent none");
            }
            return OptionalInt.of(control.getInt(16));
        }
    }

    private static int open(int type) throws IOException {
        try {
            return LibC.socket(UNIX, type | CLOSE_ON_EXEC | NON_BLOCKING, 0);
        } catch (LastErrorException e) {
            throw Errno.describe("Making a socket", e);
        }
    }

    /** A socket's address; a path too long for one is reached through its open folder. */
    private static final class PathName implements AutoCloseable {

        private final byte[] address;
        private final int folder;

        private PathName(byte[] address, int folder) {
            this.address = address;
            this.folder = folder;
        }

        byte[] address() {
            return address;
        }

        static PathName of(Path path) throws IOException {
            byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
            if (name.length <= LONGEST) {
                return new PathName(address(name), -1);
            }
            try {
                int folder = LibC.open(String.valueOf(path.getParent()), PATH_ONLY | CLOSE_ON_EXEC);
                String through = "/proc/self/fd/" + folder + "/" + path.getFileName();
                return new PathName(address(through.getBytes(StandardCharsets.UTF_8)), folder);
            } catch (LastErrorException e) {
                throw Errno.describe("Opening the folder of " + path, e);
            }
        }

        private static byte[] address(byte[] name) {
            byte[] address = new byte[ADDRESS];
            address[0] = UNIX; // little-endian, as every machine that the engine runs on
            System.arraycopy(name, 0, address, 2, name.length);
            return address;
        }

        @Override
        public void close() {
            if (folder >= 0) {
                LibC.close(folder);
            }
        }
    }
}
