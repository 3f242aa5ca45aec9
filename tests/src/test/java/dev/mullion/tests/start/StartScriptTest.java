package dev.mullion.tests.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import dev.mullion.docker.testing.TestDockerEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartScriptTest {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration SHORT_AND_START = Duration.ofMinutes(3);
    private static final Duration WITH_BUILD = Duration.ofMinutes(8);

    private final StartScript script = StartScript.ofThisCheckout();

    @TempDir Path scratch;

    @Test
    void wrongArgumentsAreRefusedWithTheUsageExitCode() throws Exception {
        assertThat(run().exitCode()).isEqualTo(64);
        assertThat(run("dance").exitCode()).isEqualTo(64);
        assertThat(run("up", "--port", "65536").output()).contains("1 to 65535");
        assertThat(run("up", "--colour").exitCode()).isEqualTo(64);
        assertThat(run("test", "NoSuchTest").exitCode()).isEqualTo(64);
        assertThat(run("--help").exitCode()).isZero();
    }

    @Test
    void aStoppedPortalSaysSo() throws Exception {
        String data = scratch.resolve("data").toString();

        assertThat(run("status", "--data", data).exitCode()).isEqualTo(3);
        assertThat(run("logs", "--data", data).exitCode()).isEqualTo(3);
        assertThat(run("down", "--data", data).exitCode()).isZero();
    }

    @Test
    void aTakenPortIsNamedAndNothingIsStarted() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            var refused = run("up", "--port", port, "--data", scratch.resolve("data").toString());

            assertThat(refused.exitCode()).isEqualTo(73);
            assertThat(refused.output()).contains(port, "--port");
        }
    }

    @Test
    void aCloneInAFolderWithSpacesIsBuiltStartedFoundRunningAndStopped() throws Exception {
        var clone = script.copyTo(scratch.resolve("a folder with spaces"));
        Path data = scratch.resolve("its data");
        String port = String.valueOf(freePort());
        try (var engine = TestDockerEngine.start()) {
            Map<String, String> environment = Map.of("DOCKER_HOST", engine.address());
            try {
                var up =
                        clone.run(
                                environment,
                                WITH_BUILD,
                                "up",
                                "--detach",
                                "--port",
                                port,
                                "--data",
                                data.toString());

                assertThat(up.exitCode()).as(up.output()).isZero();
                assertThat(up.output())
                        .contains("http://localhost:" + port)
                        .contains(Files.readString(data.resolve("setup-secret")).strip());
                assertThat(pageOf(port)).containsIgnoringCase("mullion");

                var again =
                        clone.run(
                                environment,
                                SHORT,
                                "up",
                                "--detach",
                                "--port",
                                port,
                                "--data",
                                data.toString());
                assertThat(again.exitCode()).as(again.output()).isZero();
                assertThat(again.output()).contains("already running", "http://localhost:" + port);

                var status = clone.run(environment, SHORT, "status", "--data", data.toString());
                assertThat(status.exitCode()).isZero();
                assertThat(status.output()).contains("running", port, engine.address());
            } finally {
                var down = clone.run(environment, SHORT, "down", "--data", data.toString());
                assertThat(down.exitCode()).isZero();
            }
            assertThat(engine.docker("version", "--format", "{{.Server.Os}}"))
                    .as("an engine that was there before is left running")
                    .contains("linux");
            interruptStopsWhatUpStarted(clone, environment, data);
        }
        aMachineWithoutDockerRunsMullionsOwnEngine(clone, data);
    }

    /** On a machine of its own: the engine makes a network there. */
    private void aMachineWithoutDockerRunsMullionsOwnEngine(StartScript clone, Path built)
            throws Exception {
        String port = String.valueOf(freePort());
        String data = Files.createDirectory(scratch.resolve("other data")).toString();
        for (String program : List.of("app", "engine-app")) {
            execute("cp", "-a", built.resolve(program).toString(), data);
        }
        try (Sandbox machine = Sandbox.open(1 << 20)) {
            StartScript script = clone.on(machine);
            String[] up = {"up", "--detach", "--port", port, "--data", data};
            var first = script.run(Map.of(), SHORT_AND_START, up);
            assertThat(first.exitCode()).as(first.output()).isZero();
            var status = script.run(Map.of(), SHORT, "status", "--data", data);
            String host = status.output().lines().skip(1).findFirst().orElse("");
            assertThat(host).startsWith("host      unix://");
            String address = host.substring("host      ".length());

            execute(
                    Programs.find("docker"),
                    "--host=" + address,
                    "run",
                    "--detach",
                    "--name=sleeper",
                    "mullion/starter",
                    "sleep",
                    "600");
            script.run(Map.of(), SHORT, "down", "--data", data);
            var second = script.run(Map.of(), SHORT_AND_START, up);
            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(execute(Programs.find("docker"), "--host=" + address, "ps"))
                    .as("containers run on while Mullion is down, and are found again")
                    .contains("sleeper");
            script.run(Map.of(), SHORT, "down", "--data", data);
        }
    }

    private static String execute(String... command) {
        return Programs.run(Map.of(), List.of(command), SHORT);
    }

    /** The second start needs no build; a Ctrl-C reaches the script as SIGINT. */
    private void interruptStopsWhatUpStarted(
            StartScript clone, Map<String, String> environment, Path data) throws Exception {
        String port = String.valueOf(freePort());
        Path output = scratch.resolve("up.log");
        Process up =
                clone.start(environment, output, "up", "--port", port, "--data", data.toString());
        try {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> Files.readString(output).contains("Ctrl-C stops it"));
            assertThat(Files.readString(output)).doesNotContain("Building");
            long portal = Long.parseLong(Files.readString(data.resolve("portal.pid")).strip());
            new ProcessBuilder("kill", "-TERM", String.valueOf(up.pid())).start().waitFor();

            assertThat(up.waitFor()).isZero();
            assertThat(ProcessHandle.of(portal).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(data.resolve("portal.pid")).doesNotExist();
        } finally {
            clone.run(environment, SHORT, "down", "--data", data.toString());
        }
    }

    private StartScript.Outcome run(String... arguments) throws Exception {
        return script.run(Map.of(), SHORT, arguments);
    }

    private static String pageOf(String port) throws IOException, InterruptedException {
        try (var client =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
