package dev.mullion.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestEngine;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Prints how long everyday commands take with Mullion's engine, Docker Engine and Podman: in turns,
 * with medians and ratios of one run. Each keeps its data on a new ext4 of its own. The times are
 * printed and never judged: machines are shared. What is asserted is that all of them did the work.
 *
 * <p>The usual run is short; {@code ./mullion test --long} runs more rounds and the big image.
 */
class EngineRaceTest {

    private static final boolean LONG = Boolean.getBoolean("mullion.long");
    private static final int ROUNDS = LONG ? 15 : 4;
    private static final long DISK = 6L << 30;
    private static final String OURS = "mullion";
    private static final String IMAGE = "busybox:1";

    private static TestDockerEngine docker;
    private static TestMullionEngine mullion;
    private static TestRegistry dockersRegistry;
    private static TestRegistry mullionsRegistry;
    private static List<Contender> all;

    @BeforeAll
    static void lineUp() throws Exception {
        train();
        docker = TestDockerEngine.start(Sandbox.open(DISK, Sandbox.Disk.EXT4));
        mullion = TestMullionEngine.start(Sandbox.open(DISK, Sandbox.Disk.EXT4));
        docker.importBusybox(IMAGE);
        mullion.importBusybox(IMAGE);
        dockersRegistry = TestRegistry.start(docker);
        mullionsRegistry = TestRegistry.start(mullion);
        TestPodman podman = new TestPodman(docker.sandbox());
        docker.docker("tag", IMAGE, dockersRegistry.reference("busybox:1"));
        docker.docker("push", dockersRegistry.reference("busybox:1"));
        podman.podman("pull", "-q", "--tls-verify=false", dockersRegistry.reference("busybox:1"));
        podman.podman("tag", dockersRegistry.reference("busybox:1"), IMAGE);
        all =
                List.of(
                        new Contender(OURS, mullion.cli(), mullionsRegistry.address()),
                        new Contender("docker", docker.cli(), dockersRegistry.address()),
                        new Contender("podman", podman.prefix(), dockersRegistry.address()));
    }

    /** An engine is installed with what a run of it has taught it; so is this one. */
    private static void train() throws IOException {
        Path installed = TestMullionEngine.installed();
        Path learned = installed.resolve("engine.aot");
        if (Files.exists(learned)
                && Files.getLastModifiedTime(learned)
                                .compareTo(
                                        Files.getLastModifiedTime(
                                                installed.resolve("mullion-program.jar")))
                        > 0) {
            return;
        }
        Programs.run(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of("/bin/sh", installed.resolve("train").toString()),
                Duration.ofMinutes(2));
    }

    @AfterAll
    static void goHome() {
        if (mullion != null) {
            mullion.close();
        }
        if (docker != null) {
            docker.close();
        }
    }

    @Test
    void everydayCommands() throws Exception {
        race(Discipline.of("run --rm true (bridge)", "run --rm " + IMAGE + " true"));
        race(Discipline.of("run --rm true (no network)", "run --rm --net none " + IMAGE + " true"));
        race(
                Discipline.of("run -d", "run -d --name one " + IMAGE + " sleep 1000")
                        .after("rm -f one"));
        race(
                Discipline.of("exec true", "exec two true")
                        .before("run -d --name two " + IMAGE + " sleep 1000")
                        .after("rm -f two"));
        race(
                Discipline.of("rm -f of a running one", "rm -f three")
                        .before("run -d --name three " + IMAGE + " sleep 1000"));
        race(Discipline.of("version (the client alone)", "version"));
    }

    @Test
    void startsBySeveralClientsAtOnce() throws Exception {
        int clients = 8;
        int containers = LONG ? 40 : 16;
        Medians medians = new Medians();
        for (int round = -1; round < (LONG ? 5 : 2); round++) {
            for (Contender contender : all) {
                Duration took = startMany(contender, containers, clients, "bridge");
                if (round >= 0) {
                    medians.add(contender.name(), took.dividedBy(containers));
                }
                removeMany(contender, containers);
            }
        }
        System.out.println(medians.row("run -d by %d clients, each".formatted(clients), OURS));
        assertThat(medians.median(OURS)).isPositive();
    }

