package dev.mullion.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.testing.TestMullionEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The docker command, unchanged, with this engine and a real registry. */
class DockerCommandImagesTest {

    private static TestMullionEngine engine;
    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        registry = TestRegistry.start(engine);
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void imagesGoToARegistryAndComeBack() {
        // imports, pushes and removes it, all by the command
        String reference = registry.publishBusybox("team/tool:1", "LABEL owner=me");
        assertThat(engine.docker("images", "-q", reference)).isEmpty();
        String pulled = engine.docker("pull", reference);
        assertThat(pulled)
                .contains("1: Pulling from team/tool", "Pull complete")
                .contains("Status: Downloaded newer image for " + reference);
        assertThat(engine.docker("pull", reference)).contains("Status: Image is up to date for ");
        assertThat(engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}", reference))
                .isEqualTo(reference);
        assertThat(engine.docker("inspect", "-f", "{{.Config.Labels.owner}}", reference))
                .isEqualTo("me");
        engine.docker("tag", reference, "other:1");
        assertThat(engine.docker("images", "-q", "--filter", "label=owner=me").lines().distinct())
                .hasSize(1);
        assertThat(engine.docker("rmi", reference)).startsWith("Untagged: " + reference);
        assertThat(engine.docker("rmi", "other:1")).contains("Deleted: sha256:");
    }

    @Test
    void imagesAreSavedAndLoaded() {
        engine.importBusybox("saved:1");
        String id = engine.docker("inspect", "-f", "{{.Id}}", "saved:1");
        Path archive = engine.folder().resolve("saved.tar");
        engine.docker("save", "-o", archive.toString(), "saved:1");
        engine.docker("rmi", "saved:1");
        assertThat(engine.docker("load", "-i", archive.toString()))
                .contains("Loaded image: saved:1");
        assertThat(engine.docker("inspect", "-f", "{{.Id}}", "saved:1")).isEqualTo(id);
        assertThat(engine.docker("history", "-q", "saved:1")).isNotEmpty();
        engine.docker("tag", "saved:1", "saved:2");
        engine.docker("rmi", "saved:1", "saved:2");
    }

    @Test
    void errorsAreInTheWordsThatPeopleKnow() {
        assertThatThrownBy(() -> engine.docker("rmi", "nothing:1"))
                .hasMessageContaining("No such image: nothing:1");
        assertThatThrownBy(() -> engine.docker("pull", registry.reference("team/nothing:1")))
                .hasMessageContaining("not found");
        assertThatThrownBy(() -> engine.docker("push", registry.reference("team/nothing:1")))
                .hasMessageContaining("An image does not exist locally with the tag:");
        assertThatThrownBy(() -> engine.docker("inspect", "nothing:1"))
                .hasMessageContaining("nothing:1");
    }
}
