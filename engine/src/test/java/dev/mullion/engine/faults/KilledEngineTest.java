package dev.mullion.engine.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.faults.Api.Reply;
import dev.mullion.engine.faults.Ledger.Kind;
import dev.mullion.engine.faults.Ledger.Known;
import dev.mullion.engine.faults.Ledger.Stand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * The engine is killed with signal 9 at random moments while clients keep it busy. {@code
 * -Dmullion.long=true} makes it many rounds; {@code -Dmullion.seed=} repeats what a run printed.
 */
class KilledEngineTest {

    private static final int ROUNDS = Boolean.getBoolean("mullion.long") ? 200 : 8;
    private static final int CLIENTS = 4;
    private static final int BALLAST = 4 << 20;
    private static final String BASE = "base:1";

    private final long seed = Long.getLong("mullion.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Load> loads = new ArrayList<>();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void losesNothingItAcknowledgedAndLeavesNothingBehind() throws Exception {
        System.out.printf("seed %d, %d rounds: -Dmullion.seed=%d repeats it%n", seed, ROUNDS, seed);
        try (TestMullionEngine engine = TestMullionEngine.start()) {
            engine.importBusybox(BASE);
            try (TestRegistry registry = TestRegistry.start(engine)) {
                prepare(engine, registry);
                List<Ledger> ledgers = loads.stream().map(Load::ledger).toList();
                Audit audit = new Audit(engine, ledgers, Set.of(BASE));
                for (int round = 1; round <= ROUNDS; round++) {
                    try {
                        round(engine);
                        audit.run();
                        useSomeImage(engine);
                    } catch (Exception | AssertionError e) {
                        throw new AssertionError(
                                "seed %d, round %d: %s%nThe engine wrote:%n%s"
                                        .formatted(seed, round, e.getMessage(), engine.log()),
                                e);
                    }
                }
                sweep(engine);
            }
        }
    }

    private void prepare(TestMullionEngine engine, TestRegistry registry) {
        Api api = new Api(engine.socket());
        for (int i = 0; i < CLIENTS; i++) {
            String pulled = registry.publishImage("pulled/" + i + ":1", BALLAST);
            loads.add(
                    new Load(
                            i,
                            api,
                            new Random(random.nextLong()),
                            new Ledger(),
                            KilledEngineTest::archive,
                            BASE,
                            pulled));
        }
    }

    /** Load, death, what happens meanwhile, sometimes death while it starts, and a new life. */
    private void round(TestMullionEngine engine) throws Exception {
        Duration life = Duration.ofMillis(100 + random.nextInt(2500));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            loads.forEach(load -> running.add(clients.submit(load::run)));
            LockSupport.parkNanos(life.toNanos());
            engine.kill();
            for (Future<?> each : running) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
        if (random.nextInt(3) == 0) {
            killSomeContainer(engine);
        }
        if (random.nextInt(3) == 0) {
            engine.startAndKill(Duration.ofMillis(200 + random.nextInt(1000)));
        }
        engine.restart();
    }

    private void killSomeContainer(TestMullionEngine engine) {
        List<Known> sleepers =
                loads.stream()
                        .flatMap(load -> load.ledger().containers.values().stream())
                        .filter(each -> each.kind == Kind.SLEEPER && each.pid != 0)
                        .filter(each -> each.possible.equals(Set.of(Stand.RUNNING)))
                        .toList();
        if (sleepers.isEmpty()) {
            return;
        }
        Known one = sleepers.get(random.nextInt(sleepers.size()));
        run(engine, "kill", "-9", Long.toString(one.pid));
        one.is(Stand.EXITED);
        one.codes.add(Load.KILLED);
    }

    private static String run(TestMullionEngine engine, String... command) {
        return Programs.run(
                Map.of(), engine.sandbox().inside(List.of(command)), Duration.ofSeconds(20));
    }

    /** An image that was acknowledged is whole: a container made from it sees its files. */
    private void useSomeImage(TestMullionEngine engine) throws IOException {
        List<String> names = new ArrayList<>(List.of(BASE));
        loads.forEach(load -> names.addAll(load.ledger().images.keySet()));
        String name = names.get(random.nextInt(names.size()));
        String mark = name.startsWith("i-") ? name.substring(0, name.indexOf(':')) : "";
        Api api = new Api(engine.socket());
        Reply made =
                api.post(
                        "/containers/create",
                        """
                        {"Image":"%s","Cmd":["/bin/sh","-c","test \\"$(cat /mark)\\" = \\"%s\\""],
                         "HostConfig":{"NetworkMode":"none"}}
                        """
                                .formatted(name, mark));
        assertThat(made.status()).as(name + ": " + made.body()).isEqualTo(201);
        String id = made.json().path("Id").asString();
        assertThat(api.post("/containers/" + id + "/start", "").status()).isEqualTo(204);
        Reply waited = api.post("/containers/" + id + "/wait", "");
        assertThat(waited.json().path("StatusCode").asInt()).as("%s in %s", mark, name).isZero();
        assertThat(api.delete("/containers/" + id).status()).isEqualTo(204);
    }

    /** Busybox's shell and a mark in a tar. */
    private static byte[] archive(String mark) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "bin/busybox", Files.readAllBytes(Path.of(Programs.find("busybox"))));
            for (String name : List.of("sh", "cat", "test")) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + name, TarArchiveEntry.LF_LINK);
                link.setLinkName("bin/busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
            add(tar, "mark", mark.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** When everything is removed, nothing is left. */
    private static void sweep(TestMullionEngine engine) throws IOException {
        Api api = new Api(engine.socket());
        for (JsonNode each : api.get("/containers/json?all=1").json()) {
            String path = "/containers/" + each.path("Id").asString() + "?force=1&v=1";
            assertThat(api.delete(path).status()).isEqualTo(204);
        }
        for (JsonNode each : api.get("/images/json?all=1").json()) {
            String path = "/images/" + each.path("Id").asString() + "?force=1";
            assertThat(api.delete(path).status()).isEqualTo(200);
        }
        for (JsonNode each : api.get("/volumes").json().path("Volumes")) {
            String path = "/volumes/" + each.path("Name").asString();
            assertThat(api.delete(path).status()).isEqualTo(204);
        }
        age(engine);
        assertThat(api.post("/images/prune", "").status()).isEqualTo(200);
        assertThat(new Traces(engine).remains()).isEmpty();
    }

    /** Interrupted downloads are kept for days, for whoever comes back: makes them old. */
    private static void age(TestMullionEngine engine) throws IOException {
        try (Stream<Path> parts = Files.list(new Traces(engine).data().resolve("ingest"))) {
            for (Path part : parts.sorted(Comparator.naturalOrder()).toList()) {
                Files.setLastModifiedTime(
                        part, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
            }
        }
    }
}
