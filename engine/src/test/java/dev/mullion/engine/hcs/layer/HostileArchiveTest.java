package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that try to write where they mustn't, and those that are damaged. */
class HostileArchiveTest {

    private LayerHost host;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("../evil", "leave"),
                Arguments.of("Files/../../evil", "leave"),
                Arguments.of("/Files/evil", "leave"),
                Arguments.of("Files//evil", "leave"),
                Arguments.of("Files/./evil", "leave"),
                Arguments.of("C:/evil", "character"),
                Arguments.of("Files/C:", "character"),
                Arguments.of("Files/a\\..\\..\\evil", "character"),
                Arguments.of("Files\\evil", "character"),
                Arguments.of("\\\\?\\C:\\evil", "character"),
                Arguments.of("Files/what?", "character"),
                Arguments.of("Files/a\u0001", "character"),
                Arguments.of("Files/never:stream", "character"),
                Arguments.of("Files/NUL", "device"),
                Arguments.of("Files/com1.txt", "device"),
                Arguments.of("Files/CONIN$", "device"),
                Arguments.of("Files/LPT\u00b2", "device"),
                Arguments.of("Files/aux .txt", "device"),
                Arguments.of("Files/dot.", "dot or a space"),
                Arguments.of("Files/space ", "dot or a space"),
                Arguments.of("Files/.wh.dot.", "dot or a space"),
                Arguments.of("Files/.wh.", "dot or a space"),
                Arguments.of("Files/.wh..", "dot or a space"),
                Arguments.of("Files/.wh..wh..opq", "opaque"),
                Arguments.of("Files/a.$wcidirs$", "Windows' own"),
                Arguments.of("Files/a.$WCIDIRS$", "Windows' own"),
                Arguments.of("files/evil", "at its top"),
                Arguments.of("hives/evil", "at its top"),
                Arguments.of("etc/passwd", "at its top"),
                Arguments.of("tombstones.txt", "at its top"),
                Arguments.of("layerchain.json", "at its top"),
                Arguments.of("Files/" + "x".repeat(256), "256 characters"),
                Arguments.of("Files/missing/evil", "before the folder"),
                Arguments.of("Hives", "isn't a folder"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameThatIsMoreThanANameIsRefused(String name, String why) throws IOException {
        byte[] evil = WindowsTar.layer().file(name, "evil").bytes();
        requireRefused(evil, why);
    }

    static Stream<Arguments> plays() {
        return Stream.of(
                Arguments.of(
                        "the same name in other letters",
                        WindowsTar.layer().file("Files/a", "1").file("Files/A", "2"),
                        "which is the same to Windows"),
                Arguments.of(
                        "a name twice",
                        WindowsTar.layer().file("Files/a", "1").file("Files/a", "2"),
                        "twice"),
                Arguments.of(
                        "a file below a file",
                        WindowsTar.layer().file("Files/a", "1").file("Files/a/b", "2"),
                        "which is a file"),
                Arguments.of(
                        "a junction written through",
                        WindowsTar.layer()
                                .junction("Files/j", "C:\\Windows")
                                .file("Files/j/evil", "evil"),
                        "which is a link"),
                Arguments.of(
                        "a junction written through in other letters",
                        WindowsTar.layer()
                                .junction("Files/jUmp", "\\\\server\\share")
                                .file("Files/JuMP/evil", "evil"),
                        "which is a link"),
                Arguments.of(
                        "a symbolic link written through",
                        WindowsTar.layer()
                                .symbolicLink("Files/s", "..\\..\\..")
                                .file("Files/s/evil", "evil"),
                        "which is a link"),
                Arguments.of(
                        "a hard link out of the layer",
                        WindowsTar.layer().hardLink("Files/h", "../../engine/state"),
                        "leave"),
                Arguments.of(
                        "a hard link to what isn't there",
                        WindowsTar.layer().hardLink("Files/h", "Files/nothing"),
                        "a file of"),
                Arguments.of(
                        "a hard link to a folder",
                        WindowsTar.layer().folder("Files/d").hardLink("Files/h", "Files/d"),
                        "a file of"),
                Arguments.of(
                        "a stream of another file",
                        WindowsTar.layer().file("Files/a", "1").file("Files/b", "2").stream(
                                "Files/a:late", "late"),
                        "character"),
                Arguments.of(
                        "a stream of a stream",
                        WindowsTar.layer().file("Files/a", "1").stream("Files/a:x:$DATA", "evil"),
                        "named stream"),
                Arguments.of(
                        "a stream that is a link",
                        WindowsTar.layer()
                                .file("Files/a", "1")
                                .plain(Kind.SYMBOLIC_LINK, "Files/a:s", "C:\\evil", ""),
                        "named stream"),
                Arguments.of(
                        "a link in the place of a part",
                        new WindowsTar().junction("Files", "C:\\"),
                        "isn't a folder"),
                Arguments.of(
                        "a utility VM that is a link",
                        WindowsTar.layer().junction("UtilityVM", "C:\\"),
                        "isn't a folder"),
                Arguments.of(
                        "attributes that are no number",
                        WindowsTar.layer()
                                .file("Files/a", "1", Map.of("MSWINDOWS.fileattr", "folder")),
                        "no number"),
                Arguments.of(
                        "a file that says to be a folder",
                        WindowsTar.layer().file("Files/a", "1", Map.of("MSWINDOWS.fileattr", "16")),
                        "contrary"),
                Arguments.of(
                        "security that isn't base64",
                        WindowsTar.layer().file("Files/a", "1", Map.of("MSWINDOWS.rawsd", "%%%")),
                        "base64"),
                Arguments.of(
                        "an attribute with an impossible name",
                        WindowsTar.layer()
                                .file(
                                        "Files/a",
                                        "1",
                                        Map.of("MSWINDOWS.xattr." + "x".repeat(300), "AAAA")),
                        "255 characters"),
                Arguments.of(
                        "a link to nothing Windows could keep",
                        WindowsTar.layer().symbolicLink("Files/s", "x".repeat(20_000)),
                        "can't lead"),
                Arguments.of(
                        "a removal of a hive",
                        WindowsTar.layer().folder("Hives").removal("Hives/System_Delta"),
                        "remove"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plays")
    void aPlayWithWhatNamesStandForIsRefused(String what, WindowsTar tar, String why)
            throws IOException {
        requireRefused(tar.bytes(), why);
    }

    /** As a base layer and on top of another; afterwards everything is as it was before. */
    private void requireRefused(byte[] evil, String why) throws IOException {
        assertThatThrownBy(() -> host.unpack(evil))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
        assertThat(host.contents()).isEmpty();
        List<Digest> base = host.unpack(ImportTest.base());
        assertThatThrownBy(() -> host.unpack(ImportTest.base(), evil))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
        assertThat(host.contents()).containsExactly("layers/" + host.layer(base).getFileName());
    }

    @Test
    void aJunctionOfALayerBelowIsntWrittenThrough() throws IOException {
        byte[] base =
                WindowsTar.layer()
                        .folder("UtilityVM")
                        .folder("UtilityVM/Files")
                        .file("UtilityVM/Files/kernel", "kernel")
                        .junction("UtilityVM/Files/out", "C:\\Windows")
                        .bytes();
        byte[] evil = WindowsTar.layer().file("UtilityVM/Files/out/evil", "evil").bytes();
        List<Digest> below = host.unpack(base);
        assertThatThrownBy(() -> host.unpack(base, evil))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("through a link");
        assertThat(host.contents()).containsExactly("layers/" + host.layer(below).getFileName());
    }

    @Test
    void onlyFilesOfAUtilityVmChange() throws IOException {
        List<Digest> below = host.unpack(ImportTest.base());
        for (WindowsTar evil :
                List.of(
                        WindowsTar.layer().file("UtilityVM/SystemTemplate.vhdx", "evil"),
                        WindowsTar.layer().removal("UtilityVM/SystemTemplate.vhdx"),
                        WindowsTar.layer().removal("UtilityVM/Files/nothing"))) {
            assertThatThrownBy(() -> host.unpack(ImportTest.base(), evil.bytes()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(host.contents()).containsExactly("layers/" + host.layer(below).getFileName());
    }

    @Test
    void aRemovalInABaseLayerIsRefused() {
        assertThatThrownBy(() -> host.unpack(WindowsTar.layer().removal("Files/a").bytes()))
                .hasMessageContaining("nothing below a base layer");
    }

    @Test
    void whatUnpacksToMoreThanAllowedIsRefused() throws IOException {
        byte[] many = new byte[70 << 20];
        byte[] large =
                WindowsTar.layer()
                        .file(
                                "Files/a",
                                new String(many, java.nio.charset.StandardCharsets.US_ASCII))
                        .bytes();
        assertThatThrownBy(() -> host.unpack(large)).hasMessageContaining("larger than");
        WindowsTar files = WindowsTar.layer();
        for (int i = 0; i < 10_001; i++) {
            files.plain(Kind.HARD_LINK, "Files/" + i, "Files/a", "");
        }
        assertThatThrownBy(() ->
                        host.layers.unpack(
                                List.of(WindowsTar.digest(files.bytes())),
                                new ByteArrayInputStream(files.bytes())))
                .isInstanceOf(IOException.class);
        assertThat(host.contents()).isEmpty();
    }

    /** The short form; more rounds find nothing else. */
    @Test
    void damagedArchivesNeitherHangNorLeaveAnything() throws IOException {
        Random random = new Random(4);
        byte[] whole = ImportTest.base();
        for (int round = 0; round < 150; round++) {
            byte[] damaged = whole.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            Digest digest = WindowsTar.digest(damaged);
            try {
                host.layers.unpack(List.of(digest), new ByteArrayInputStream(damaged));
                host.layers.retain(List.of());
            } catch (IOException e) {
                assertThat(e.getMessage()).as("round %d", round).isNotBlank();
            }
            assertThat(host.contents()).as("round %d", round).isEmpty();
        }
    }
}
