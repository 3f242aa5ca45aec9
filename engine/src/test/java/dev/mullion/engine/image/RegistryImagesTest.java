package dev.mullion.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulls, pushes and archives with Debian's registry and a real Docker Engine on the other side. */
class RegistryImagesTest {

    private static final int BALLAST = 3_000_000;

    private static TestDockerEngine docker;
    private static TestRegistry registry;
    private static TestRegistry closed;
    private static RegistryProxy proxy;
    private static LoopbackDoor door;
    private static LoopbackDoor spoiled;
    private static LoopbackDoor locked;

    private ImageHost host;

    @BeforeAll
    static void start() throws Exception {
        docker = TestDockerEngine.start();
        registry = TestRegistry.start(docker);
        closed = TestRegistry.startProtected(docker);
        registry.publishImage("team/tool:1", BALLAST, "LABEL made=by-docker");
        closed.publishBusybox("team/secret:1");
        proxy = RegistryProxy.before(registry);
        door = new LoopbackDoor(docker, registry.address());
        spoiled = new LoopbackDoor(docker, proxy.address());
        locked = new LoopbackDoor(docker, closed.address());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part :
                new @Nullable AutoCloseable[] {
                    door, spoiled, locked, proxy, closed, registry, docker
                }) {
            if (part != null) {
                part.close();
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        host = new ImageHost();
    }

    @AfterEach
    void close() throws IOException {
        proxy.release();
        host.close();
    }

    @Test
    void aPullTellsWhatDockerTellsAndTheImageIsTheSame() throws Exception {
        List<ProgressLine> lines = pull(door.reference("team/tool:1"));
        StoredImage image = host.images().require(door.reference("team/tool:1"));
        docker.docker("pull", registry.reference("team/tool:1"));
        assertThat(docker.docker("inspect", "-f", "{{.Id}}", registry.reference("team/tool:1")))
                .isEqualTo(image.id().toString());
        String digest =
                docker.docker(
                        "inspect",
                        "-f",
                        "{{index .RepoDigests 0}}",
                        registry.reference("team/tool:1"));
        digest = digest.substring(digest.indexOf('@') + 1);
        assertThat(host.images().inspect(image.id().hex()).repoDigests())
                .containsExactly(door.reference("team/tool") + "@" + digest);
        assertThat(lines.getFirst().status()).isEqualTo("Pulling from team/tool");
        assertThat(lines.getFirst().id()).isEqualTo("1");
        assertThat(lines)
                .extracting(ProgressLine::status)
                .containsSubsequence(
                        "Pulling from team/tool",
                        "Pulling fs layer",
                        "Verifying Checksum",
                        "Download complete",
                        "Pull complete",
                        "Digest: " + digest,
                        "Status: Downloaded newer image for " + door.reference("team/tool:1"));
        assertThat(pull(door.reference("team/tool:1")))
                .extracting(ProgressLine::status)
                .containsExactly(
                        "Pulling from team/tool",
                        "Digest: " + digest,
                        "Status: Image is up to date for " + door.reference("team/tool:1"));
        assertThat(host.told()).contains("pull " + door.reference("team/tool"));
    }

    @Test
    void whatIsNotThereOrNotAllowedIsSaidBeforeTheFirstLine() {
        assertThatThrownBy(() -> pull(door.reference("team/tool:none")))
                .isInstanceOfSatisfying(
                        EngineProblem.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessageStartingWith(
                        "manifest for %s not found: manifest unknown",
                        door.reference("team/tool:none"));
        assertThatThrownBy(() -> pull(locked.reference("team/secret:1")))
                .isInstanceOf(EngineProblem.class);
    }

    @Test
    void credentialsOpenWhatIsLocked() throws Exception {
        host.images()
                .pull(
                        ImageReference.of(locked.reference("team/secret:1")),
                        null,
                        new RegistryCredentials(
                                TestRegistry.USER, TestRegistry.PASSWORD, locked.address()),
                        line -> {},
                        new CompletableFuture<>());
        assertThat(host.images().find(locked.reference("team/secret:1"))).isPresent();
    }

    @Test
    void anImageForAnotherProcessorIsRefusedWhenOneIsAskedFor() {
        assertThatThrownBy(() ->
                        host.images()
                                .pull(
                                        ImageReference.of(door.reference("team/tool:1")),
                                        Platform.of("linux/arm64"),
                                        null,
                                        line -> {},
                                        new CompletableFuture<>()))
                .hasMessageContaining("does not match the specified platform: wanted linux/arm64");
        assertThat(host.images().count()).isZero();
    }

    @Test
    void aPullThatBrokeOffGoesOnWhereItStoppedAlsoAfterARestart() throws Exception {
        proxy.holdAfter(1_000_000);
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<Throwable> outcome = pullBeside(spoiled.reference("team/tool:1"), gone);
        proxy.awaitHold(Duration.ofSeconds(20));
        await(() -> host.partial().stream().anyMatch(bytes -> bytes > 500_000));
        gone.complete(null);
        assertThat(outcome.get()).hasMessageContaining("cancelled");
        await(() -> host.partial().size() == 1);
        long kept = host.partial().getFirst();
        proxy.release();
        host.reopen();
        assertThat(host.images().count()).isZero();
        int before = registry.log().length();
        pull(spoiled.reference("team/tool:1"));
        assertThat(kept).isGreaterThan(500_000);
        await(() -> registry.log().substring(before).contains("status=206"));
        assertThat(host.images().find(spoiled.reference("team/tool:1"))).isPresent();
    }

    @Test
    void aCorruptedLayerIsRefusedAndTheNextPullIsWhole() throws Exception {
        proxy.corruptAfter(1_000_000);
        assertThatThrownBy(() -> pull(spoiled.reference("team/tool:1")))
                .hasMessageContaining("filesystem layer verification failed for digest sha256:");
        assertThat(host.images().count()).isZero();
        assertThat(host.partial()).isEmpty();
        proxy.release();
        pull(spoiled.reference("team/tool:1"));
        assertThat(host.images().count()).isEqualTo(1);
    }

    @Test
    void leftoversThatAreWrongAreThrownAwayAndFetchedAgain() throws Exception {
        pull(door.reference("team/tool:1"));
        StoredImage image = host.images().require(door.reference("team/tool:1"));
        Path blobs = host.folder().resolve("blobs/sha256");
        Digest layer;
        try (var all = Files.list(blobs)) {
            Path largest =
                    all.max(java.util.Comparator.comparingLong(path -> path.toFile().length()))
                            .orElseThrow();
            layer = new Digest("sha256", largest.getFileName().toString());
        }
        host.images().remove(image.id().hex(), true);
        Files.write(
                host.folder().resolve("ingest").resolve(layer.hex() + ".part"), new byte[100_000]);
        pull(door.reference("team/tool:1"));
        assertThat(host.images().require(door.reference("team/tool:1")).id()).isEqualTo(image.id());
        assertThat(host.partial()).isEmpty();
    }

    @Test
    void severalPullsOfOneImageFetchItsLayersOnce() throws Exception {
        proxy.bytesPerSecond(3_000_000);
        int before = registry.log().length();
        CompletableFuture<Void> never = new CompletableFuture<>();
        List<CompletableFuture<Throwable>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(pullBeside(spoiled.reference("team/tool:1"), never));
        }
        for (CompletableFuture<Throwable> one : all) {
            assertThat(one.get()).hasMessage("it went well");
        }
        String layer = host.images().inspect(spoiled.reference("team/tool:1")).id().hex();
        assertThat(
                        registry.log()
                                .substring(before)
                                .lines()
                                .filter(line -> line.contains("GET /v2/team/tool/blobs/"))
                                .filter(line -> !line.contains(layer))
                                .filter(line -> line.contains("HTTP/1.1\" 200")))
                .hasSize(1);
    }

    @Test
    void oneWhoGoesDoesNotEndThePullOfAnother() throws Exception {
        proxy.holdAfter(1_000_000);
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<Throwable> first = pullBeside(spoiled.reference("team/tool:1"), gone);
        proxy.awaitHold(Duration.ofSeconds(20));
        CompletableFuture<Throwable> second =
                pullBeside(spoiled.reference("team/tool:1"), new CompletableFuture<>());
        await(() -> host.partial().size() == 1);
        gone.complete(null);
        assertThat(first.get()).hasMessageContaining("cancelled");
        proxy.release();
        assertThat(second.get()).hasMessage("it went well");
    }

    @Test
    void theCollectorTakesNothingFromAPullThatRuns() throws Exception {
        proxy.bytesPerSecond(2_000_000);
        CompletableFuture<Throwable> outcome =
                pullBeside(spoiled.reference("team/tool:1"), new CompletableFuture<>());
        while (!outcome.isDone()) {
            host.importFile("passing:1", "a", "a");
            host.images().remove("passing:1", false);
        }
        assertThat(outcome.get()).hasMessage("it went well");
        host.reopen();
        StoredImage image = host.images().require(spoiled.reference("team/tool:1"));
        assertThat(host.layers().has(image.layers())).isTrue();
        host.images()
                .save(List.of(spoiled.reference("team/tool:1")), OutputStream.nullOutputStream());
    }

    @Test
    void whatIsPushedHereDockerPulls() throws Exception {
        StoredImage image = host.importFile(door.reference("team/own:1"), "etc/motd", "from here");
        List<ProgressLine> lines = push(door.reference("team/own:1"));
        assertThat(docker.docker("pull", "-q", registry.reference("team/own:1")))
                .isEqualTo(registry.reference("team/own:1"));
        assertThat(docker.docker("inspect", "-f", "{{.Id}}", registry.reference("team/own:1")))
                .isEqualTo(image.id().toString());
        String layer = image.layers().getFirst().shortened();
        assertThat(lines)
                .extracting(line -> line.id() + " " + line.status())
                .startsWith(
                        "null The push refers to repository [" + door.reference("team/own") + "]",
                        layer + " Preparing")
                .contains(layer + " Pushed");
        assertThat(lines.get(lines.size() - 2).status()).startsWith("1: digest: sha256:");
        assertThat(String.valueOf(lines.getLast().aux())).contains("Digest=sha256:");
        assertThat(push(door.reference("team/own:1")))
                .extracting(ProgressLine::status)
                .contains("Layer already exists");
        host.images()
                .tag(door.reference("team/own:1"), ImageReference.of(door.reference("else/own:1")));
        assertThat(push(door.reference("else/own:1")))
                .extracting(ProgressLine::status)
                .contains("Mounted from team/own");
        assertThatThrownBy(() -> push(door.reference("team/nothing:1")))
                .hasMessage(
                        "An image does not exist locally with the tag: "
                                + door.reference("team/nothing"));
    }

    @Test
    void dockerLoadsWhatIsSavedHereAndTheOtherWayRound() throws Exception {
        StoredImage image = host.importFile("mullion/saved:1", "etc/motd", "from here");
        Path archive = host.folder().resolve("saved.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            host.images().save(List.of("mullion/saved:1"), out);
        }
        assertThat(docker.docker("load", "-i", archive.toString()))
                .isEqualTo("Loaded image: mullion/saved:1");
        assertThat(docker.docker("inspect", "-f", "{{.Id}}", "mullion/saved:1"))
                .isEqualTo(image.id().toString());
        String theirs = docker.importBusybox("docker/saved:1", "LABEL from=docker");
        docker.docker("save", "-o", archive.toString(), "docker/saved:1");
        List<ProgressLine> lines = new ArrayList<>();
        try (var in = Files.newInputStream(archive)) {
            host.images().load(in, false, lines::add);
        }
        assertThat(lines.getLast().stream()).isEqualTo("Loaded image: docker/saved:1\n");
        assertThat(host.images().require("docker/saved:1").id()).hasToString(theirs);
        assertThat(host.images().history("docker/saved:1").getFirst().tags())
                .containsExactly("docker/saved:1");
    }

    private List<ProgressLine> pull(String reference) throws IOException {
        List<ProgressLine> lines = Collections.synchronizedList(new ArrayList<>());
        host.images()
                .pull(
                        ImageReference.of(reference),
                        null,
                        null,
                        lines::add,
                        new CompletableFuture<>());
        return lines;
    }

    private List<ProgressLine> push(String reference) throws IOException {
        List<ProgressLine> lines = new ArrayList<>();
        host.images()
                .push(
                        ImageReference.of(reference),
                        false,
                        null,
                        lines::add,
                        new CompletableFuture<>());
        return lines;
    }

    /** A pull on a thread of its own; ends with why it failed. */
    private CompletableFuture<Throwable> pullBeside(
            String reference, CompletableFuture<Void> gone) {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        host.images()
                                .pull(ImageReference.of(reference), null, null, line -> {}, gone);
                        outcome.complete(new IllegalStateException("it went well"));
                    } catch (IOException | RuntimeException e) {
                        outcome.complete(e);
                    }
                });
        return outcome;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
