package dev.mullion.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLong;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.linux.layer.FolderCopy;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.settings.Allowance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumesTest {

    private static final ContainerId SOME = ContainerId.of("a".repeat(64));
    private static final ContainerId OTHER = ContainerId.of("b".repeat(64));

    @TempDir Path folder;

    private Set<Allowance> allowed = Set.of(Allowance.HOST_FILES);
    private final Map<String, List<ContainerId>> use = new HashMap<>();
    private final Events events = new Events(Clock.systemUTC());
    private Path root;
    private Volumes volumes;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("volumes");
        reopen();
    }

    private void reopen() throws IOException {
        volumes = new Volumes(root, allowed, events, Clock.systemUTC());
        volumes.usedBy(name -> use.getOrDefault(name, List.of()));
    }

    @Test
    void whatWasMadeIsThereAfterARestart() throws Exception {
        Volume made = volumes.create("data", "local", Map.of("team", "a"), Map.of());
        Files.writeString(volumes.mountpoint("data").resolve("file"), "kept");
        reopen();
        assertThat(volumes.require("data")).isEqualTo(made);
        assertThat(volumes.mountpoint("data").resolve("file")).hasContent("kept");
    }

    @Test
    void makingAVolumeAgainGivesTheOneThatIsThere() {
        Volume first = volumes.create("data", "", Map.of("a", "b"), Map.of());
        assertThat(volumes.create("data", "", Map.of("a", "c"), Map.of())).isEqualTo(first);
        assertThat(told()).containsExactly("create data");
    }

    @Test
    void aVolumeWithoutANameIsMarkedSo() {
        Volume made = volumes.create(null, "", Map.of(), Map.of());
        assertThat(made.name()).matches("[0-9a-f]{64}");
        assertThat(made.anonymous()).isTrue();
        assertThat(volumes.create("data", "", Map.of(), Map.of()).anonymous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x", "..", "/etc", "a/b", ".hidden", "-x", "a b", "x\0y", "x\n", "ä1", "~x"
            })
    void noNameLeadsOutOfTheFolder(String name) {
        assertThatThrownBy(() -> volumes.create(name, "", Map.of(), Map.of()))
                .isInstanceOfSatisfying(
                        EngineProblem.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(
                        "create "
                                + name
                                + ": \""
                                + name
                                + "\" includes invalid characters for a local volume name, only"
                                + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to"
                                + " pass a host directory, use absolute path");
        assertThat(root).isEmptyDirectory();
        assertThatThrownBy(() -> volumes.remove(name, false))
                .hasMessage("get " + name + ": no such volume");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    a    | local | 400 | create a: volume name is too short, names should be at least two alphanumeric characters
                    data | nfs   | 404 | create data: error looking up volume plugin nfs: plugin "nfs" not found
                    """)
    void saysNoInDockersWords(String name, String driver, int status, String message) {
        assertThatThrownBy(() -> volumes.create(name, driver, Map.of(), Map.of()))
                .isInstanceOfSatisfying(
                        EngineProblem.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    foo=1                           | 400 | create data: invalid option: "foo"
                    type=none,o=bind                | 400 | create data: missing required option: "device"
                    device=/x                       | 400 | create data: missing required option: "type"
                    size=1g                         | 400 | create data: quota size requested but no quota support
                    type=none,o=bind,device=/a/../b | 400 | create data: device is to be an absolute path without "." and ".."
                    type=tmpfs,device=tmpfs         | 501 | create data: this engine's volumes are its own folders, or folders of the host (type=none, o=bind, device=PATH), not type=tmpfs, o=; "--mount type=tmpfs" gives a container memory
                    """)
    void refusesOptionsThatItCantFollow(String options, int status, String message) {
        Map<String, String> given = new HashMap<>();
        for (String option : options.split(",", -1)) {
            String[] pair = option.split("=", 2);
            given.put(pair[0], pair[1]);
        }
        assertThatThrownBy(() -> volumes.create("data", "", Map.of(), given))
                .isInstanceOfSatisfying(
                        EngineProblem.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage(message);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aVolumeMayStandForAFolderOfTheHostWhichOutlivesIt() throws Exception {
        Path device = Files.createDirectory(folder.resolve("device"));
        Files.writeString(device.resolve("file"), "the host's");
        volumes.create("data", "", Map.of(), bind(device));
        assertThat(volumes.mountpoint("data")).isEqualTo(device);
        volumes.remove("data", false);
        assertThat(device.resolve("file")).exists();
        Path missing = folder.resolve("missing");
        volumes.create("data", "", Map.of(), bind(missing));
        assertThatThrownBy(() -> volumes.mountpoint("data"))
                .hasMessageContaining("failed to mount local volume: mount " + missing)
                .hasMessageEndingWith("no such file or directory");
    }

    @Test
    void noVolumeStandsForAFolderOfTheHostUnlessThatIsAllowed() throws Exception {
        volumes.create("outside", "", Map.of(), bind(folder));
        allowed = Set.of();
        reopen();
        assertThatThrownBy(() -> volumes.create("other", "", Map.of(), bind(folder)))
                .hasMessageContaining("--allow host-files");
        assertThatThrownBy(() -> volumes.mountpoint("outside"))
                .hasMessageContaining("--allow host-files");
        volumes.remove("outside", false);
        assertThat(folder).isDirectory();
    }

    @Test
    void aVolumeInUseStays() {
        volumes.create("data", "", Map.of(), Map.of());
        use.put("data", List.of(SOME, OTHER));
        for (boolean force : new boolean[] {false, true}) {
            assertThatThrownBy(() -> volumes.remove("data", force))
                    .isInstanceOfSatisfying(
                            EngineProblem.class, e -> assertThat(e.status()).isEqualTo(409))
                    .hasMessage("remove data: volume is in use - [" + SOME + ", " + OTHER + "]");
        }
        assertThat(volumes.prune(all -> true).names()).isEmpty();
        use.clear();
        try (Volumes.Hold hold = volumes.hold("data")) {
            assertThat(volumes.prune(all -> true).names()).isEmpty();
            assertThat(hold).isNotNull();
        }
        volumes.remove("data", false);
        assertThat(root).isEmptyDirectory();
        assertThat(told()).containsExactly("create data", "prune ", "prune ", "destroy data");
    }

    @Test
    void aVolumeNestedDeeperThanAnyPathSaysCanBeMeasuredAndRemoved() throws Exception {
        volumes.create("deep", "", Map.of(), Map.of());
        nest(volumes.mountpoint("deep"), 3000);
        assertThat(volumes.bytes("deep")).isNotNegative();
        volumes.remove("deep", false);
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    /** As a process in a container can: each folder is made from within the one around it. */
    private static void nest(Path top, int depth) throws Exception {
        int around = LibC.open(top.toString(), 0);
        for (int i = 0; i < depth; i++) {
            Path made = Files.createDirectory(Path.of("/proc/self/fd/" + around + "/d"));
            int inner = LibC.open(made.toString(), 0);
            LibC.close(around);
            around = inner;
        }
        LibC.close(around);
    }

    @Test
    void aContainerThatIsJustBeingMadeKeepsItsVolume() {
        volumes.create("data", "", Map.of(), Map.of());
        Volumes.Hold hold = volumes.hold("data");
        volumes.usedBy(name -> {
            // it wasn't among the users when they were looked through, and is done right after
            try {
                Thread.ofVirtual().start(hold::close).join(Duration.ofMillis(200));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of();
        });
        assertThatThrownBy(() -> volumes.remove("data", false)).hasMessageContaining("in use");
        assertThat(volumes.find("data")).isPresent();
    }

    @Test
    void whatIsntThereCanBeRemovedByForceOnly() {
        volumes.remove("data", true);
        assertThatThrownBy(() -> volumes.remove("data", false))
                .hasMessage("get data: no such volume");
    }

    @Test
    void aPruneSaysWhatItFreed() throws Exception {
        volumes.create("data", "", Map.of(), Map.of());
        Files.write(volumes.mountpoint("data").resolve("one"), new byte[1000]);
        Files.createLink(
                volumes.mountpoint("data").resolve("same"),
                volumes.mountpoint("data").resolve("one"));
        volumes.create("kept", "", Map.of("keep", ""), Map.of());
        Volumes.Pruned pruned = volumes.prune(volume -> !volume.labels().containsKey("keep"));
        assertThat(pruned).isEqualTo(new Volumes.Pruned(List.of("data"), 1000));
        assertThat(volumes.list(all -> true)).extracting(Volume::name).containsExactly("kept");
    }

    @Test
    void whatACrashLeftHalfMadeIsRemovedAndNothingElse() throws Exception {
        volumes.create("data", "", Map.of(), Map.of());
        Files.createDirectories(root.resolve(".half/_data"));
        Files.writeString(root.resolve(".half/_data/file"), "");
        Files.createDirectories(root.resolve("foreign/_data"));
        reopen();
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "foreign");
        }
        assertThat(volumes.list(all -> true)).extracting(Volume::name).containsExactly("data");
    }

    @Test
    void anEmptyVolumeGetsWhatTheImageHas() throws Exception {
        Path image = imageContent();
        volumes.create("data", "", Map.of(), Map.of());
        volumes.populate("data", image, FolderCopy::copy);
        Path data = volumes.mountpoint("data");
        assertThat(facts(data)).isEqualTo(facts(image));
        assertThat(facts(data.resolve("bin/tool"))).isEqualTo("104750:1000:2000");
        assertThat(data.resolve("bin/tool")).hasContent("tool");
        assertThat(Files.isSameFile(data.resolve("bin/tool"), data.resolve("again"))).isTrue();
        assertThat(Files.readSymbolicLink(data.resolve("out"))).isEqualTo(Path.of("/etc/passwd"));
        assertThat(facts(data.resolve("out"))).endsWith(":1000:2000");
        assertThat(Files.getLastModifiedTime(data.resolve("bin")))
                .isEqualTo(FileTime.from(Instant.EPOCH));
        byte[] value = new byte[16];
        NativeLong length =
                LibC.lgetxattr(
                        data.resolve("bin/tool").toString(),
                        "user.note",
                        value,
                        new NativeLong(16));
        assertThat(new String(value, 0, length.intValue(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(Files.isRegularFile(data.resolve("pipe"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(data.resolve("pipe")).exists();
    }

    @Test
    void aVolumeWithContentKeepsIt() throws Exception {
        volumes.create("data", "", Map.of(), Map.of());
        Files.writeString(volumes.mountpoint("data").resolve("mine"), "mine");
        volumes.populate("data", imageContent(), FolderCopy::copy);
        try (Stream<Path> left = Files.list(volumes.mountpoint("data"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void fillingAVolumeThatOthersUseKeepsItsFolder() throws Exception {
        volumes.create("data", "", Map.of(), Map.of());
        use.put("data", List.of(SOME, OTHER));
        Object before = Files.getAttribute(volumes.mountpoint("data"), "unix:ino");
        volumes.populate("data", imageContent(), FolderCopy::copy);
        assertThat(Files.getAttribute(volumes.mountpoint("data"), "unix:ino")).isEqualTo(before);
        assertThat(volumes.mountpoint("data").resolve("bin/tool")).hasContent("tool");
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).hasSize(1);
        }
    }

    private Path imageContent() throws Exception {
        Path image = Files.createDirectory(folder.resolve("image"));
        Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rwxrwx---"));
        own(image);
        Path bin = Files.createDirectory(image.resolve("bin"));
        Path tool = Files.writeString(bin.resolve("tool"), "tool");
        own(tool);
        Files.setAttribute(tool, "unix:mode", 0104750);
        LibC.lsetxattr(
                tool.toString(),
                "user.note",
                "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new NativeLong(5),
                0);
        Files.createLink(image.resolve("again"), tool);
        own(Files.createSymbolicLink(image.resolve("out"), Path.of("/etc/passwd")));
        LibC.mknod(image.resolve("pipe").toString(), 0010644, 0);
        Files.setLastModifiedTime(bin, FileTime.from(Instant.EPOCH));
        return image;
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", 1000, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", 2000, LinkOption.NOFOLLOW_LINKS);
    }

    private static String facts(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return "%o:%s:%s"
                .formatted(
                        mode,
                        Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS),
                        Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    }

    private static Map<String, String> bind(Path device) {
        return Map.of("type", "none", "o", "bind", "device", device.toString());
    }

    private List<String> told() {
        List<String> all = new ArrayList<>();
        try (Events.Subscription past = events.subscribe(Instant.EPOCH)) {
            EngineEvent event = past.poll(Duration.ZERO);
            while (event != null) {
                all.add(event.action() + " " + event.actor().id());
                event = past.poll(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
