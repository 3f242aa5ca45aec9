package dev.mullion.backend.testing;

import dev.mullion.backend.BackendConfiguration;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.SecurityConfiguration;
import dev.mullion.security.account.Accounts;
import dev.mullion.security.account.PeopleService;
import dev.mullion.security.account.SetupService;
import dev.mullion.security.token.TokenService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The portal without its pages, on a port of its own on loopback, set up and with a token to call
 * it.
 */
public final class TestServer implements AutoCloseable {

    private static final String PASSWORD = "only for a test of the backend";

    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final Caller administrator;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestServer(
            ConfigurableApplicationContext context,
            Path folder,
            Caller administrator,
            String token) {
        this.context = context;
        this.folder = folder;
        this.administrator = administrator;
        this.token = token;
    }

    public static TestServer start(TestDatabase database, String... properties) {
        try {
            var folder = Files.createTempDirectory("mullion-server-");
            var context =
                    new SpringApplicationBuilder(Parts.class)
                            .properties(
                                    "server.port=0",
                                    "server.address=127.0.0.1",
                                    "spring.threads.virtual.enabled=true",
                                    "spring.main.banner-mode=off",
                                    "spring.datasource.url=" + database.url(),
                                    "spring.datasource.username=" + database.username(),
                                    "spring.datasource.password=" + database.password(),
                                    "mullion.data-dir=" + folder)
                            .properties(properties)
                            .run();
            var secret = Files.readString(folder.resolve("setup-secret")).strip();
            context.getBean(SetupService.class).createAdministrator(secret, "ada", PASSWORD);
            var account = context.getBean(Accounts.class).findByUsernameKey("ada").orElseThrow();
            var ada = new Caller(account.id(), "ada", Door.PAGE, "127.0.0.1");
            var token =
                    context.getBean(Callers.class)
                            .runAs(
                                    ada,
                                    () ->
                                            context.getBean(TokenService.class)
                                                    .create("test", Duration.ofDays(1)));
            return new TestServer(context, folder, ada, token.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({SecurityConfiguration.class, BackendConfiguration.class})
    static class Parts {}

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** A bean among several of its type. */
    public <T> T get(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Calls a service in the administrator's name. */
    public <T, X extends Exception> T asAdministrator(Callers.Work<T, X> work) throws X {
        return context.getBean(Callers.class).runAs(administrator, work);
    }

    /** Makes an account for somebody, who may do nothing yet, and a token to call with. */
    public Member join(String name) {
        var person =
                asAdministrator(() -> context.getBean(PeopleService.class).create(name, PASSWORD));
        var caller = new Caller(person.id(), name, Door.PAGE, "127.0.0.1");
        var token =
                context.getBean(Callers.class)
                        .runAs(
                                caller,
                                () ->
                                        context.getBean(TokenService.class)
                                                .create("test", Duration.ofDays(1)));
        return new Member(person.id(), name, token.text());
    }

    /** Somebody beside the administrator. */
    public record Member(UUID id, String name, String token) {}

    /** Sends a request in a member's name. */
    public Answer sendAs(Member member, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        var publisher =
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + member.token())
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build());
    }

    public URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:"
                        + context.getEnvironment().getRequiredProperty("local.server.port")
                        + path);
    }

    /** A request with the administrator's token. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    /** An answer whose body was read as JSON, where it is any. */
    public record Answer(HttpResponse<String> http, JsonNode json) {

        public int status() {
            return http.statusCode();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    public Answer send(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        var publisher =
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build());
    }

    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        boolean json =
                answer.headers().firstValue("Content-Type").orElse("").contains("json")
                        && !answer.body().isEmpty();
        return new Answer(answer, JsonMapper.shared().readTree(json ? answer.body() : "null"));
    }

    @Override
    public void close() {
        context.close();
        H2File.deleteRecursively(folder);
    }
}
