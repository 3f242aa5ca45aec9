package dev.mullion.tests.bench;

import dev.mullion.docker.testing.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A call of an engine's API without any client around it, whose own time would hide the answer's.
 */
final class RawCall {

    private RawCall() {}

    /**
     * Gets a list and says how long that took, from connecting to the last byte.
     *
     * @param entries how many it must have at least
     */
    static Duration get(TestEngine engine, String path, int entries) throws IOException {
        ByteBuffer ask =
                StandardCharsets.US_ASCII.encode(
                        "GET %s HTTP/1.0\r\nHost: engine\r\nConnection: close\r\n\r\n"
                                .formatted(path));
        ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        long start = System.nanoTime();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(engine.socket()));
            channel.write(ask);
            while (channel.read(piece) >= 0) {
                answer.write(piece.array(), 0, piece.position());
                piece.clear();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains(" 200 OK") || text.split("\"Command\"", -1).length <= entries) {
            throw new IOException("GET " + path + " was answered with " + text);
        }
        return took;
    }
}
