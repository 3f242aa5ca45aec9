package dev.mullion.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DeletedImage;
import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, removal, archives and crashes; what needs a registry is in another class. */
class ImagesTest {

    private ImageHost host;

    @BeforeEach
    void open() throws IOException {
        host = new ImageHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    @Test
    void anImportedArchiveIsAnImageWithTheConfigurationOfItsChanges() throws Exception {
        StoredImage image =
                host.importFile(
                        "tool:1",
                        "etc/motd",
                        "hello",
                        "CMD [\"sh\", \"-c\", \"true\"]",
                        "ENV A=1 B=\"two words\"",
                        "LABEL owner=me",
                        "EXPOSE 80 53/udp",
                        "WORKDIR /srv",
                        "USER 7:8",
                        "VOLUME /data",
                        "ENTRYPOINT echo hi",
                        "STOPSIGNAL SIGINT");
        assertThat(image.references()).containsExactly("tool:1");
        assertThat(image.config().cmd()).containsExactly("sh", "-c", "true");
        assertThat(image.config().entrypoint()).containsExactly("/bin/sh", "-c", "echo hi");
        assertThat(image.config().env()).containsExactly("A=1", "B=two words");
        assertThat(image.config().labels()).containsExactly(Map.entry("owner", "me"));
        assertThat(image.config().exposedPorts()).containsOnlyKeys("80/tcp", "53/udp");
        assertThat(image.config().workingDir()).isEqualTo("/srv");
        assertThat(image.config().user()).isEqualTo("7:8");
        assertThat(image.config().volumes()).containsOnlyKeys("/data");
        assertThat(image.config().stopSignal()).isEqualTo("SIGINT");
        assertThat(host.layers().has(image.layers())).isTrue();
        assertThat(image.bytes()).isEqualTo(5);
        assertThat(host.told()).containsExactly("import " + image.id());
    }

    @Test
    void anInstructionThatChangesNoConfigurationIsRefused() {
        assertThatThrownBy(() -> host.importFile("tool:1", "a", "a", "RUN rm -rf /"))
                .isInstanceOf(EngineProblem.class)
                .hasMessage("run is not a valid change command");
        assertThat(host.images().count()).isZero();
    }

    @Test
    void anImageIsFoundByNameIdAndUniqueBeginning() {
        StoredImage image = host.importFile("team/tool", "a", "a");
        for (String asked :
                List.of(
                        "team/tool",
                        "team/tool:latest",
                        "docker.io/team/tool",
                        image.id().toString(),
                        image.id().hex(),
                        image.id().hex().substring(0, 5),
                        "sha256:" + image.id().hex().substring(0, 12))) {
            assertThat(host.images().require(asked).id()).as(asked).isEqualTo(image.id());
        }
        assertThatThrownBy(() -> host.images().require("nothing"))
                .hasMessage("No such image: nothing:latest");
        assertThatThrownBy(() -> host.images().require("UPPER"))
                .hasMessage("invalid reference format: repository name must be lowercase");
    }

    @Test
    void theLastNameTakesTheImageWithItAndOthersGoAlone() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        host.images().tag("tool:1", ImageReference.of("tool:2"));
        assertThat(host.images().remove("tool:1", false))
                .containsExactly(new DeletedImage("tool:1", null));
        assertThat(host.images().remove("tool:2", false))
                .containsExactly(
                        new DeletedImage("tool:2", null),
                        new DeletedImage(null, image.id().toString()),
                        new DeletedImage(null, image.layers().getFirst().toString()));
        assertThat(host.images().count()).isZero();
        assertThat(host.blobs()).isZero();
        assertThat(host.layers().has(image.layers())).isFalse();
        assertThat(host.told())
                .containsExactly(
                        "import " + image.id(),
                        "tag tool:2",
                        "untag " + image.id(),
                        "untag " + image.id(),
                        "delete " + image.id());
    }

