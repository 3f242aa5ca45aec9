package dev.mullion.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mullion.docker.testing.TestEngine;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of an engine about files, without a client that would smooth anything. */
final class ArchiveCall {

    private static final int ATTEMPTS = 10;

    private final int status;
    private final String head;
    private final byte[] body;

    private ArchiveCall(int status, String head, byte[] body) {
        this.status = status;
        this.head = head;
        this.body = body;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    static ArchiveCall head(TestEngine engine, String container, String path) {
        return make(engine, "HEAD", "/containers/" + container + "/archive" + query(path), null);
    }

    static ArchiveCall get(TestEngine engine, String container, String path) {
        return make(engine, "GET", "/containers/" + container + "/archive" + query(path), null);
    }

    static ArchiveCall put(
            TestEngine engine, String container, String path, String more, byte[] tar) {
        return make(
                engine, "PUT", "/containers/" + container + "/archive" + query(path) + more, tar);
    }

    static ArchiveCall export(TestEngine engine, String container) {
        return make(engine, "GET", "/containers/" + container + "/export", null);
    }

    private static String query(String path) {
        return "?path=" + URLEncoder.encode(path, UTF_8);
    }

    private static ArchiveCall make(
            TestEngine engine, String method, String target, byte @Nullable [] body) {
        int length = body == null ? 0 : body.length;
        String head =
                "%s /v1.41%s HTTP/1.0\r\nHost: engine\r\nContent-Type: application/x-tar\r\n"
                                .formatted(method, target)
                        + "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(length);
        // an engine that says no before it has read all may hang up so fast that its answer is lost
        for (int i = 0; ; i++) {
            try {
                return make(engine, head, body == null ? new byte[0] : body);
            } catch (IOException e) {
                if (i == ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static ArchiveCall make(TestEngine engine, String head, byte[] body)
            throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(engine.socket()));
            send(channel, head.getBytes(ISO_8859_1));
            send(channel, body);
            return parse(readAll(channel));
        }
    }

    private static void send(SocketChannel channel, byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            // it may have answered before it has read all: its answer says why
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
        try {
            while (channel.read(piece.clear()) >= 0) {
                all.write(piece.array(), 0, piece.position());
            }
        } catch (IOException e) {
            if (all.size() == 0) {
                throw e;
            }
            // it said no, and hung up on what it hadn't read
        }
        return all.toByteArray();
    }

    private static ArchiveCall parse(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        byte[] body = Arrays.copyOfRange(answer, end + 4, answer.length);
        return new ArchiveCall(
                Integer.parseInt(text.substring(9, 12)), text.substring(0, end), body);
    }

    /** What it says, for people. */
    String message() {
        return new String(body, UTF_8).strip();
    }

    /** What it says of the file that was asked for, but for the time. */
    String stat() {
        String header = "x-docker-container-path-stat: ";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header))
                .map(line ->
                        new String(
                                Base64.getDecoder().decode(line.substring(header.length()).strip()),
                                UTF_8))
                .map(stat -> stat.replaceAll("\"mtime\":\"[^\"]*\"", "\"mtime\":…"))
                .findFirst()
                .orElse("");
    }

    /** The archive's entries, a line each: what, rights, owner, size, name, link. */
    List<String> entries() {
        List<String> entries = new ArrayList<>();
        try {
            TarReader reader = new TarReader(new ByteArrayInputStream(body), 100_000);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(
                        "%s %04o %d:%d %d %s %s %d,%d %s"
                                .formatted(
                                        entry.kind(),
                                        entry.mode(),
                                        entry.uid(),
                                        entry.gid(),
                                        entry.size(),
                                        TarEntry.readable(entry.name()),
                                        TarEntry.readable(entry.link()),
                                        entry.major(),
                                        entry.minor(),
                                        entry.attributes().keySet()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    Stream<String> names() {
        return entries().stream().map(entry -> entry.split(" ", -1)[4]);
    }
}
