package dev.mullion.engine.http;

import dev.mullion.docker.api.EngineJson;
import dev.mullion.docker.client.ApiVersion;
import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request, and the way to answer it. To be used by the thread that answers. */
public final class Call {

    private static final Set<String> NO = Set.of("", "0", "no", "false", "none");

    private final ApiVersion version;
    private final Map<String, String> variables;
    private final Query query;
    private final Exchange exchange;
    private @Nullable JsonNode tree;
    private boolean read;

    Call(ApiVersion version, Map<String, String> variables, Query query, Exchange exchange) {
        this.version = version;
        this.variables = variables;
        this.query = query;
        this.exchange = exchange;
    }

    /** Returns the version of the API that the client speaks; the newest if it named none. */
    public ApiVersion version() {
        return version;
    }

    /** Returns the method, for example {@code GET}. */
    public String method() {
        return exchange.method();
    }

    /** Returns path and query as they came, undecoded, with the version. */
    public String target() {
        return exchange.target();
    }

    /**
     * Returns the request's body as it came; the JSON can be asked for afterwards, the stream
     * can't.
     *
     * @throws EngineProblem if it is larger than JSON may be
     */
    public byte[] bodyBytes() throws IOException {
        return exchange.bytes();
    }

    /**
     * Returns what a variable in the path stands for, decoded; never empty.
     *
     * @throws IllegalArgumentException if the route has no such variable
     */
    public String path(String variable) {
        String value = variables.get(variable);
        if (value == null) {
            throw new IllegalArgumentException("The route has no variable " + variable);
        }
        return value;
    }

    /** Returns a query parameter, decoded; the first if it is there several times. */
    public @Nullable String query(String name) {
        return query.first(name);
    }

    /** Returns a query parameter that may be there several times. */
    public List<String> queryAll(String name) {
        return query.all(name);
    }

    /**
     * Returns whether a query parameter says yes, as Docker reads it: "", 0, no, false, none don't.
     */
    public boolean flag(String name) {
        return flag(name, false);
    }

    /** Returns whether a query parameter says yes. */
    public boolean flag(String name, boolean absent) {
        String value = query.first(name);
        return value == null ? absent : !NO.contains(value.trim().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns a query parameter that is a number.
     *
     * @param absent if it isn't there or empty
     * @throws EngineProblem if it isn't a number
     */
    public int number(String name, int absent) {
        String value = query.first(name);
        if (value == null || value.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw EngineProblem.invalid("strconv.Atoi: parsing \"" + value + "\": invalid syntax");
        }
    }

    /**
     * Returns the query parameter {@code filters}.
     *
     * @throws EngineProblem if it can't be read
     */
    public Filters filters() {
        return Filters.of(query.first("filters"));
    }

    /** Returns a header of the request. */
    public @Nullable String header(String name) {
        return exchange.header(name);
    }

    /**
     * Returns the request's JSON.
     *
     * @throws EngineProblem if there is none or it can't be read
     */
    public <T> T body(Class<T> type) throws IOException {
        return JsonBody.as(tree(), type);
    }

    /**
     * Returns the request's JSON, if it has any.
     *
     * @throws EngineProblem if it can't be read
     */
    public <T> Optional<T> optionalBody(Class<T> type) throws IOException {
        return readTree().map(json -> JsonBody.as(json, type));
    }

    /**
     * Returns the request's JSON as it came.
     *
     * @throws EngineProblem if there is none or it can't be read
     */
    public JsonNode tree() throws IOException {
        return readTree()
                .orElseThrow(() ->
                        EngineProblem.invalid("invalid JSON: got EOF while reading request body"));
    }

    private Optional<JsonNode> readTree() throws IOException {
        if (!read) {
            tree = exchange.json().orElse(null);
            read = true;
        }
        return Optional.ofNullable(tree);
    }

    /** Returns the request's body as it comes; reading waits for the client. */
    public InputStream bodyStream() {
        return exchange.upload();
    }

    /** Sets a header of the answer; before it is answered. */
    public void answerHeader(String name, String value) {
        exchange.answerHeader(name, value);
    }

    /** Answers with JSON. */
    public void json(int status, Object value) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        EngineJson.mapper().writeValue(line, value);
        line.write('\n'); // as Go ends it
        exchange.answer(status, "application/json", line.toByteArray());
    }

    /** Answers with plain text. */
    public void text(int status, String text) throws IOException {
        exchange.answer(
                status,
                "text/plain; charset=utf-8",
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Answers without a body. */
    public void empty(int status) throws IOException {
        exchange.answer(status, null, new byte[0]);
    }

    /**
     * Answers 200 with a body that comes bit by bit. The headers go out now, and what is written
     * with each flush; writing blocks while the client doesn't read. There is no time limit. The
     * body is read to its end before, unless {@link #bodyStream} was asked for: then the two go
     * side by side, and {@link #whenGone} can only tell when writing fails.
     *
     * @return ends with the endpoint at the latest; if the endpoint throws, the client sees a body
     *     that breaks off
     * @throws IOException if the client has gone
     */
    public OutputStream stream(String contentType) throws IOException {
        return exchange.stream(contentType);
    }

    /**
     * Does something if the client of a {@link #stream} or {@link #hijack} goes before the end, on
     * any thread: within a second for a stream, also while nothing is written; for a hijacked
     * connection when reading or writing fails.
     */
    public void whenGone(Runnable action) {
        exchange.gone().then(action);
    }

    /**
     * Hands over the connection: with 101 to a client that asked for that, else with 200. The body
     * of the request is read before.
     *
     * @param multiplexed whether frames tell the streams apart; the content type says so to clients
     *     of 1.42 and newer
     * @return ends with the endpoint at the latest
     * @throws IOException if the client has gone
     */
    public Hijacked hijack(boolean multiplexed) throws IOException {
        boolean tell = multiplexed && version.atLeast(1, 42);
        return exchange.hijack(
                "application/vnd.docker." + (tell ? "multiplexed" : "raw") + "-stream");
    }
}
