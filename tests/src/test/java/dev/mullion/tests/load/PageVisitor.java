package dev.mullion.tests.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person who looks at a page with a grid, without the browser: sends the requests that the page's
 * own script sends (sign-in form, start of the page, navigation, scrolling) and times the answers.
 * Each has a session of its own, as people have.
 */
final class PageVisitor {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" content=\"([^\"]+)\"");

    private final URI portal;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private String page = "";
    private String key = "";
    private int ui;
    private int messages;
    private int syncId;
    private int grid;

    PageVisitor(URI portal) {
        this.portal = portal;
    }

    /** Signs in by the form of the sign-in page. */
    void signIn(String name, String password) {
        Matcher csrf = CSRF.matcher(body(get("/login")));
        if (!csrf.find()) {
            throw new IllegalStateException("The sign-in page carries no CSRF token");
        }
        String form =
                "username=%s&password=%s&_csrf=%s"
                        .formatted(encode(name), encode(password), encode(csrf.group(1)));
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(portal.resolve("/login"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)));
        String next = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 302 || next.contains("/login")) {
            throw new IllegalStateException(
                    "Signing in gave %d, %s".formatted(answer.statusCode(), next));
        }
    }

    /**
     * Opens a page with one grid, from its address to its first rows.
     *
     * @return the server's time for what the page asks of it until the rows are there
     */
    Timed open(String route) {
        page = route;
        messages = 0;
        long start = System.nanoTime();
        body(get("/" + route));
        String first = body(get("/?v-r=init&location=" + encode(route) + "&query="));
        JsonNode configuration = JSON.readTree(first).path("appConfig");
        ui = configuration.path("v-uiId").asInt();
        JsonNode begin = configuration.path("uidl");
        syncId = begin.path("syncId").asInt();
        key = begin.path("Vaadin-Security-Key").asString();
        String shown =
                call(
                        Map.of(
                                "type",
                                "event",
                                "node",
                                1,
                                "event",
                                "ui-navigate",
                                "data",
                                Map.of(
                                        "route", route,
                                        "query", "",
                                        "appShellTitle", "Mullion",
                                        "historyState", "",
                                        "trigger", "")));
        long end = System.nanoTime();
        grid = nodeOf("vaadin-grid", JSON.readTree(shown));
        return new Timed(Duration.ofNanos(end - start), shown);
    }

    /** Scrolls the grid so that 50 rows from this one on come into view. */
    Timed scrollTo(int row) {
        long start = System.nanoTime();
        String shown =
                call(
                        Map.of(
                                "type",
                                "publishedEventHandler",
                                "node",
                                grid,
                                "templateEventMethodName",
                                "setViewportRange",
                                "templateEventMethodArgs",
                                List.of(row, 50),
                                "promise",
                                -1));
        return new Timed(Duration.ofNanos(System.nanoTime() - start), shown);
    }

    private String call(Map<String, ?> event) {
        Map<String, ?> message =
                Map.of(
                        "csrfToken",
                        key,
                        "rpc",
                        List.of(event),
                        "syncId",
                        syncId,
                        "clientId",
                        messages++);
        String answer =
                body(
                        send(
                                HttpRequest.newBuilder(portal.resolve("/?v-r=uidl&v-uiId=" + ui))
                                        .header("Content-Type", "application/json; charset=UTF-8")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        JSON.writeValueAsString(message)))));
        String json = answer.startsWith("for(;;);[") ? inner(answer) : answer;
        JsonNode tree = JSON.readTree(json);
        if (tree.has("meta") && tree.path("meta").has("appError")) {
            throw new IllegalStateException("The page %s failed: %s".formatted(page, json));
        }
        syncId = tree.path("syncId").asInt();
        return json;
    }

    private static String inner(String guarded) {
        return guarded.substring("for(;;);[".length(), guarded.length() - 1);
    }

    private static int nodeOf(String tag, JsonNode answer) {
        for (JsonNode change : answer.path("changes")) {
            if (change.path("key").asString().equals("tag")
                    && change.path("value").asString().equals(tag)) {
                return change.path("node").asInt();
            }
        }
        throw new IllegalStateException("The page shows no " + tag);
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(portal.resolve(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("The portal gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while visiting " + page, e);
        }
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "%s gave %d".formatted(response.uri(), response.statusCode()));
        }
        return response.body();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /**
     * An answer and how long it took.
     *
     * @param took from the request to the last byte
     * @param shown what the server told the page to show, as JSON
     */
    record Timed(Duration took, String shown) {}
}
