package dev.mullion.docker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between an engine and a {@link TestRegistry} and spoils the answers: slow, stuck, cut off
 * in the middle, or with a bit turned over. What it does can be changed while it runs. The counts
 * are of bytes on one connection from the registry to the engine; a manifest and its headers are
 * well below 20,000, so a larger count spoils layers only.
 */
public final class RegistryProxy implements AutoCloseable {

    private static final int CHUNK = 8 * 1024;

    private final TestRegistry registry;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private long holdAfter = Long.MAX_VALUE;
    private boolean holding;
    private long cutAfter = Long.MAX_VALUE;
    private long corruptAfter = Long.MAX_VALUE;
    private long bytesPerSecond = Long.MAX_VALUE;

    private RegistryProxy(TestRegistry registry) {
        this.registry = registry;
        this.door =
                registry.engine()
                        .onNetwork(() -> new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(this::accept);
    }

    /** Opens a proxy that, until told otherwise, changes nothing. */
    public static RegistryProxy before(TestRegistry registry) {
        return new RegistryProxy(registry);
    }

    /** {@code 127.0.0.1:port} of the proxy: the registry's contents under another address. */
    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** A full reference by way of the proxy, {@code 127.0.0.1:port/team/tool:1}. */
    public String reference(String repositoryAndTag) {
        return address() + "/" + repositoryAndTag;
    }

    /**
     * Sends so many bytes and then nothing more, with the connection open, until {@link #release}.
     */
    public void holdAfter(long bytes) {
        set(() -> holdAfter = bytes);
    }

    /** Ends every hold, cut, corruption and slowness. */
    public void release() {
        set(() -> {
            holdAfter = Long.MAX_VALUE;
            cutAfter = Long.MAX_VALUE;
            corruptAfter = Long.MAX_VALUE;
            bytesPerSecond = Long.MAX_VALUE;
            holding = false;
        });
    }

    /** Ends every connection after so many bytes; 0 refuses to say anything at all. */
    public void cutAfter(long bytes) {
        set(() -> cutAfter = bytes);
    }

    /** Turns over a bit of what follows after so many bytes. */
    public void corruptAfter(long bytes) {
        set(() -> corruptAfter = bytes);
    }

    /** Sends at most so many bytes a second on each connection. */
    public void bytesPerSecond(long limit) {
        set(() -> bytesPerSecond = limit);
    }

    /** Waits until a connection has been brought to a stop by {@link #holdAfter}. */
    public void awaitHold(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (!holding) {
                if (left <= 0) {
                    throw new IllegalStateException("Nothing was held within " + limit);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        release();
        close(door);
        open.forEach(RegistryProxy::close);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        Socket server =
                registry.engine()
                        .onNetwork(() ->
                                new Socket(InetAddress.getLoopbackAddress(), registry.port()));
        open.add(server);
        Thread.ofVirtual().start(() -> forward(client, server));
        try (client;
                server) {
            spoil(server.getInputStream(), client.getOutputStream());
        } catch (IOException e) {
            // one side has gone, which is what a proxy of bad days sees all the time
        } finally {
            open.remove(client);
            open.remove(server);
        }
    }

    private static void forward(Socket client, Socket server) {
        try {
            client.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            close(server);
        }
    }

    private void spoil(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long passed = 0;
        for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
            long pause = prepare(chunk, length, passed);
            to.write(chunk, 0, length);
            passed += length;
            LockSupport.parkNanos(pause);
        }
    }

    /** Holds, cuts or corrupts as told; gives the nanoseconds to wait afterwards. */
    private long prepare(byte[] chunk, int length, long passed) throws IOException {
        lock.lock();
        try {
            while (passed + length > holdAfter) {
                holding = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            if (passed + length > cutAfter) {
                throw new IOException("cut here, as told");
            }
            if (passed + length > corruptAfter) {
                chunk[length / 2] ^= 1;
            }
            return bytesPerSecond == Long.MAX_VALUE
                    ? 0
                    : Duration.ofSeconds(1).toNanos() * length / bytesPerSecond;
        } finally {
            lock.unlock();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket could not be closed", e);
        }
    }
}
