package dev.mullion.engine.network;

import dev.mullion.engine.network.ContainerPort.Protocol;
import dev.mullion.engine.runtime.EndpointSpec.Published;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The ports of the host that containers have. Where the system doesn't see to that itself, each is
 * held by a socket that is bound but doesn't listen: so another program can't take it, and one that
 * has it is noticed.
 */
final class HostPorts implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HostPorts.class.getName());
    private static final int ATTEMPTS = 16;

    /** The ports that Windows itself gives to who asks for any. */
    private static final int FIRST_DYNAMIC = 49_152;

    private static final int DYNAMIC = 16_384;

    private final Map<Key, Closeable> held = new HashMap<>();
    private final boolean sockets;
    private int last;

    /**
     * Holds none yet.
     *
     * @param sockets whether each is held by a socket; else the system that forwards it keeps
     *     others from it, and only what this engine gave is known here
     */
    HostPorts(boolean sockets) {
        this.sockets = sockets;
    }

    private record Key(String protocol, String address, int port) {

        boolean overlaps(Key other) {
            return protocol.equals(other.protocol)
                    && port == other.port
                    && (address.equals(other.address)
                            || address.equals("0.0.0.0")
                            || other.address.equals("0.0.0.0"));
        }
    }

    /**
     * Takes the first port that will do.
     *
     * @throws IOException with the reason in Docker's words if none can be taken
     */
    synchronized Published take(WantedPort wanted) throws IOException {
        if (wanted.first() == 0) {
            return takeAny(wanted);
        }
        IOException reason = null;
        for (int port = wanted.first(); port <= wanted.last(); port++) {
            try {
                return take(wanted, port);
            } catch (IOException e) {
                reason = e;
            }
        }
        if (reason == null) {
            throw new IllegalArgumentException("No port is wanted: " + wanted);
        }
        throw reason;
    }

    /** Takes again what a container has had since before this engine. */
    synchronized void take(Published port) throws IOException {
        hold(key(port), port.hostPort());
    }

    /** Gives a port back. */
    synchronized void free(Published port) throws IOException {
        Closeable channel = held.remove(key(port));
        if (channel != null) {
            channel.close();
        }
    }

    /** Lets go of all of them. */
    @Override
    public synchronized void close() {
        for (Map.Entry<Key, Closeable> each : held.entrySet()) {
            try {
                each.getValue().close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "Could not let go of " + each.getKey(), e);
            }
        }
        held.clear();
    }

    private Published takeAny(WantedPort wanted) throws IOException {
        IOException reason = new IOException("all ports are allocated");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return take(wanted, 0);
            } catch (IOException e) {
                reason = e; // the system's choice may be held on another address here
            }
        }
        throw reason;
    }

    private Published take(WantedPort wanted, int port) throws IOException {
        String protocol = wanted.port().protocol().word();
        int bound = hold(new Key(protocol, wanted.hostAddress(), port), port);
        return new Published(protocol, wanted.hostAddress(), bound, wanted.port().number());
    }

    private int hold(Key key, int port) throws IOException {
        refuseTaken(key);
        if (!sockets) {
            Key exact = new Key(key.protocol(), key.address(), port == 0 ? nextDynamic() : port);
            refuseTaken(exact);
            held.put(exact, () -> {});
            return exact.port();
        }
        NetworkChannel channel = open(key.protocol());
        try {
            channel.bind(new InetSocketAddress(InetAddress.getByName(key.address()), port));
            if (!(channel.getLocalAddress() instanceof InetSocketAddress local)) {
                throw new IOException("A bound socket has no address");
            }
            Key exact = new Key(key.protocol(), key.address(), local.getPort());
            refuseTaken(exact);
            held.put(exact, channel);
            return local.getPort();
        } catch (SocketException e) {
            channel.close();
            throw new IOException(
                    "failed to bind host port %s:%d/%s: %s"
                            .formatted(key.address(), port, key.protocol(), reason(e)),
                    e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private int nextDynamic() {
        last = (last + 1) % DYNAMIC;
        return FIRST_DYNAMIC + last;
    }

    private void refuseTaken(Key key) throws IOException {
        if (key.port() != 0 && held.keySet().stream().anyMatch(key::overlaps)) {
            throw new IOException(
                    "Bind for %s:%d failed: port is already allocated"
                            .formatted(key.address(), key.port()));
        }
    }

    private static NetworkChannel open(String protocol) throws IOException {
        return protocol.equals(Protocol.UDP.word())
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : SocketChannel.open(StandardProtocolFamily.INET);
    }

    private static String reason(SocketException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e instanceof BindException && message.contains("assign")
                ? "cannot assign requested address"
                : message;
    }

    private static Key key(Published port) {
        return new Key(port.protocol(), port.hostAddress(), port.hostPort());
    }
}
