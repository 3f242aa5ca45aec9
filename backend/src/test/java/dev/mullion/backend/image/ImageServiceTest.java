package dev.mullion.backend.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.testing.TestDockerEngine;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageServiceTest {

    private static TestDockerEngine engine;
    private static H2File database;
    private static HostPortal portal;
    private static HostId host;
    private static ImageService images;

    @BeforeAll
    static void start() {
        engine = TestDockerEngine.start();
        database = H2File.create();
        portal = HostPortal.start(database);
        host = portal.addReady("here", engine.address());
        images = portal.get(ImageService.class);
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
        engine.close();
    }

    @BeforeEach
    void makeBase() {
        engine.importBusybox("base:1");
        Awaitility.await().until(() -> !all().isEmpty());
    }

    @AfterEach
    void removeAll() {
        for (String id : engine.docker("ps", "-aq").lines().toList()) {
            engine.docker("rm", "-f", id);
        }
        engine.docker("image", "prune", "--all", "--force");
        Awaitility.await().until(() -> all().isEmpty());
    }

    @Test
    void namesComeAndGoAndTheImageWithTheLast() {
        ImageKey key = only().key();
        images.tag(key, ImageReference.of("team/tool"));
        assertThat(only().references()).containsExactly("base:1", "team/tool:latest");

        images.removeReference(host, ImageReference.of("base:1"));
        assertThat(only().references()).containsExactly("team/tool:latest");
        images.removeReference(host, ImageReference.of("team/tool"));
        assertThat(all()).isEmpty();

        Problem again =
                Problems.of(() -> images.removeReference(host, ImageReference.of("team/tool")));
        assertThat(again.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(again.because()).contains("already");
        assertThat(Problems.of(() -> images.get(key)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(Problems.of(() -> images.remove(key, false)).kind())
                .isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(Problems.of(() -> images.tag(key, ImageReference.of("x"))).kind())
                .isEqualTo(Problem.Kind.NOT_FOUND);
    }

    @Test
    void anImageInUseIsKeptAndTheWayOutIsSaid() {
        ImageKey key = only().key();
        engine.docker("run", "-d", "--name", "web", "base:1", "sleep", "1000");
        Awaitility.await().until(() -> only().containers() == 1);

        Problem inUse = Problems.of(() -> images.remove(key, true));

        assertThat(inUse.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(inUse.remedy()).contains("container");
        assertThat(images.previewPrune(host, false).images()).isEmpty();
    }

    @Test
    void severalNamesNeedForce() {
        ImageKey key = only().key();
        images.tag(key, ImageReference.of("other:1"));

        Problem problem = Problems.of(() -> images.remove(key, false));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(problem.remedy()).contains("force");
        images.remove(key, true);
        assertThat(all()).isEmpty();
    }

    @Test
    void aNameWithADigestCanNotBeGiven() {
        ImageReference digest = ImageReference.of("x@sha256:" + "a".repeat(64));

        Problem problem = Problems.of(() -> images.tag(only().key(), digest));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(problem.field()).contains("reference");
    }

    @Test
    void layersAreDrawnToScaleAndTheSharedOnesMarked() {
        commit("first:1", "head -c 3000000 /dev/urandom > /ballast");
        commit("second:1", "head -c 1000000 /dev/urandom > /ballast");
        Awaitility.await().until(() -> all().size() == 3);

        ImageView first = images.get(row("first:1").key());
        ImageView base = images.get(row("base:1").key());

        assertThat(first.layers()).hasSize(2);
        assertThat(first.layers().get(1).bytes()).isBetween(3_000_000L, 3_100_000L);
        assertThat(first.layers().get(1).sharedWith()).isEmpty();
        assertThat(first.layers().get(0).sharedWith())
                .containsExactlyInAnyOrder(row("second:1").key(), row("base:1").key());
        assertThat(first.layers()).extracting(LayerView::diffId).doesNotContainNull();
        assertThat(first.layers().stream().mapToLong(LayerView::bytes).sum())
                .isEqualTo(first.row().sizeBytes());
        assertThat(base.layers()).hasSize(1);
        assertThat(base.layers().getFirst().sharedWith())
                .containsExactlyInAnyOrder(row("first:1").key(), row("second:1").key());
        assertThat(first.details().repoTags()).containsExactly("first:1");
    }

    @Test
    void namesOnAnImagesPageAreTheOnesItHasNow() {
        ImageKey key = only().key();
        images.get(key);

        images.tag(key, ImageReference.of("later:1"));

        assertThat(images.get(key).details().repoTags())
                .containsExactlyInAnyOrder("base:1", "later:1");
        assertThat(images.get(key).row().references()).containsExactly("base:1", "later:1");
    }

    @Test
    void pruningRemovesWhatWasShownAndNothingElse() {
        commit("used:1", "echo 1 > /one");
        commit("unused:1", "echo 2 > /two");
        commit("renamed:1", "echo 3 > /three");
        engine.docker("create", "--name", "web", "used:1");
        Awaitility.await().until(() -> all().size() == 4 && row("used:1").containers() == 1);
        PrunePreview preview = images.previewPrune(host, false);
        assertThat(names(preview)).containsExactly("base:1", "renamed:1", "unused:1");
        commit("later:1", "echo 4 > /four");
        engine.docker("tag", "renamed:1", "kept:1");

        PrunePreview removed = images.prune(preview);

        // base:1 goes by its name, its layer stays with the images that stand on it
        assertThat(names(removed)).contains("unused:1").doesNotContain("renamed:1", "later:1");
        assertThat(all().stream().flatMap(row -> row.references().stream()))
                .contains("used:1", "renamed:1", "kept:1", "later:1")
                .doesNotContain("unused:1");
        assertThat(names(images.prune(preview))).doesNotContain("unused:1");
    }

    @Test
    void danglingImagesAreFoundAndPruned() {
        commit("tool:1", "echo 1 > /one");
        commit("tool:1", "echo 2 > /two");
        Awaitility.await().until(() -> all().stream().anyMatch(ImageRow::dangling));

        PrunePreview preview = images.previewPrune(host, true);

        assertThat(preview.images()).hasSize(1).allMatch(ImageRow::dangling);
        assertThat(images.prune(preview).images()).isEqualTo(preview.images());
        assertThat(all()).noneMatch(ImageRow::dangling);
    }

    @Test
    void searchingAndSortingFindsWhatIsMeant() {
        commit("team/big:1", "head -c 2000000 /dev/urandom > /ballast");
        Awaitility.await().until(() -> all().size() == 2);

        var found =
                images.list(
                        new ImageQuery(
                                "TEAM big", Set.of(host), ImageQuery.Sort.SIZE, true, 0, 10));
        var bySize = images.list(new ImageQuery("", Set.of(), ImageQuery.Sort.SIZE, true, 0, 1));

        assertThat(found.items())
                .extracting(ImageRow::references)
                .containsExactly(List.of("team/big:1"));
        assertThat(bySize.total()).isEqualTo(2);
        assertThat(bySize.items())
                .hasSize(1)
                .allMatch(row -> row.references().contains("team/big:1"));
        assertThat(
                        images.list(
                                        new ImageQuery(
                                                "",
                                                Set.of(HostId.random()),
                                                ImageQuery.Sort.NAME,
                                                false,
                                                0,
                                                10))
                                .total())
                .isZero();
        assertThat(portal.get(HostService.class).get(host).images()).isEqualTo(2);
    }

    private static void commit(String name, String command) {
        String container = engine.docker("create", "base:1", "sh", "-c", command);
        engine.docker("start", "-a", container);
        engine.docker("commit", container, name);
        engine.docker("rm", container);
    }

    private static List<ImageRow> all() {
        return images.list(ImageQuery.all()).items();
    }

    private static ImageRow only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    private static ImageRow row(String name) {
        return all().stream()
                .filter(row -> row.references().contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(PrunePreview preview) {
        return preview.images().stream()
                .flatMap(row -> row.references().stream())
                .sorted()
                .toList();
    }
}
