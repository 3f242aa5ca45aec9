package dev.mullion.security;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Somebody with a browser of their own: cookies, but nothing that follows redirects. */
public final class Visitor implements AutoCloseable {

    private final int port;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

    public Visitor(int port) {
        this.port = port;
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET().build());
    }

    public HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** Fills the sign-in form in and sends it, as a browser does. */
    public HttpResponse<String> signIn(String username, String password, String... headers)
            throws Exception {
        var token = get("/login").body();
        return form("/login", token, username, password, headers);
    }

    public HttpResponse<String> form(
            String path, String csrf, String username, String password, String... headers)
            throws Exception {
        var body =
                "_csrf=%s&username=%s&password=%s"
                        .formatted(encoded(csrf), encoded(username), encoded(password));
        var request = request(path, headers).POST(BodyPublishers.ofString(body));
        return send(request.header("Content-Type", "application/x-www-form-urlencoded").build());
    }

    public Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Where an answer leads, without the host. */
    public static String location(HttpResponse<String> answer) {
        var location = URI.create(answer.headers().firstValue("Location").orElse(""));
        return location.getQuery() == null
                ? location.getPath()
                : location.getPath() + "?" + location.getQuery();
    }

    @Override
    public void close() {
        client.close();
    }
}
