package dev.mullion.engine.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls an engine's socket without a client's care, a connection a call. */
final class Api {

    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final String LENGTH = "content-length: ";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path socket;

    Api(Path socket) {
        this.socket = socket;
    }

    /** What came back, whole. */
    record Reply(int status, String body) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        boolean ok() {
            return status / 100 == 2;
        }
    }

    Reply get(String path) throws IOException {
        return call("GET", path, "application/json", new byte[0]);
    }

    Reply delete(String path) throws IOException {
        return call("DELETE", path, "application/json", new byte[0]);
    }

    Reply post(String path, String json) throws IOException {
        return call("POST", path, "application/json", json.getBytes(UTF_8));
    }

    Reply post(String path, byte[] archive) throws IOException {
        return call("POST", path, "application/x-tar", archive);
    }

    /**
     * Sends a request and reads the answer to its end.
     *
     * @throws IOException if the engine isn't there or went away before its answer was whole
     */
    Reply call(String method, String path, String type, byte[] body) throws IOException {
        String head =
                "%s %s HTTP/1.1\r\nHost: engine\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, type, body.length);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            send(channel, head.getBytes(ISO_8859_1), body);
            return parse(readAll(channel));
        }
    }

    private static void send(SocketChannel channel, byte[]... parts) {
        try {
            for (byte[] part : parts) {
                ByteBuffer rest = ByteBuffer.wrap(part);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        } catch (IOException e) {
            // it may have answered before it has read all: its answer says why
        }
    }

    /** Reads until the answer is whole by its own account, which one that was cut off never is. */
    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (!isWhole(all.toString(ISO_8859_1))) {
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("The engine went away before its answer was whole: " + all);
            }
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(UTF_8);
    }

    private static boolean isWhole(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
        if (head.contains(CHUNKED)) {
            return answer.endsWith("\r\n0\r\n\r\n");
        }
        int length = head.indexOf(LENGTH);
        int expected =
                length < 0
                        ? 0
                        : Integer.parseInt(
                                head.substring(length + LENGTH.length())
                                        .lines()
                                        .findFirst()
                                        .orElse("0")
                                        .strip());
        return answer.length() - end - 4 >= expected;
    }

    private static Reply parse(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
        String body = answer.substring(end + 4);
        int status = Integer.parseInt(head.substring(9, 12));
        return new Reply(status, head.contains(CHUNKED) ? joined(body) : body);
    }

    private static String joined(String chunked) throws IOException {
        byte[] bytes = chunked.getBytes(UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = at;
            while (line + 1 < bytes.length && bytes[line] != '\r') {
                line++;
            }
            if (line + 1 >= bytes.length) {
                throw new IOException("The engine went away within its answer: " + all);
            }
            int length = Integer.parseInt(new String(bytes, at, line - at, ISO_8859_1), 16);
            if (length == 0) {
                return all.toString(UTF_8);
            }
            if (line + 2 + length > bytes.length) {
                throw new IOException("The engine went away within its answer: " + all);
            }
            all.write(bytes, line + 2, length);
            at = line + 2 + length + 2;
        }
    }
}
