package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** The answer to one request; its body is still on its way. */
final class Reply implements AutoCloseable {

    private final String asked;
    private final URI uri;
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Duration silence;

    Reply(
            String asked,
            URI uri,
            HttpUriRequestBase request,
            ClassicHttpResponse response,
            Duration silence) {
        this.asked = asked;
        this.uri = uri;
        this.request = request;
        this.response = response;
        this.silence = silence;
    }

    int status() {
        return response.getCode();
    }

    /** What was asked, to be shown. */
    String asked() {
        return asked;
    }

    /** Where the answer came from; not where was asked first, after a redirection. */
    URI uri() {
        return uri;
    }

    @Nullable String header(String name) {
        Header first = response.getFirstHeader(name);
        return first == null ? null : first.getValue();
    }

    List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name)).map(Header::getValue).toList();
    }

    /** The length that was promised; -1 if none was. */
    long length() {
        HttpEntity entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    InputStream body() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** Reads a small body to its end. */
    byte[] bytes(int most, Duration limit) throws RegistryException {
        long end = System.nanoTime() + limit.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try (InputStream in = body()) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                all.write(part, 0, count);
                if (all.size() > most) {
                    close();
                    throw new RegistryException(
                            Kind.WRONG,
                            asked + ": the answer is longer than the " + most + " bytes allowed");
                }
                if (System.nanoTime() > end) {
                    close();
                    throw new RegistryException(
                            Kind.BROKEN,
                            asked + ": no complete answer within " + seconds(limit) + " s");
                }
            }
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw broken(asked, e);
        }
        return all.toByteArray();
    }

    /** Lets go of the connection so that it can be used again, if the rest of the body is short. */
    void done() throws RegistryException {
        try (this) {
            bytes(64 << 10, silence);
        }
    }

    /** Says in our words how the connection broke. */
    RegistryException broken(String while_, IOException cause) {
        close();
        return broken(while_, cause, silence);
    }

    static RegistryException broken(String asked, IOException cause, Duration silence) {
        if (cause instanceof RegistryException said) {
            return said;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new RegistryException(Kind.CANCELLED, asked + ": cancelled", cause);
        }
        String how =
                cause instanceof SocketTimeoutException
                        ? "nothing came for " + seconds(silence) + " s"
                        : RegistryText.clean(RegistryText.words(cause));
        return new RegistryException(Kind.BROKEN, asked + ": " + how, cause);
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? Long.toString(time.toSeconds())
                : Double.toString(time.toMillis() / 1000.0);
    }

    @Override
    public void close() {
        // cancelling closes the connection under whoever reads; nothing happens after the last byte
        request.cancel();
    }
}
