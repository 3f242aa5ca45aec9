package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * HTTP/1.1 over a wire, one request a connection. Reading is Apache HttpCore's work: heads, chunks
 * and lengths with their limits. What is above it in HttpClient (pools, redirects, retries) would
 * be in the way: a hijacked connection has to be handed out with what is already in its buffer, and
 * half of it closed.
 */
final class HttpWire {

    private static final int BUFFER = 16 << 10;
    private static final int MOST_INTERIM_ANSWERS = 5;
    private static final int SWITCHING_PROTOCOLS = 101;

    private static final Http1Config LIMITS =
            Http1Config.custom()
                    .setBufferSize(BUFFER)
                    .setMaxLineLength(BUFFER)
                    .setMaxHeaderCount(100)
                    .setMaxEmptyLineCount(5)
                    .build();

    private HttpWire() {}

    static void send(Wire wire, String host, String path, Ask ask, boolean upgrade)
            throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(ask.method()).append(' ').append(path).append(" HTTP/1.1\r\n");
        header(head, "Host", host);
        header(head, "User-Agent", "mullion");
        header(head, "Connection", upgrade ? "Upgrade" : "close");
        if (upgrade) {
            header(head, "Upgrade", "tcp");
        }
        ask.headers().forEach((name, value) -> header(head, name, value));
        String json = ask.json();
        byte[] body = json == null ? new byte[0] : json.getBytes(UTF_8);
        if (json != null) {
            header(head, "Content-Type", "application/json");
        }
        if (!ask.method().equals("GET")) {
            header(head, "Content-Length", Integer.toString(body.length));
        }
        head.append("\r\n");
        byte[] start = head.toString().getBytes(US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        OutputStream out = wire.out();
        out.write(whole);
        out.flush();
    }

    private static void header(StringBuilder head, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("The header " + name + " can't be sent");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    static Answer receive(Call call, Wire wire) throws IOException, HttpException {
        InputStream in = wire.in();
        SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER, BUFFER);
        DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
        for (int interim = 0; interim <= MOST_INTERIM_ANSWERS; interim++) {
            ClassicHttpResponse head = parser.parse(buffer, in);
            if (head == null) {
                throw new IOException("the host closed the connection without an answer");
            }
            int status = head.getCode();
            if (status >= 200 || status == SWITCHING_PROTOCOLS) {
                return new Answer(call, wire, head, body(head, buffer, in));
            }
        }
        throw new ProtocolException("one interim answer after the other");
    }

    private static InputStream body(
            ClassicHttpResponse head, SessionInputBufferImpl buffer, InputStream in)
            throws HttpException {
        int status = head.getCode();
        if (status == SWITCHING_PROTOCOLS) {
            return new IdentityInputStream(buffer, in);
        }
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        if (head.getFirstHeader("Content-Encoding") != null) {
            throw new ProtocolException("a compressed answer that wasn't asked for");
        }
        long length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedInputStream(buffer, in, LIMITS);
        }
        return length >= 0
                ? new ContentLengthInputStream(buffer, in, length)
                : new IdentityInputStream(buffer, in);
    }
}
