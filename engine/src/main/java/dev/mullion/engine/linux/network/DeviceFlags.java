package dev.mullion.engine.linux.network;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks the kernel about a network device of the calling thread's network (netdevice(7)). */
final class DeviceFlags {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final int IFREQ_SIZE = 40;
    private static final int IFNAMSIZ = 16;
    private static final int IFF_RUNNING = 0x40;
    private static final int ENODEV = 19;
    private static final int ABSENT = -1;

    private DeviceFlags() {}

    /** Whether there is a device of this name. */
    static boolean present(String device) throws IOException {
        return flags(device) != ABSENT;
    }

    /** Whether it passes packets on; false if there is none. */
    static boolean running(String device) throws IOException {
        int flags = flags(device);
        return flags != ABSENT && (flags & IFF_RUNNING) != 0;
    }

    private static int flags(String device) throws IOException {
        byte[] name = device.getBytes(StandardCharsets.US_ASCII);
        if (name.length >= IFNAMSIZ) {
            throw new IOException("No network device has a name as long as '" + device + "'");
        }
        int socket = -1;
        try (Memory request = new Memory(IFREQ_SIZE)) {
            request.clear();
            request.write(0, name, 0, name.length);
            socket = LibC.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
            LibC.ioctl(socket, new NativeLong(SIOCGIFFLAGS), request);
            return Short.toUnsignedInt(request.getShort(IFNAMSIZ));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == ENODEV) {
                return ABSENT;
            }
            throw Errno.describe("Asking about the network device " + device, e);
        } finally {
            if (socket >= 0) {
                LibC.close(socket);
            }
        }
    }
}
