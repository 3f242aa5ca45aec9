package dev.mullion.tests.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the portal's REST API as a script of a person with a token would. */
public final class PortalApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI portal;
    private final @Nullable String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private PortalApi(URI portal, @Nullable String token) {
        this.portal = portal;
        this.token = token;
    }

    /** Speaks as the owner of a token. */
    public static PortalApi withToken(URI portal, String token) {
        return new PortalApi(portal, token);
    }

    /** Speaks as nobody in particular. */
    public static PortalApi anonymous(URI portal) {
        return new PortalApi(portal, null);
    }

    /** Asks for a path below /api/v1, which may carry a query. */
    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** Posts a body (maps, lists, texts and numbers) to a path below /api/v1. */
    public Answer post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    /** Posts nothing. */
    public Answer post(String path) {
        return send("POST", path, null);
    }

    /** Replaces what is at a path below /api/v1. */
    public Answer put(String path, Map<String, ?> body) {
        return send("PUT", path, body);
    }

    /** Changes a part of what is at a path below /api/v1. */
    public Answer patch(String path, Map<String, ?> body) {
        return send("PATCH", path, body);
    }

    /** Removes what is at a path below /api/v1. */
    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    private Answer send(String method, String path, @Nullable Map<String, ?> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(portal.resolve("/api/v1" + path)).timeout(LIMIT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(method + " " + path, response.statusCode(), type, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The portal gave no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for " + path, e);
        }
    }

    /**
     * What came back.
     *
     * @param asked method and path
     * @param status the HTTP status
     * @param type the content type, empty if there is none
     * @param body the text of it
     */
    public record Answer(String asked, int status, String type, String body) {

        /** The body of a call that must have worked. */
        public JsonNode json() {
            assertThat(status).as("%s: %s", asked, body).isBetween(200, 299);
            return JSON.readTree(body);
        }

        /** Asserts that it worked. */
        public Answer ok() {
            assertThat(status).as("%s: %s", asked, body).isBetween(200, 299);
            return this;
        }

        /** The problem details (RFC 9457) of a call that must have failed with this status. */
        public JsonNode problem(int expected) {
            assertThat(status).as("%s: %s", asked, body).isEqualTo(expected);
            assertThat(type).as("%s: %s", asked, body).startsWith("application/problem+json");
            return JSON.readTree(body);
        }
    }
}
