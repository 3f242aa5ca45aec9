package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request and its answer on the wire, in blocking calls. */
final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback done;
    private final Executor executor;
    private final ServerLimits limits;
    private final Gone gone = new Gone();
    private @Nullable InputStream body;
    private byte @Nullable [] bytes;
    private boolean upload;
    private boolean answered;
    private @Nullable Unfinished unfinished;

    Exchange(
            Request request,
            Response response,
            Callback done,
            Executor executor,
            ServerLimits limits) {
        this.request = request;
        this.response = response;
        this.done = done;
        this.executor = executor;
        this.limits = limits;
    }

    /** An answer that has begun: how to end it as if all had been said, and how to break it off. */
    private record Unfinished(End finish, Runnable breakOff) {}

    private interface End {
        void now() throws IOException;
    }

    String method() {
        return request.getMethod();
    }

    @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    Gone gone() {
        return gone;
    }

    boolean answered() {
        return answered;
    }

    void answerHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    String target() {
        return request.getHttpURI().getPathQuery();
    }

    Optional<JsonNode> json() throws IOException {
        return JsonBody.read(bytes(), header("Content-Type"));
    }

    /** The whole body, which has to be no larger than JSON may be. */
    byte[] bytes() throws IOException {
        byte[] known = bytes;
        if (known == null) {
            known = readBytes();
            bytes = known;
        }
        return known;
    }

    private byte[] readBytes() throws IOException {
        // the idle time begins anew with every byte, this one doesn't
        Scheduler.Task slow =
                request.getComponents()
                        .getScheduler()
                        .schedule(
                                () ->
                                        endPoint()
                                                .close(
                                                        new TimeoutException(
                                                                "the body took too long")),
                                limits.bodyTime().toMillis(),
                                TimeUnit.MILLISECONDS);
        try {
            byte[] read = body().readNBytes(limits.json() + 1);
            if (read.length > limits.json()) {
                throw EngineProblem.invalid(
                        "the request body is larger than the "
                                + limits.json()
                                + " bytes that are read");
            }
            return read;
        } finally {
            slow.cancel();
        }
    }

    InputStream upload() {
        upload = true;
        endPoint().setIdleTimeout(limits.uploadIdle().toMillis());
        return body();
    }

    private InputStream body() {
        InputStream known = body;
        if (known == null) {
            known = Content.Source.asInputStream(request);
            body = known;
        }
        return known;
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    void answer(int status, @Nullable String contentType, byte[] bytes) throws IOException {
        begin();
        response.setStatus(status);
        if (contentType != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        response.write(true, ByteBuffer.wrap(bytes), done);
    }

    OutputStream stream(String contentType) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        if (upload) {
            begin();
            BesideUpload out = new BesideUpload(response, done);
            unfinished = new Unfinished(out::close, out::breakOff);
            out.flush();
            return out;
        }
        boolean chunked = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
        if (chunked) {
            answerHeader("Transfer-Encoding", "chunked");
        }
        answerHeader("Connection", "close");
        RawConnection connection = takeOver("200 OK");
        ChunkedOutput out = new ChunkedOutput(connection, chunked, gone);
        unfinished = new Unfinished(out::close, out::breakOff);
        Thread.ofVirtual().name("watch-client").start(() -> connection.discardInput(gone));
        return out;
    }

    Hijacked hijack(String contentType) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        RawConnection connection;
        if ("tcp".equalsIgnoreCase(header("Upgrade"))) {
            answerHeader("Connection", "Upgrade");
            answerHeader("Upgrade", "tcp");
            connection = takeOver("101 UPGRADED");
        } else {
            connection = takeOver("200 OK");
        }
        Hijacked hijacked = new Hijacked(connection, gone);
        unfinished = new Unfinished(hijacked::close, hijacked::close);
        return hijacked;
    }

    /** Lets HTTP go of the connection and sends the head of the answer. */
    private RawConnection takeOver(String status) throws IOException {
        discardBody();
        begin();
        RawConnection connection = new RawConnection(endPoint(), executor);
        ByteBuffer head = head(status);
        request.addHttpStreamWrapper(Silent::new);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        done.succeeded();
        try {
            connection.awaitOpen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking over a connection", e);
        }
        connection.write(head);
        return connection;
    }

    /** Reads what is left of the body, which has to be small: it isn't wanted. */
    private void discardBody() throws IOException {
        if (body().readNBytes(limits.json()).length == limits.json()) {
            throw EngineProblem.invalid("the request body is too large");
        }
    }

    private ByteBuffer head(String status) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.getHeaders().forEach(field -> headers.put(field.getName(), field.getValue()));
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status).append("\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private void begin() {
        if (answered) {
            throw new IllegalStateException("This call has already been answered");
        }
        answered = true;
    }

    /** The endpoint has returned; whatever it left open ends. */
    void finish() throws IOException {
        if (unfinished != null) {
            unfinished.finish().now();
        } else if (!answered) {
            answer(200, null, new byte[0]);
        }
    }

    /** The endpoint failed; breaks off what it had begun. */
    void breakOff(Throwable cause) {
        if (unfinished != null) {
            unfinished.breakOff().run();
        } else {
            done.failed(cause);
        }
    }

    /** Sends nothing when HTTP wants to complete the answer: the head is written by hand. */
    private static final class Silent extends HttpStream.Wrapper {

        Silent(HttpStream wrapped) {
            super(wrapped);
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.@Nullable Response response,
                boolean last,
                @Nullable ByteBuffer content,
                Callback callback) {
            callback.succeeded();
        }
    }
}
