package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mullion.docker.api.DockerJson;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.type.CollectionType;

/** An answer whose head was read; its body is still on the wire. */
final class Answer {

    private static final int LONGEST_ERROR = 64 << 10;

    private final Call call;
    private final Wire wire;
    private final ClassicHttpResponse head;
    private final InputStream body;

    Answer(Call call, Wire wire, ClassicHttpResponse head, InputStream body) {
        this.call = call;
        this.wire = wire;
        this.head = head;
        this.body = body;
    }

    Call call() {
        return call;
    }

    Wire wire() {
        return wire;
    }

    /** Never to be closed: HttpCore would read an endless body to its end. Close the call. */
    InputStream body() {
        return body;
    }

    int status() {
        return head.getCode();
    }

    Optional<String> header(String name) {
        Header first = head.getFirstHeader(name);
        return first == null || first.getValue() == null
                ? Optional.empty()
                : Optional.of(first.getValue());
    }

    /** Returns the content type in lower case without parameters; empty if there is none. */
    String contentType() {
        String value = header("Content-Type").orElse("");
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Reads the body as one document of a type. */
    <T> T document(Class<T> type, int mostBytes) {
        return parsed(mostBytes, bytes -> DockerJson.mapper().readValue(bytes, type));
    }

    /** Reads the body as a list of documents of a type. */
    <T> List<T> list(Class<T> type, int mostBytes) {
        CollectionType list =
                DockerJson.mapper().getTypeFactory().constructCollectionType(List.class, type);
        return parsed(mostBytes, bytes -> DockerJson.mapper().readValue(bytes, list));
    }

    private <T> T parsed(int mostBytes, Function<byte[], @Nullable T> parser) {
        requireType("application/json");
        byte[] bytes = call.attempt(() -> body.readNBytes(mostBytes + 1));
        call.close();
        if (bytes.length > mostBytes) {
            throw malformed("the answer is longer than " + mostBytes + " bytes");
        }
        try {
            T document = parser.apply(bytes);
            if (document == null) {
                throw malformed("the answer is null");
            }
            return document;
        } catch (JacksonException e) {
            throw new MalformedAnswerException(
                    call.asked(), "the answer can't be read: " + why(e), e);
        }
    }

    void requireType(String... types) {
        String type = contentType();
        for (String expected : types) {
            if (type.equals(expected)) {
                return;
            }
        }
        throw malformed(
                "the answer is "
                        + (type.isEmpty() ? "of no type" : EngineText.clean(type))
                        + ", not "
                        + String.join(" or ", types)
                        + "; is there a Docker Engine at this address?");
    }

    MalformedAnswerException malformed(String because) {
        call.close();
        return new MalformedAnswerException(call.asked(), because, null);
    }

    /** Reads the engine's own words out of a refusal. */
    EngineRefusedException refusal() {
        boolean json = contentType().equals("application/json");
        byte[] bytes = call.attempt(() -> body.readNBytes(LONGEST_ERROR));
        call.close();
        String text = json ? message(bytes) : EngineText.clean(new String(bytes, UTF_8));
        if (text.isEmpty()) {
            text = "the engine answered " + status() + " and didn't say why";
        }
        if (status() == 404 && json) {
            // without JSON it isn't the engine's handler that says 404 but whatever is before it
            return new NoSuchObjectException(call.asked(), text);
        }
        if (status() == 409) {
            return new ConflictException(call.asked(), text);
        }
        return new EngineRefusedException(call.asked(), status(), text);
    }

    private static String message(byte[] bytes) {
        try {
            return EngineText.clean(
                    DockerJson.mapper().readTree(bytes).path("message").asString(""));
        } catch (JacksonException e) {
            return EngineText.clean(new String(bytes, UTF_8));
        }
    }

    static String why(JacksonException e) {
        return EngineText.clean(e.getOriginalMessage());
    }
}
