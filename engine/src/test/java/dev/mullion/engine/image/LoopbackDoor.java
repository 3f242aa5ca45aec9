package dev.mullion.engine.image;

import dev.mullion.docker.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine's 127.0.0.1 that leads to one in a test engine's own network. */
final class LoopbackDoor implements AutoCloseable {

    private final TestEngine engine;
    private final int inside;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Opens a way to an address such as {@code 127.0.0.1:5000} inside. */
    LoopbackDoor(TestEngine engine, String inside) throws IOException {
        this.engine = engine;
        this.inside = Integer.parseInt(inside.substring(inside.indexOf(':') + 1));
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    String reference(String repositoryAndTag) {
        return address() + "/" + repositoryAndTag;
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
                engine.onNetwork(() -> new Socket(InetAddress.getLoopbackAddress(), inside));
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server));
        pass(server, client);
        open.remove(client);
        open.remove(server);
    }

    /** Ends both when one side ends: that is what a test of broken connections shall see. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side has gone
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
