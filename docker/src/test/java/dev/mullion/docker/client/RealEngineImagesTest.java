package dev.mullion.docker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.PullProgress;
import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Images of a real Docker Engine, from a real registry. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealEngineImagesTest {

    private final TestDockerEngine engine = TestDockerEngine.start();
    private final DockerClient client =
            DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());

    @AfterAll
    void close() {
        client.close();
        engine.close();
    }

    private List<PullProgress> pull(
            ImageReference reference, @Nullable RegistryCredentials credentials) {
        List<PullProgress> lines = new ArrayList<>();
        try (DockerStream<PullProgress> pull = client.images().pull(reference, null, credentials)) {
            pull.forEachRemaining(lines::add);
        }
        return lines;
    }

    @Test
    void imageIsPulledWithProgressTaggedAndRemoved() {
        try (TestRegistry registry = TestRegistry.start(engine)) {
            ImageReference reference =
                    ImageReference.of(registry.publishImage("team/tool:1", 4 << 20));
            List<PullProgress> lines = pull(reference, null);
            assertThat(lines).extracting(PullProgress::status).contains("Pull complete");
            assertThat(lines)
                    .anyMatch(line ->
                            line.status().equals("Downloading")
                                    && line.detail() != null
                                    && line.detail().total() > 4 << 20);

            ImageDetails details = client.images().inspect(reference.toString());
            assertThat(details.rootFs().layers()).hasSize(1);
            assertThat(details.os()).isEqualTo("linux");
            assertThat(client.images().history(details.id().toString())).isNotEmpty();

            ImageReference other = ImageReference.of("team/other:2");
            client.images().tag(reference.toString(), other);
            assertThat(client.images().list())
                    .anySatisfy(image ->
                            assertThat(image.repoTags())
                                    .contains("team/other:2", reference.familiar()));
            assertThat(client.images().remove(other.familiar(), false, true))
                    .anyMatch(gone -> "team/other:2".equals(gone.untagged()));
            assertThat(client.images().remove(reference.toString(), false, true))
                    .anyMatch(gone -> details.id().toString().equals(gone.deleted()));
            assertThatExceptionOfType(NoSuchObjectException.class)
                    .isThrownBy(() -> client.images().inspect(reference.toString()))
                    .withMessageContaining("No such image");
        }
    }

    @Test
    void unknownTagAndUnreachableRegistryAreToldInTheEnginesWords() {
        try (TestRegistry registry = TestRegistry.start(engine)) {
            registry.publishBusybox("team/known:1");
            ImageReference unknown = ImageReference.of(registry.reference("team/known:9"));
            assertThatExceptionOfType(EngineRefusedException.class)
                    .isThrownBy(() -> pull(unknown, null))
                    .withMessageContaining("manifest")
                    .withMessageContaining("unknown");
        }
        assertThatExceptionOfType(EngineRefusedException.class)
                .isThrownBy(() -> pull(ImageReference.of("127.0.0.1:1/nobody:1"), null))
                .withMessageContaining("connection refused");
    }

    @Test
    void protectedRegistryLetsTheRightPasswordIn() {
        try (TestRegistry registry = TestRegistry.startProtected(engine)) {
            ImageReference reference = ImageReference.of(registry.publishBusybox("team/secret:1"));
            assertThatExceptionOfType(EngineRefusedException.class)
                    .isThrownBy(() -> pull(reference, null))
                    .withMessageContaining("no basic auth credentials");
            RegistryCredentials credentials =
                    new RegistryCredentials(
                            TestRegistry.USER, TestRegistry.PASSWORD, registry.address());
            assertThat(credentials.toString()).doesNotContain(TestRegistry.PASSWORD);
            assertThat(pull(reference, credentials)).isNotEmpty();
            assertThat(client.images().inspect(reference.toString()).size()).isPositive();
        }
    }

    @Test
    void closingThePullCancelsIt() throws Exception {
        try (TestRegistry registry = TestRegistry.start(engine);
                RegistryProxy proxy = RegistryProxy.before(registry)) {
            registry.publishImage("team/large:1", 4 << 20);
            ImageReference reference = ImageReference.of(proxy.reference("team/large:1"));
            proxy.holdAfter(1 << 20);
            try (DockerStream<PullProgress> pull = client.images().pull(reference, null, null)) {
                assertThat(pull.hasNext()).isTrue();
                proxy.awaitHold(Duration.ofSeconds(20));
            }
            proxy.release();
            assertThatExceptionOfType(NoSuchObjectException.class)
                    .isThrownBy(() -> client.images().inspect(reference.toString()));
        }
    }

    @Test
    void usedImageIsAConflictAndPruneTakesTheUnused() {
        engine.importBusybox("used:1");
        engine.importBusybox("unused:1", "LABEL a=b");
        engine.docker("create", "--name", "user", "used:1");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> client.images().remove("used:1", false, true))
                .withMessageContaining("container");
        assertThat(client.images().prune(false).imagesDeleted())
                .anyMatch(gone -> "unused:1".equals(gone.untagged()));
        assertThat(client.images().inspect("used:1").repoTags()).contains("used:1");
    }
}
