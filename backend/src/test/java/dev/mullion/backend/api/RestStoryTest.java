package dev.mullion.backend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.testing.PostgresCluster;
import dev.mullion.backend.testing.TestServer;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole story through REST, on a real engine, with everything remembered in PostgreSQL. */
class RestStoryTest {

    private static PostgresCluster cluster;
    private static TestDockerEngine engine;
    private static TestRegistry registry;
    private static TestServer server;

    @BeforeAll
    static void start() {
        cluster = PostgresCluster.start();
        engine = TestDockerEngine.start();
        registry = TestRegistry.start(engine);
        server =
                TestServer.start(
                        cluster.database(),
                        "mullion.api.longest-log-silence=2s",
                        "mullion.hosts.reconcile=1s",
                        "mullion.hosts.first-retry=100ms");
    }

    @AfterAll
    static void stop() {
        server.close();
        registry.close();
        engine.close();
        cluster.close();
    }

    private static TestServer.Answer send(int expected, String method, String path, String body)
            throws Exception {
        var answer = server.send(method, path, body.isEmpty() ? null : body);
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.http().body())
                .isEqualTo(expected);
        return answer;
    }

    @Test
    @Timeout(300)
    void aContainerIsBornReadAndRemoved() throws Exception {
        var reference = registry.publishBusybox("team/story:1");
        var host = addHost();
        pull(host, reference);

        var image =
                send(200, "GET", "/api/v1/images?host=" + host + "&text=story", "")
                        .json()
                        .at("/items/0");
        var imagePath = "/api/v1/images/" + image.path("key").asString();
        assertThat(send(200, "GET", imagePath, "").json().path("layers").size()).isPositive();

        var created =
                send(
                        201,
                        "POST",
                        "/api/v1/containers",
                        """
                        {"host":"%s","image":"%s","name":"story","isolation":"default",
                         "command":["sh","-c","echo out-$WHO; echo err >&2; exec sleep 600"],
                         "environment":{"WHO":"ada"},"restart":"on-failure","labels":{"a":"<b>"}}
                        """
                                .formatted(host, reference));
        var container = created.header("Location");
        assertThat(container).startsWith("/api/v1/containers/" + host + ".");

        var row = send(200, "GET", container, "").json();
        assertThat(row.path("name").asString()).isEqualTo("story");
        assertThat(row.path("status").asString()).isEqualTo("running");
        assertThat(row.at("/labels/a").asString()).isEqualTo("<b>");
        assertThat(
                        send(200, "GET", container + "/inspect", "")
                                .json()
                                .at("/HostConfig/RestartPolicy/Name")
                                .asString())
                .isEqualTo("on-failure");
        assertThat(
                        send(
                                        200,
                                        "GET",
                                        "/api/v1/containers?status=running&text=story&host=" + host,
                                        "")
                                .json()
                                .path("total")
                                .asInt())
                .isEqualTo(1);

        readLog(container);
        conflict(host, reference);

        send(204, "POST", container + "/rename", "{\"name\":\"tale\"}");
        send(204, "POST", container + "/pause", "");
        assertThat(send(200, "GET", container, "").json().path("status").asString())
                .isEqualTo("paused");
        send(204, "POST", container + "/unpause", "");
        send(204, "POST", container + "/restart?grace=0", "");
        send(204, "POST", container + "/stop?grace=0", "");
        assertThat(send(200, "GET", container, "").json().path("name").asString())
                .isEqualTo("tale");
        send(409, "DELETE", imagePath, "");
        send(204, "DELETE", container, "");
        send(404, "GET", container, "");
        send(404, "DELETE", container, "");

        send(204, "POST", imagePath + "/tag", "{\"reference\":\"tale:2\"}");
        send(204, "DELETE", "/api/v1/images?host=" + host + "&reference=tale:2", "");
        prune(host);
        send(404, "GET", imagePath, "");
        send(204, "DELETE", "/api/v1/hosts/" + host, "");
        send(404, "GET", "/api/v1/hosts/" + host, "");
    }

    private static String addHost() throws Exception {
        var added =
                send(
                        201,
                        "POST",
                        "/api/v1/hosts",
                        "{\"name\":\"one\",\"address\":\"" + engine.address() + "\"}");
        var path = added.header("Location");
        assertThat(added.json().path("address").asString()).isEqualTo(engine.address());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(send(200, "GET", path, "").json().path("state").asString())
                                .isEqualTo("ready"));
        send(200, "PATCH", path, "{\"name\":\"first\",\"labels\":{\"room\":\"7\"}}");
        assertThat(
                        send(200, "GET", "/api/v1/hosts?text=FIRST&sort=state&order=desc", "")
                                .json()
                                .at("/items/0/labels/room")
                                .asString())
                .isEqualTo("7");
        send(
                409,
                "POST",
                "/api/v1/hosts",
                "{\"name\":\"again\",\"address\":\"" + engine.address() + "\"}");
        return added.json().path("id").asString();
    }

    private static void pull(String host, String reference) throws Exception {
        var accepted =
                send(
                        202,
                        "POST",
                        "/api/v1/images/pull",
                        "{\"host\":\"" + host + "\",\"reference\":\"" + reference + "\"}");
        var activity = accepted.header("Location");
        assertThat(activity)
                .isEqualTo("/api/v1/activities/" + accepted.json().path("id").asString());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(send(200, "GET", activity, "").json().path("state").asString())
                                .isEqualTo("succeeded"));
        assertThat(send(200, "GET", activity, "").json().at("/progress/steps").size()).isPositive();
    }

    private static void readLog(String container) throws Exception {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(send(200, "GET", container + "/logs", "").http().body())
                                .contains("out-ada\n")
                                .contains("err\n"));
        // two lines, since the engine may keep the last of each output in either order
        var errors = send(200, "GET", container + "/logs?stdout=false&timestamps=true&tail=2", "");
        assertThat(errors.header("Content-Type")).startsWith("text/plain");
        assertThat(errors.http().body()).matches("\\d{4}-.*Z err\n");
        assertThat(
                        send(200, "GET", container + "/logs?since=2090-01-01T00:00:00Z", "")
                                .http()
                                .body())
                .isEmpty();
        send(422, "GET", container + "/logs?since=yesterday", "");
        send(422, "GET", container + "/logs?stdout=false&stderr=false", "");
        send(422, "GET", container + "/logs?tail=-3", "");

        try (var http = HttpClient.newHttpClient()) {
            var live =
                    http.send(
                            server.request(container + "/logs?follow=true&stderr=false").build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("out-ada");
                // it sleeps from here on: who may have gone is not waited on for ever
                assertThatExceptionOfType(IOException.class).isThrownBy(lines::readLine);
            }
            http.shutdownNow();
        }
    }

    private static void conflict(String host, String reference) throws Exception {
        var taken =
                send(
                        409,
                        "POST",
                        "/api/v1/containers",
                        "{\"host\":\"%s\",\"image\":\"%s\",\"name\":\"story\"}"
                                .formatted(host, reference));
        assertThat(taken.json().path("field").asString()).isEqualTo("name");
        send(
                422,
                "POST",
                "/api/v1/containers",
                "{\"host\":\"%s\",\"image\":\"%s\",\"isolation\":\"hyperv\"}"
                        .formatted(host, reference));
        send(422, "POST", "/api/v1/containers", "{\"host\":\"%s\"}".formatted(host));
    }

    private static void prune(String host) throws Exception {
        var preview =
                send(200, "GET", "/api/v1/images/prune?danglingOnly=false&host=" + host, "").json();
        assertThat(preview.path("images").size()).isEqualTo(1);
        var key = preview.at("/images/0/key").asString();
        var body =
                "{\"host\":\"%s\",\"danglingOnly\":false,\"images\":[\"%s\"]}".formatted(host, key);
        assertThat(send(200, "POST", "/api/v1/images/prune", body).json().path("images").size())
                .isEqualTo(1);
        send(409, "POST", "/api/v1/images/prune", body);
    }
}
