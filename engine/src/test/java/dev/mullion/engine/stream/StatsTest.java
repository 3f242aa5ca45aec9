package dev.mullion.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.testing.Await;
import dev.mullion.engine.testing.EngineTraces;
import dev.mullion.engine.testing.RunningCommand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What containers use and which processes they have, held against what the system says itself. */
class StatsTest {

    private static final String BOX = "box";
    private static final long MEGABYTE = 1 << 20;
    private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every architecture
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @AutoClose private static TestMullionEngine engine;
    @AutoClose private static DockerClient client;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        engine.importBusybox("busybox:1");
        client = DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());
    }

    @AfterEach
    void removeTheBox() {
        attempt("rm", "-f", BOX);
    }

    private static void run(String script, String... options) {
        List<String> command = new ArrayList<>(List.of("run", "-d", "--name", BOX));
        command.addAll(List.of(options));
        command.addAll(List.of("busybox:1", "sh", "-c", script));
        engine.docker(command.toArray(String[]::new));
    }

    @Test
    void processorTimeIsWhatTheSystemCounts() throws Exception {
        run("while :; do :; done");
        long before = processorTime();
        ContainerStats stats = once();
        long after = processorTime();
        assertThat(stats.cpuStats().cpuUsage().totalUsage())
                .isBetween(before - TICK_NANOS, after + 20 * TICK_NANOS);
        long used =
                stats.cpuStats().cpuUsage().totalUsage()
                        - stats.precpuStats().cpuUsage().totalUsage();
        long passed = Duration.between(stats.preread(), stats.read()).toNanos();
        // other work on the machine takes its part, but more than one processor it can't have
        assertThat((double) used / passed).isBetween(0.03, 1.1);
        assertThat(stats.cpuStats().onlineCpus())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(stats.cpuStats().systemCpuUsage())
                .isGreaterThan(stats.precpuStats().systemCpuUsage());
        assertThat(engine.docker("stats", "--no-stream", "--format", "{{.CPUPerc}}", BOX))
                .matches("\\d+\\.\\d\\d%")
                .isNotEqualTo("0.00%");
    }

    /** Nanoseconds of the container's first process. */
    private static long processorTime() throws IOException {
        String pid = engine.docker("inspect", "-f", "{{.State.Pid}}", BOX);
        String stat =
                Files.readString(
                        Path.of(
                                "/proc/%d/root/proc/%s/stat"
                                        .formatted(engine.daemon().pid(), pid)));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    }

    @Test
    void memoryProcessesAndLimitsAreThoseOfTheContainer() {
        run(
                "dd if=/dev/zero of=/dev/shm/ballast bs=1M count=40; sleep 1000 & sleep 1000 & wait",
                "--memory=128m",
                "--pids-limit=77");
        Await.until(
                () -> "40 MB and 3 processes, not " + once(),
                () -> {
                    ContainerStats stats = once();
                    return stats.memoryStats().usage() > 40 * MEGABYTE
                            && stats.pidsStats().current() == 3;
                });
        ContainerStats stats = once();
        assertThat(stats.memoryStats().usage()).isBetween(40 * MEGABYTE, 60 * MEGABYTE);
        assertThat(stats.memoryStats().limit()).isEqualTo(128 * MEGABYTE);
        assertThat(stats.pidsStats().limit()).isEqualTo(77);
        assertThat(
                        engine.docker(
                                "stats", "--no-stream", "--format", "{{.MemUsage}} {{.PIDs}}", BOX))
                .matches("4\\d(\\.\\d+)?MiB / 128MiB 3");
    }

    @Test
    void networkFiguresGrowWithTraffic() {
        run("sleep 1000");
        String gateway =
                engine.docker(
                        "inspect",
                        "-f",
                        "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}",
                        BOX);
        ContainerStats.Network before = network();
        engine.docker("exec", BOX, "ping", "-c", "30", "-i", "0.02", "-s", "1000", gateway);
        ContainerStats.Network after = network();
        // 30 packets of 1000 bytes with their heads, and little else
        assertThat(after.txBytes() - before.txBytes()).isBetween(31_000L, 40_000L);
        assertThat(after.rxBytes() - before.rxBytes()).isBetween(31_000L, 40_000L);
        assertThat(after.txPackets() - before.txPackets()).isBetween(30L, 60L);
    }

    private static ContainerStats.Network network() {
        return Objects.requireNonNull(once().networks().get("eth0"));
    }

    @Test
    void allWhoWatchGetTheSameFiguresUntilTheContainerIsGone() throws Exception {
        run("sleep 1000");
        List<Set<Instant>> seen = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        List<Thread> watchers = new ArrayList<>();
        for (Set<Instant> moments : seen) {
            watchers.add(Thread.ofVirtual().start(() -> watch(moments)));
        }
        Await.until("three figures each", () -> seen.stream().allMatch(all -> size(all) >= 3));
        engine.docker("rm", "-f", BOX);
        for (Thread watcher : watchers) {
            assertThat(watcher.join(Duration.ofSeconds(20))).isTrue();
        }
        Set<Instant> common = new HashSet<>(seen.getFirst());
        common.retainAll(seen.get(1));
        common.retainAll(seen.get(2));
        assertThat(common).hasSizeGreaterThanOrEqualTo(2);
    }

    private static int size(Set<Instant> moments) {
        synchronized (moments) {
            return moments.size();
        }
    }

    private static void watch(Set<Instant> moments) {
        try (DockerStream<ContainerStats> stats = client.containers().stats(BOX, true)) {
            stats.forEachRemaining(figures -> {
                Instant read = figures.read();
                if (read != null) {
                    synchronized (moments) {
                        moments.add(read);
                    }
                }
            });
        }
    }

    @Test
    void watchersThatVanishLeaveNothingBehind() {
        run("sleep 1000");
        once();
        EngineTraces before = EngineTraces.of(engine);
        for (int i = 0; i < 20; i++) {
            client.containers().stats(BOX, true).close();
        }
        Await.until(
                () -> before + " again, not " + EngineTraces.of(engine),
                () -> EngineTraces.of(engine).files() <= before.files());
    }

    @Test
    void theCommandShowsFiguresAgainAndAgain() throws Exception {
        run("sleep 1000");
        try (RunningCommand stats =
                RunningCommand.start(engine.cli("stats", "--format", "{{.Name}}={{.PIDs}}", BOX))) {
            Await.until(
                    () -> "three times in\n" + stats,
                    () -> stats.text().split(BOX + "=1", -1).length > 3);
        }
    }

    @Test
    void aStoppedContainerUsesNothing() {
        run("true");
        engine.docker("wait", BOX);
        ContainerStats stats = once();
        assertThat(stats.read()).isNull();
        assertThat(stats.name()).isEqualTo("/" + BOX);
        assertThat(stats.memoryStats().usage()).isZero();
        assertThat(stats.cpuStats().cpuUsage().totalUsage()).isZero();
        assertThat(stats.networks()).isEmpty();
        assertThat(engine.docker("stats", "--no-stream", "--format", "{{.CPUPerc}} {{.PIDs}}", BOX))
                .isEqualTo("0.00% 0");
    }

    @Test
    void processesAreThoseOfTheContainer() {
        run("sleep 4711 & wait");
        String pid = engine.docker("inspect", "-f", "{{.State.Pid}}", BOX);
        Await.until("both", () -> engine.docker("top", BOX).lines().count() == 3);
        List<String> usual = engine.docker("top", BOX).lines().toList();
        assertThat(usual.getFirst()).matches("UID +PID +PPID +C +STIME +TTY +TIME +CMD *");
        assertThat(usual.get(1)).contains(pid).contains("sh -c sleep 4711 & wait");
        assertThat(usual.get(2)).contains("sleep 4711");
        List<String> chosen = engine.docker("top", BOX, "-o", "pid,comm").lines().toList();
        assertThat(chosen.getFirst()).matches("PID +COMMAND *");
        assertThat(chosen.subList(1, chosen.size()))
                .extracting(line -> line.strip().split(" +", -1)[1])
                .containsExactlyInAnyOrder("sh", "sleep");
        assertThat(attempt("top", BOX, "-o", "comm").errors())
                .contains("Couldn't find PID field in ps output");
        assertThat(attempt("top", BOX, "-o", "comm=PID").errors()).contains("is not allowed");
        assertThat(attempt("top", BOX, "--nonsense").errors()).contains("ps: ");
        engine.docker("kill", BOX);
        assertThat(attempt("top", BOX).errors()).contains("is not running");
    }

    private static ContainerStats once() {
        try (DockerStream<ContainerStats> stats = client.containers().stats(BOX, false)) {
            return stats.next();
        }
    }

    private static Programs.Outcome attempt(String... arguments) {
        return Programs.attempt(Map.of(), engine.cli(arguments), LIMIT);
    }
}
