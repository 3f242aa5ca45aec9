package dev.mullion.docker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.PullProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a host answers, a call ends, in time and memory, with an exception that says why. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileHostTest {

    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = JSON + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String LOG =
            "HTTP/1.1 200 OK\r\nContent-Type: "
                    + LogFrames.MULTIPLEXED
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final ClientSettings SETTINGS =
            ClientSettings.defaults()
                    .withTimeouts(
                            Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(500))
                    .withLimits(100_000, 10_000);

    /** A chunk with a frame of output; of fewer than 100 characters. */
    private static String frame(String output) {
        String frame = "\u0001\0\0\0\0\0\0" + (char) output.length() + output;
        return Integer.toHexString(frame.length()) + "\r\n" + frame + "\r\n";
    }

    private static DockerClient client(ScriptedHost host) {
        return DockerClient.open(host.address(), SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"Id\":\"",
                "[",
                "{\"a\":1}",
                "[]]",
                "[] trailing",
                "null",
                "",
                "[{\"Id\":\"short\"}]",
                "[{}]",
                "[{\"Id\":{\"deep\":1}}]",
                "<html>",
            })
    void bodyThatIsNoListOfContainersIsMalformed(String body) throws Exception {
        try (ScriptedHost host = ScriptedHost.onTcp(c -> c.json(body));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(() -> client.containers().list(ContainerFilter.everything()))
                    .withMessageStartingWith(
                            "Could not list containers on " + host.address() + ": the answer");
        }
    }

    @Test
    void hugeNestingIsMalformedAndNoStackOverflow() throws Exception {
        String deep = "[".repeat(40_000);
        try (ScriptedHost host = ScriptedHost.onTcp(c -> c.json(deep));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(() -> client.containers().list(ContainerFilter.everything()));
        }
    }

    @Test
    void bodyBeyondTheLimitIsMalformed() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(JSON + "\r\n[");
                            while (true) {
                                c.say(" ".repeat(8192));
                            }
                        });
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(() -> client.containers().list(ContainerFilter.everything()))
                    .withMessageContaining("longer than 100000 bytes");
            assertThat(host.clientGone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void bodyThatTricklesForEverTimesOut() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(CHUNKED);
                            while (true) {
                                c.say("1\r\n[\r\n");
                                Thread.onSpinWait();
                            }
                        });
                DockerClient client =
                        DockerClient.open(
                                host.address(), SETTINGS.withLimits(Integer.MAX_VALUE - 8, 10))) {
            assertThatExceptionOfType(EngineTimeoutException.class)
                    .isThrownBy(() -> client.containers().list(ContainerFilter.everything()))
                    .withMessageEndingWith("no complete answer within 0.5 s");
        }
    }

    @Test
    void silenceOnTcpTimesOut() throws Exception {
        try (ScriptedHost host = ScriptedHost.onTcp(ScriptedHost.Connection::awaitEnd);
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineTimeoutException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("no complete answer within 0.5 s");
        }
    }

    @Test
    void silenceOnAUnixSocketTimesOut(@TempDir Path folder) throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onUnixSocket(folder, ScriptedHost.Connection::awaitEnd);
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineTimeoutException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("no complete answer within 0.5 s");
        }
    }

    @Test
    void silenceBeforeAStreamBeginsTimesOut(@TempDir Path folder) throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onUnixSocket(folder, ScriptedHost.Connection::awaitEnd);
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineTimeoutException.class)
                    .isThrownBy(() -> client.events(EventQuery.fromNow()));
        }
    }

    @Test
    void webServerIsNotTakenForAnEngine() throws Exception {
        String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>hello</html>";
        try (ScriptedHost host = ScriptedHost.onTcp("", c -> c.say(page));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(client::ping)
                    .withMessageContaining("is there a Docker Engine at this address?");
        }
        try (ScriptedHost host = ScriptedHost.onTcp(c -> c.say(page));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("text/html");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002P\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked, x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nxx",
                "HTTP/1.1 301 Moved\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n",
            })
    void answerThatIsNoProperHttpIsMalformed(String answer) throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(answer);
                            c.awaitEnd();
                        });
                DockerClient client = client(host)) {
            assertThatThrownBy(client::info)
                    .isInstanceOfAny(MalformedAnswerException.class)
                    .hasMessageStartingWith("Could not read facts of the host on tcp://127.0.0.1:");
        }
    }

    @Test
    void floodOfInterimAnswersIsMalformed() throws Exception {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10);
        try (ScriptedHost host = ScriptedHost.onTcp(c -> c.say(interim));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(client::info);
        }
    }

    @Test
    void floodOfHeadersIsMalformed() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say("HTTP/1.1 200 OK\r\n");
                            while (true) {
                                c.say("X-Flood: " + "x".repeat(1000) + "\r\n");
                            }
                        });
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("header count");
        }
    }

    @Test
    void endlessHeaderLineIsMalformed() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say("HTTP/1.1 200 OK\r\nX-Endless: ");
                            while (true) {
                                c.say("x".repeat(1000));
                            }
                        });
                DockerClient client = client(host)) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("line length");
        }
    }

    @Test
    void connectionThatBreaksIsUnreachable() throws Exception {
        try (ScriptedHost host = ScriptedHost.onTcp(c -> {});
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineUnreachableException.class).isThrownBy(client::info);
        }
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> c.say(JSON + "Content-Length: 100\r\n\r\n{"));
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineUnreachableException.class).isThrownBy(client::info);
        }
    }

    @Test
    void nobodyAtTheAddressIsUnreachable(@TempDir Path folder) throws Exception {
        try (DockerClient client =
                DockerClient.open(new HostAddress.UnixSocket(folder.resolve("none")), SETTINGS)) {
            assertThatExceptionOfType(EngineUnreachableException.class)
                    .isThrownBy(client::ping)
                    .withMessageContaining("No such file");
        }
        ScriptedHost gone = ScriptedHost.onTcp(c -> {});
        gone.close();
        try (DockerClient client = client(gone)) {
            assertThatExceptionOfType(EngineUnreachableException.class)
                    .isThrownBy(client::ping)
                    .withMessageContaining("refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\n", "fffffffffffffffff\r\n", "5\r\nhelloXX\r\n"})
    void garbageChunkSizeIsMalformed(String chunk) throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(CHUNKED + chunk);
                            c.awaitEnd();
                        });
                DockerClient client = client(host);
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(events::hasNext)
                    .withMessageContaining("proper HTTP");
        }
    }

    @Test
    void streamThatBreaksOffIsUnreachableAndWhatCameBeforeIsThere() throws Exception {
        String event = "{\"Type\":\"container\",\"Action\":\"start\"}\n";
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c ->
                                c.say(
                                        CHUNKED
                                                + "%x\r\n%s\r\nff\r\n{\"Ty"
                                                        .formatted(event.length(), event)));
                DockerClient client = client(host);
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            assertThat(events.next().action()).isEqualTo("start");
            assertThatExceptionOfType(EngineUnreachableException.class).isThrownBy(events::hasNext);
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void streamThatEndsProperlyJustEnds() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c ->
                                c.say(
                                        CHUNKED
                                                + "14\r\n{\"Action\":\"die\"}\r\n\r\n\r\n0\r\n\r\n"));
                DockerClient client = client(host);
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            assertThat(events.next().action()).isEqualTo("die");
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void endlessLineInAStreamIsMalformed() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(JSON + "\r\n{\"Action\":\"");
                            while (true) {
                                c.say("x".repeat(4096));
                            }
                        });
                DockerClient client = client(host);
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            assertThatExceptionOfType(MalformedAnswerException.class)
                    .isThrownBy(events::hasNext)
                    .withMessageContaining("longer than 10000 bytes");
        }
    }

    @Test
    void garbageInAStreamIsMalformed() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> c.say(JSON + "\r\n{\"Action\":\"a\"}\n{oops\n"));
                DockerClient client = client(host);
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            assertThat(events.next().action()).isEqualTo("a");
            assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(events::hasNext);
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void errorInThePullStreamIsARefusalInTheEnginesWords() throws Exception {
        String lines =
                "{\"status\":\"Pulling\",\"id\":\"1\"}\r\n{\"errorDetail\":{\"message\":\"no space"
                        + " left\\u001b[31m\\non device\"},\"error\":\"no space left on device\"}\r\n";
        try (ScriptedHost host = ScriptedHost.onTcp(c -> c.say(JSON + "\r\n" + lines));
                DockerClient client = client(host);
                DockerStream<PullProgress> pull =
                        client.images().pull(ImageReference.of("nginx"), null, null)) {
            assertThat(pull.next()).isEqualTo(new PullProgress("1", "Pulling", null));
            assertThatExceptionOfType(EngineRefusedException.class)
                    .isThrownBy(pull::hasNext)
                    .satisfies(e -> {
                        assertThat(e.status()).isEqualTo(500);
                        assertThat(e.engineMessage())
                                .isEqualTo("no space left\uFFFD[31m on device");
                        assertThat(e).hasMessageStartingWith("Could not pull nginx:latest");
                    });
        }
    }

    @Test
    void pullThatFallsSilentTimesOut() throws Exception {
        String line = "{\"status\":\"Pulling\",\"id\":\"1\"}\r\n";
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            try {
                                c.say(JSON + "\r\n" + line);
                                c.awaitEnd();
                            } finally {
                                ended.countDown();
                            }
                        });
                DockerClient client = client(host);
                DockerStream<PullProgress> pull =
                        client.images()
                                .pull(
                                        ImageReference.of("nginx"),
                                        null,
                                        null,
                                        Duration.ofMillis(200))) {
            assertThat(pull.next().id()).isEqualTo("1");
            assertThatExceptionOfType(EngineTimeoutException.class)
                    .isThrownBy(pull::hasNext)
                    .withMessageContaining("nothing more came within 0.2 s");
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void followedLogThatFallsSilentTimesOutOnlyIfItWasToldTo() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(LOG);
                            if (c.request().contains("tail=1")) {
                                c.awaitEnd();
                            }
                            late.await();
                            c.say(frame("late\n") + "0\r\n\r\n");
                        });
                DockerClient client = client(host)) {
            LogQuery query = LogQuery.everything().following();
            try (var patient = client.containers().logs("web", query);
                    var hurried =
                            client.containers()
                                    .logs(
                                            "web",
                                            LogQuery.last(1)
                                                    .following()
                                                    .givingUpAfter(Duration.ofMillis(200)))) {
                assertThatExceptionOfType(EngineTimeoutException.class)
                        .isThrownBy(hurried::hasNext);
                late.countDown();
                assertThat(patient.next().text()).isEqualTo("late\n");
            }
        }
    }

    @Test
    void logThatIsNotFollowedMayNotStopInTheMiddle() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say(LOG + frame("early\n"));
                            c.awaitEnd();
                        });
                DockerClient client = client(host);
                var log = client.containers().logs("web", LogQuery.everything())) {
            assertThat(log.next().text()).isEqualTo("early\n");
            assertThatExceptionOfType(EngineTimeoutException.class).isThrownBy(log::hasNext);
        }
    }

    @Test
    void refusalsCarryTheEnginesWords() throws Exception {
        record Refusal(int status, Class<? extends EngineRefusedException> type) {}
        for (Refusal one :
                List.of(
                        new Refusal(400, EngineRefusedException.class),
                        new Refusal(404, NoSuchObjectException.class),
                        new Refusal(409, ConflictException.class),
                        new Refusal(500, EngineRefusedException.class))) {
            String body = "{\"message\":\"the engine's own words\"}";
            try (ScriptedHost host =
                            ScriptedHost.onTcp(c ->
                                    c.say(
                                            "HTTP/1.1 "
                                                    + one.status
                                                    + " No\r\nContent-Type: application/json\r\n\r\n"
                                                    + body));
                    DockerClient client = client(host)) {
                assertThatThrownBy(() -> client.containers().start("web"))
                        .isExactlyInstanceOf(one.type)
                        .hasMessage(
                                "Could not start container web on "
                                        + host.address()
                                        + ": the engine's own words");
            }
        }
    }

    @Test
    void endlessRefusalIsCut() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c -> {
                            c.say("HTTP/1.1 502 Bad Gateway\r\n\r\n");
                            while (true) {
                                c.say("\u001b]0;owned\u0007 no".repeat(100));
                            }
                        });
                DockerClient client = client(host)) {
            assertThatExceptionOfType(EngineRefusedException.class)
                    .isThrownBy(client::info)
                    .satisfies(e -> {
                        assertThat(e.engineMessage()).hasSizeBetween(1000, 2100);
                        assertThat(e.engineMessage()).doesNotContain("\u001b", "\u0007");
                    });
        }
    }

    @Test
    void plain404IsNotTakenForAMissingObject() throws Exception {
        try (ScriptedHost host =
                        ScriptedHost.onTcp(c ->
                                c.say(
                                        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n404"
                                                + " page not found"));
                DockerClient client = client(host)) {
            assertThatThrownBy(() -> client.containers().inspect("web"))
                    .isExactlyInstanceOf(EngineRefusedException.class);
        }
    }
}