    @Test
    void removalByIdIsRefusedWhileSeveralRepositoriesHaveIt() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        host.images().tag("tool:1", ImageReference.of("other:1"));
        String id = image.id().shortened();
        assertThatThrownBy(() -> host.images().remove(id, false))
                .hasMessage(
                        "conflict: unable to delete %s (must be forced) - image is referenced in"
                                + " multiple repositories",
                        id);
        assertThat(host.images().remove(id, true)).hasSize(4);
        assertThat(host.images().count()).isZero();
    }

    @Test
    void containersAreInTheWayInDockersWords() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        String id = image.id().shortened();
        host.uses().add(image, 'a', false);
        assertThatThrownBy(() -> host.images().remove("tool:1", false))
                .hasMessage(
                        "conflict: unable to remove repository reference \"tool:1\" (must force) -"
                                + " container aaaaaaaaaaaa is using its referenced image %s",
                        id);
        assertThatThrownBy(() -> host.images().remove(id, false))
                .hasMessage(
                        "conflict: unable to delete %s (must be forced) - image is being used by"
                                + " stopped container aaaaaaaaaaaa",
                        id);
        host.uses().clear();
        host.uses().add(image, 'b', true);
        assertThatThrownBy(() -> host.images().remove(id, true))
                .hasMessage(
                        "conflict: unable to delete %s (cannot be forced) - image is being used by"
                                + " running container bbbbbbbbbbbb",
                        id);
    }

    @Test
    void layersOfAContainerStayWhenItsImageIsRemovedByForce() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        host.uses().add(image, 'a', false);
        assertThat(host.images().remove("tool:1", true))
                .containsExactly(
                        new DeletedImage("tool:1", null),
                        new DeletedImage(null, image.id().toString()));
        assertThat(host.images().find("tool:1")).isEmpty();
        assertThat(host.layers().has(image.layers())).isTrue();
        host.uses().clear();
        host.reopen();
        assertThat(host.layers().has(image.layers())).isFalse();
    }

    @Test
    void aLeaseKeepsWhatIsRemovedMeanwhile() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        try (ImageLease _ = host.images().lease(image)) {
            host.images().remove("tool:1", false);
            assertThat(host.layers().has(image.layers())).isTrue();
        }
        host.reopen();
        assertThat(host.layers().has(image.layers())).isFalse();
        assertThatThrownBy(() -> host.images().lease(image)).isInstanceOf(EngineProblem.class);
    }

    @Test
    void everythingIsThereAgainAfterTheEngineWasKilled() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a", "LABEL a=b");
        host.images().tag("tool:1", ImageReference.of("registry.example:5000/x/y:z"));
        host.reopen();
        assertThat(host.images().require("tool:1"))
                .isEqualTo(host.images().require("registry.example:5000/x/y:z"))
                .extracting(StoredImage::id)
                .isEqualTo(image.id());
    }

    @Test
    void whatACrashLeftHalfDoneGoesAndALostLayerIsUnpackedAgain() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "content");
        Path blobs = host.folder().resolve("blobs/sha256");
        Files.writeString(blobs.resolve("0".repeat(64)), "a blob that no image names");
        Files.writeString(host.folder().resolve("ingest/new-7.part"), "half a layer");
        host.layers().retain(List.of());
        assertThat(host.layers().has(image.layers())).isFalse();
        host.reopen();
        assertThat(blobs.resolve("0".repeat(64))).doesNotExist();
        assertThat(host.partial()).isEmpty();
        assertThat(host.layers().has(image.layers())).isTrue();
        assertThat(host.images().require("tool:1").bytes()).isEqualTo(7);
    }

    @Test
    void anImageThatLostItsContentsIsNotShownAndNothingElseIsLost() throws Exception {
        StoredImage broken = host.importFile("broken:1", "a", "a");
        StoredImage whole = host.importFile("whole:1", "b", "b");
        Files.delete(host.folder().resolve("blobs/sha256").resolve(broken.id().hex()));
        host.reopen();
        assertThat(host.images().find("broken:1")).isEmpty();
        assertThat(host.images().require("whole:1").id()).isEqualTo(whole.id());
    }

    @Test
    void pruningTakesWhatHasNoNameUnlessAllIsAskedFor() throws Exception {
        host.importFile("tool:1", "a", "first");
        StoredImage second = host.importFile("tool:1", "a", "second one");
        StoredImage labelled = host.importFile("kept:1", "b", "b", "LABEL keep=yes");
        ImagePrune.Pruned dangling = host.images().prune(true, null, labels -> true);
        assertThat(dangling.spaceReclaimed()).isEqualTo(5);
        assertThat(host.images().count()).isEqualTo(2);
        ImagePrune.Pruned all =
                host.images().prune(false, null, labels -> !labels.containsKey("keep"));
        assertThat(all.imagesDeleted())
                .contains(
                        new DeletedImage("tool:1", null),
                        new DeletedImage(null, second.id().toString()));
        assertThat(host.images().usage())
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(labelled.id()));
    }

    @Test
    void layersThatSeveralImagesHaveAreCountedOnce() throws Exception {
        host.importFile("one:1", "a", "shared", "LABEL n=1");
        host.importFile("two:1", "a", "shared", "LABEL n=2");
        assertThat(host.images().layersBytes()).isEqualTo(6);
        assertThat(host.images().usage())
                .hasSize(2)
                .allSatisfy(image -> {
                    assertThat(image.size()).isEqualTo(6);
                    assertThat(image.sharedSize()).isEqualTo(6);
                });
    }

    @Test
    void savedImagesLoadWithTheSameIdsAndNames() throws Exception {
        StoredImage image = host.importFile("team/tool:1", "a", "a", "CMD [\"sh\"]");
        host.images().tag("team/tool:1", ImageReference.of("team/tool:2"));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        host.images().save(List.of("team/tool"), archive);
        host.images().remove(image.id().hex(), true);
        assertThat(host.blobs()).isZero();
        List<ProgressLine> lines = load(archive.toByteArray());
        assertThat(lines)
                .extracting(ProgressLine::stream)
                .contains("Loaded image: team/tool:1\n", "Loaded image: team/tool:2\n");
        assertThat(host.images().require("team/tool:2").id()).isEqualTo(image.id());
        assertThat(host.told()).contains("save " + image.id(), "load " + image.id());
    }

    @Test
    void anArchiveWhoseLayerIsAnotherThanItsConfigurationSaysIsRefused() throws Exception {
        StoredImage image = host.importFile("tool:1", "a", "a");
        String config =
                Files.readString(host.folder().resolve("blobs/sha256").resolve(image.id().hex()));
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "manifest.json",
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"evil:1\"],\"Layers\":[\"l/layer.tar\"]}]");
        files.put("c.json", config);
        files.put(
                "l/layer.tar",
                new String(ImageHost.tar(Map.of("x", "y")), StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> load(ImageHost.tar(files)))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("invalid diffID for layer 0");
        assertThat(host.images().find("evil:1")).isEmpty();
    }

    @Test
    void archivesThatAreNoneAreRefusedAndWriteNothingOutside() throws Exception {
        assertThatThrownBy(() -> load(ImageHost.tar(Map.of("../../../tmp/mullion-escaped", "x"))))
                .hasMessageContaining("neither manifest.json nor index.json");
        assertThat(Path.of("/tmp/mullion-escaped")).doesNotExist();
        assertThatThrownBy(() ->
                        load(
                                ImageHost.tar(
                                        Map.of(
                                                "manifest.json",
                                                "[{\"Config\":\"../../etc/passwd\"}]"))))
                .hasMessageContaining("it has no ../../etc/passwd");
        assertThatThrownBy(() -> load("no tar at all".repeat(100).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfAny(IOException.class, EngineProblem.class);
        assertThat(host.images().count()).isZero();
    }

    @Test
    void manifestsThatCannotBeImagesAreRefusedBeforeAnythingIsFetched() {
        ManifestChecks checks =
                new ManifestChecks(ImageHost.LIMITS, dev.mullion.docker.Platform.of("linux/amd64"));
        String layer =
                "{\"mediaType\":\""
                        + MediaTypes.DOCKER_LAYER_GZIP
                        + "\",\"size\":%d,\"digest\":\""
                        + new Digest("sha256", "a".repeat(64))
                        + "\"}";
        String manifest =
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\""
                        + MediaTypes.DOCKER_CONFIG
                        + "\",\"size\":%d,\"digest\":\""
                        + new Digest("sha256", "b".repeat(64))
                        + "\"},\"layers\":[%s]%s}";
        String many = String.join(",", java.util.Collections.nCopies(10_000, layer.formatted(1)));
        assertThatThrownBy(() -> checks.manifest(bytes(manifest.formatted(1, many, ""))))
                .hasMessageContaining("max depth exceeded: the image has 10000 layers");
        assertThatThrownBy(() ->
                        checks.manifest(
                                bytes(manifest.formatted(1, layer.formatted(1L << 60), ""))))
                .hasMessageContaining("a layer may have 67108864 here");
        assertThatThrownBy(() ->
                        checks.manifest(bytes(manifest.formatted(1, layer.formatted(-1), ""))))
                .isInstanceOf(EngineProblem.class);
        assertThatThrownBy(() -> checks.manifest(bytes(manifest.formatted(1 << 30, "", ""))))
                .hasMessageContaining("the image's configuration has 1073741824 bytes");
        assertThatThrownBy(() ->
                        checks.manifest(bytes(manifest.formatted(1, "", ",\"manifests\":[]"))))
                .hasMessageContaining("at the same time");
        assertThatThrownBy(() ->
                        checks.manifest(
                                bytes(
                                        manifest.replace(MediaTypes.DOCKER_CONFIG, "text/plain")
                                                .formatted(1, "", ""))))
                .hasMessageContaining("unsupported media type text/plain");
    }

    private List<ProgressLine> load(byte[] archive) throws IOException {
        List<ProgressLine> lines = new ArrayList<>();
        host.images().load(new ByteArrayInputStream(archive), false, lines::add);
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
