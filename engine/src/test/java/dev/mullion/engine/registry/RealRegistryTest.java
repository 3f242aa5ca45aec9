package dev.mullion.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against Debian's registry, and through a proxy that makes bad days. */
class RealRegistryTest {

    private static final int BALLAST = 3_000_000;

    private static TestDockerEngine engine;
    private static TestRegistry registry;
    private static TestRegistry closed;
    private static RegistryProxy proxy;
    private static Digest layer;
    private static long layerBytes;

    private RegistryClient client;

    @BeforeAll
    static void start() throws Exception {
        engine = TestDockerEngine.start();
        registry = TestRegistry.start(engine);
        closed = TestRegistry.startProtected(engine);
        registry.publishImage("team/tool:1", BALLAST);
        closed.publishBusybox("team/secret:1");
        proxy = RegistryProxy.before(registry);
        try (RegistryClient first = new RegistryClient(settings())) {
            JsonNode manifest = inside(() -> json(first, registry.reference("team/tool:1")));
            layer = Digest.of(manifest.path("layers").get(0).path("digest").asString());
            layerBytes = manifest.path("layers").get(0).path("size").asLong();
        }
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
        if (closed != null) {
            closed.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void open() {
        client = new RegistryClient(settings());
    }

    @AfterEach
    void close() {
        proxy.release();
        client.close();
    }

    @Test
    void aManifestIsTheSameByTagAndByDigest() throws Exception {
        ImageReference reference = ImageReference.of(registry.reference("team/tool:1"));
        Manifest byTag = inside(() -> client.manifest(reference, null));
        Manifest byDigest =
                inside(() -> client.manifest(reference.withDigest(byTag.digest()), null));
        assertThat(byTag.mediaType()).isEqualTo(Manifest.DOCKER_MANIFEST);
        assertThat(byTag.index()).isFalse();
        assertThat(byDigest.bytes()).isEqualTo(byTag.bytes());
        assertThat(Hashing.sha256(byTag.bytes())).isEqualTo(byTag.digest());
    }

    @Test
    void aBlobComesFromWhereItIsAskedFor() throws Exception {
        byte[] whole = inside(() -> read(0));
        byte[] rest = inside(() -> read(layerBytes - 1000));
        assertThat(whole).hasSize((int) layerBytes);
        assertThat(Hashing.sha256(whole)).isEqualTo(layer);
        assertThat(rest).hasSize(1000).endsWith(tail(whole, 1000));
    }

    @Test
    void whatIsntThereIsSaidInDockersWords() {
        ImageReference nothing = ImageReference.of(registry.reference("team/tool:none"));
        RegistryException failure = failure(() -> client.manifest(nothing, null));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessage("manifest unknown: manifest unknown");
        String docker = dockersAnswer("pull", nothing.toString());
        assertThat(docker).contains(failure.pullMessage(nothing));
        assertThat(failure.pullProblem(nothing).status()).isEqualTo(404);
    }

    @Test
    void aProtectedRegistryOpensToTheRightPasswordOnly() throws Exception {
        ImageReference secret = ImageReference.of(closed.reference("team/secret:1"));
        assertThat(
                        inside(() -> client.manifest(secret, credentials(TestRegistry.PASSWORD)))
                                .bytes())
                .isNotEmpty();
        assertThat(failure(() -> client.manifest(secret, null)))
                .hasMessageEndingWith("no basic auth credentials")
                .extracting(RegistryException::kind)
                .isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure(() -> client.manifest(secret, credentials("wrong"))))
                .hasMessage("unauthorized: authentication required")
                .extracting(RegistryException::kind)
                .isEqualTo(Kind.UNAUTHORIZED);
    }

    @Test
    void signingInTellsRightFromWrong() throws Exception {
        assertThat(
                        inside(() ->
                                client.signIn(
                                        closed.address(), credentials(TestRegistry.PASSWORD))))
                .isEmpty();
        assertThat(failure(() -> client.signIn(closed.address(), credentials("wrong"))))
                .hasMessage(
                        "login attempt to http://"
                                + closed.address()
                                + "/v2/ failed with status: 401 Unauthorized");
    }

    @Test
    void aDownloadSurvivesEveryCutAndGoesOnWhereItWas() throws Exception {
        proxy.cutAfter(600_000);
        List<Long> progress = new ArrayList<>();
        byte[] got = inside(() -> download(proxied(), progress));
        assertThat(Hashing.sha256(got)).isEqualTo(layer);
        assertThat(progress).isSorted().endsWith(layerBytes);
    }

    @Test
    void aDownloadNeverTakesWhatIsCorrupt() {
        proxy.corruptAfter(100_000);
        assertThat(failure(() -> download(proxied(), new ArrayList<>())))
                .hasMessageStartingWith("filesystem layer verification failed for digest " + layer)
                .extracting(RegistryException::kind)
                .isEqualTo(Kind.WRONG);
    }

    @Test
    void aRegistryThatStandsStillIsGivenUpAndSaidSo() {
        inside(() -> client.manifest(proxied(), null));
        proxy.holdAfter(300);
        assertThat(failure(() -> download(proxied(), new ArrayList<>())))
                .hasMessageContaining("nothing came for 0.4 s")
                .hasMessageContaining("(tried 5 times)")
                .extracting(RegistryException::kind)
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void closingADownloadEndsAReadThatWaits() throws Exception {
        RegistryClient patient =
                new RegistryClient(
                        settings()
                                .withTimes(
                                        Duration.ofMinutes(5),
                                        Duration.ofMinutes(5),
                                        Duration.ofMinutes(1)));
        try (patient) {
            proxy.holdAfter(100_000);
            BlobDownload download = new BlobDownload(patient, proxied(), layer, layerBytes, null);
            FutureTask<RegistryException> outcome =
                    new FutureTask<>(() ->
                            failure(() -> {
                                download.run(
                                        0,
                                        download.newHash(),
                                        (bytes, from, length) -> {},
                                        here -> {});
                                return "";
                            }));
            Thread.ofVirtual().start(outcome);
            proxy.awaitHold(Duration.ofSeconds(10));
            long before = System.nanoTime();
            download.close();
            assertThat(outcome.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatIsPushedCanBePulled() throws Exception {
        ImageReference target = ImageReference.of(registry.reference("team/pushed:1"));
        byte[] blob = new byte[5_000_000];
        new Random(7).nextBytes(blob);
        Digest digest = Hashing.sha256(blob);
        assertThat(inside(() -> client.hasBlob(target, digest, null))).isFalse();
        List<Long> progress = new ArrayList<>();
        inside(() -> push(target, digest, blob, progress));
        assertThat(progress).isSorted().endsWith((long) blob.length);
        assertThat(inside(() -> client.hasBlob(target, digest, null))).isTrue();
        byte[] config = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        inside(() -> push(target, Hashing.sha256(config), config, new ArrayList<>()));
        byte[] manifest = manifest(config, digest, blob.length);
        Digest pushed =
                inside(() -> client.pushManifest(target, Manifest.OCI_MANIFEST, manifest, null));
        Manifest found = inside(() -> client.manifest(target, null));
        assertThat(found.digest()).isEqualTo(pushed);
        assertThat(found.mediaType()).isEqualTo(Manifest.OCI_MANIFEST);
        assertThat(found.bytes()).isEqualTo(manifest);
    }

    @Test
    void aBlobIsTakenFromARepositoryThatHasIt() throws Exception {
        ImageReference from = ImageReference.of(registry.reference("team/tool:1"));
        ImageReference to = ImageReference.of(registry.reference("other/tool:1"));
        assertThat(inside(() -> client.mount(to, layer, from, null))).isTrue();
        assertThat(inside(() -> client.hasBlob(to, layer, null))).isTrue();
        Digest unknown = Hashing.sha256(new byte[] {1, 2, 3});
        assertThat(inside(() -> client.mount(to, unknown, from, null))).isFalse();
    }

    @Test
    void nobodyPushesToAProtectedRegistryWithoutAPassword() throws Exception {
        ImageReference target = ImageReference.of(closed.reference("team/mine:1"));
        byte[] blob = {1, 2, 3};
        Digest digest = Hashing.sha256(blob);
        assertThat(failure(() -> push(target, digest, blob, new ArrayList<>())))
                .hasMessageEndingWith("no basic auth credentials");
        inside(() -> {
            client.pushBlob(
                    target,
                    digest,
                    3,
                    () -> new ByteArrayInputStream(blob),
                    sent -> {},
                    credentials(TestRegistry.PASSWORD));
            return "";
        });
        assertThat(inside(() -> client.hasBlob(target, digest, credentials(TestRegistry.PASSWORD))))
                .isTrue();
    }

    @Test
    void aRegistryThatIsntThereIsSaidAtOnce() {
        ImageReference nobody = ImageReference.of("127.0.0.1:1/team/tool:1");
        assertThat(failure(() -> client.manifest(nobody, null)))
                .hasMessageContaining("connection refused")
                .extracting(RegistryException::kind)
                .isEqualTo(Kind.UNREACHABLE);
    }

    private static RegistrySettings settings() {
        return RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of())
                .withTimes(Duration.ofMillis(400), Duration.ofSeconds(10), Duration.ofMillis(5));
    }

    private static RegistryCredentials credentials(String password) {
        return new RegistryCredentials(TestRegistry.USER, password, closed.address());
    }

    private static JsonNode json(RegistryClient client, String reference) throws Exception {
        return DockerJson.mapper()
                .readTree(client.manifest(ImageReference.of(reference), null).bytes());
    }

    private byte[] read(long offset) throws Exception {
        ImageReference repository = ImageReference.of(registry.reference("team/tool:1"));
        try (BlobStream in = client.blob(repository, layer, layerBytes, offset, null)) {
            assertThat(in.offset()).isEqualTo(offset);
            return in.readAllBytes();
        }
    }

    private ImageReference proxied() {
        return ImageReference.of(proxy.reference("team/tool:1"));
    }

    private byte[] download(ImageReference repository, List<Long> progress) throws Exception {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try (BlobDownload download =
                new BlobDownload(client, repository, layer, layerBytes, null)) {
            download.run(0, download.newHash(), to::write, progress::add);
        }
        return to.toByteArray();
    }

    private String push(ImageReference target, Digest digest, byte[] blob, List<Long> progress)
            throws RegistryException {
        client.pushBlob(
                target,
                digest,
                blob.length,
                () -> new ByteArrayInputStream(blob),
                progress::add,
                null);
        return "";
    }

    private static byte[] manifest(byte[] config, Digest layer, int bytes) {
        return """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
                .formatted(
                        Manifest.OCI_MANIFEST, Hashing.sha256(config), config.length, layer, bytes)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] tail(byte[] all, int count) {
        return java.util.Arrays.copyOfRange(all, all.length - count, all.length);
    }

    /** What Docker's command line prints when the real engine refuses. */
    private static String dockersAnswer(String... arguments) {
        AtomicReference<String> said = new AtomicReference<>("");
        assertThatThrownBy(() -> engine.docker(arguments))
                .satisfies(e -> said.set(String.valueOf(e.getMessage())));
        return said.get();
    }

    private static RegistryException failure(java.util.concurrent.Callable<?> action) {
        AtomicReference<@Nullable RegistryException> found = new AtomicReference<>();
        inside(() -> {
            assertThatThrownBy(action::call)
                    .isInstanceOfSatisfying(RegistryException.class, found::set);
            return "";
        });
        return java.util.Objects.requireNonNull(found.get());
    }

    private static <T> T inside(java.util.concurrent.Callable<T> action) {
        return engine.onNetwork(action);
    }
}