    @Test
    void listOfManyRunning() throws Exception {
        int running = LONG ? 200 : 25;
        for (Contender contender : all) {
            startMany(contender, running, 4, "none");
        }
        Medians commands = new Medians();
        Medians answers = new Medians();
        for (int round = -1; round < ROUNDS * 3; round++) {
            for (Contender contender : all) {
                Duration took = contender.run(List.of("ps"));
                if (round >= 0) {
                    commands.add(contender.name(), took);
                }
            }
            for (TestEngine engine : List.of(mullion, docker)) {
                Duration took = RawCall.get(engine, "/v1.41/containers/json", running);
                if (round >= 0) {
                    answers.add(engine == mullion ? OURS : "docker", took);
                }
            }
        }
        System.out.println(commands.row("ps with %d running".formatted(running), OURS));
        System.out.println(answers.row("GET /containers/json of %d".formatted(running), OURS));
        for (Contender contender : all) {
            removeMany(contender, running);
        }
        assertThat(mullion.docker("ps", "-aq")).isEmpty();
    }

    private static Duration startMany(
            Contender contender, int containers, int clients, String network) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Callable<Duration>> starts = new ArrayList<>();
            for (int i = 0; i < containers; i++) {
                List<String> run =
                        List.of(
                                "run",
                                "-d",
                                "--net=" + network,
                                "--name=many" + i,
                                IMAGE,
                                "sleep",
                                "1000");
                starts.add(() -> contender.run(run));
            }
            long begin = System.nanoTime();
            for (Future<Duration> start : threads.invokeAll(starts)) {
                start.get();
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    private static void removeMany(Contender contender, int containers) throws Exception {
        List<String> remove = new ArrayList<>(List.of("rm", "-f"));
        for (int i = 0; i < containers; i++) {
            remove.add("many" + i);
        }
        contender.run(remove);
    }

    @Test
    void pullOfAnImage() throws Exception {
        String name = "race/image:1";
        if (LONG) {
            BigImage.publish(docker, dockersRegistry, name);
        } else {
            dockersRegistry.publishImage(name, 20 << 20);
        }
        BigImage.copy(docker, dockersRegistry, mullion, mullionsRegistry);
        Medians medians = new Medians();
        for (int round = -1; round < Math.min(ROUNDS, 8); round++) {
            for (Contender contender : all) {
                List<String> pull = new ArrayList<>(List.of("pull", "-q"));
                if (contender.name().equals("podman")) {
                    pull.add("--tls-verify=false");
                }
                pull.add("REGISTRY/" + name);
                Duration took = contender.run(pull);
                contender.run(List.of("rmi", "-f", "REGISTRY/" + name));
                if (round >= 0) {
                    medians.add(contender.name(), took);
                }
            }
        }
        System.out.println(
                medians.row(LONG ? "pull of 300 MB in six layers" : "pull of 22 MB", OURS));
        assertThat(medians.median(OURS)).isPositive();
    }

    @Test
    void coldStart() {
        Medians medians = new Medians();
        for (int round = 0; round < ROUNDS; round++) {
            for (TestEngine engine : List.of(mullion, docker)) {
                engine.kill();
                long begin = System.nanoTime();
                engine.restart();
                medians.add(
                        engine == mullion ? OURS : "docker",
                        Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        System.out.println(medians.row("cold start to the first answer", OURS));
        assertThat(medians.median(OURS)).isPositive();
    }

    private static void race(Discipline discipline) throws Exception {
        Medians medians = new Medians();
        for (int round = -1; round < ROUNDS; round++) {
            for (Contender contender : all) {
                for (List<String> command : discipline.before()) {
                    contender.run(command);
                }
                Duration took = contender.run(discipline.measured());
                if (round >= 0) {
                    medians.add(contender.name(), took);
                }
                for (List<String> command : discipline.after()) {
                    contender.run(command);
                }
            }
        }
        System.out.println(medians.row(discipline.name(), OURS));
        assertThat(medians.median(OURS)).isPositive();
    }
}
