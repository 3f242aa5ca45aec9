package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.emulator.layer.LayerFixture.LATER;
import static dev.mullion.hcs.emulator.layer.LayerFixture.inside;
import static dev.mullion.hcs.emulator.layer.LayerFixture.names;
import static dev.mullion.hcs.emulator.layer.LayerFixture.read;
import static dev.mullion.hcs.emulator.layer.LayerFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.emulator.file.Streams;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.BackupRoot.Access;
import dev.mullion.hcs.layer.BackupRoot.Kind;
import dev.mullion.hcs.layer.FileInfo;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a layer changes, as an export folder says it. */
class ExportTest {

    @TempDir private Path folder;
    private LayerFixture machine;
    private Layers layers;
    private Path base;
    private Path scratch;
    private Path target;
    private LayerFiles inside;

    @BeforeEach
    void open() {
        machine = new LayerFixture(folder);
        layers = machine.layers;
        base = machine.base("base");
        scratch = machine.mounted("scratch", base);
        target = machine.newFolder("export");
        inside = inside(scratch, base);
    }

    @AfterEach
    void nothingIsLeftOut() {
        machine.close();
    }

    private void export() {
        layers.unprepare(scratch);
        layers.exportLayer(scratch, target, machine.chain(base));
    }

    private List<String> tombstones() throws IOException {
        List<String> lines = Files.readAllLines(target.resolve("tombstones.txt"));
        assertThat(lines.getFirst()).isEqualTo("\uFEFFVersion 1.0");
        return lines.subList(1, lines.size());
    }

    /** Names below {@code Files}. */
    private List<String> exported() throws IOException {
        Path files = target.resolve("Files");
        if (!Files.exists(files)) {
            return List.of();
        }
        try (var all = Files.walk(files)) {
            return all.filter(path -> !path.equals(files))
                    .map(path -> files.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void nothingChangedMeansNothingButTheHives() throws IOException {
        export();
        assertThat(exported()).isEmpty();
        assertThat(tombstones()).isEmpty();
        assertThat(target.resolve("Hives/System_Delta")).content().contains("EMULATED");
        assertThat(Files.getLastModifiedTime(target.resolve("Hives/System_Delta")))
                .isEqualTo(Files.getLastModifiedTime(scratch.resolve("sandbox.vhdx")));
    }

    @Test
    void newAndChangedFilesComeWithTheFoldersTheyAreIn() throws IOException {
        write(inside, "C:\\Windows\\System32\\new.dll", "new");
        write(inside, "C:\\old\\a.txt", "changed");
        inside.makeDirectory("C:\\empty");
        export();
        assertThat(exported())
                .containsExactly(
                        "Windows",
                        "Windows.$wcidirs$",
                        "Windows/System32",
                        "Windows/System32.$wcidirs$",
                        "Windows/System32/new.dll",
                        "empty",
                        "empty.$wcidirs$",
                        "old",
                        "old.$wcidirs$",
                        "old/a.txt");
        assertThat(Files.readAllBytes(target.resolve("Files/old/a.txt")))
                .isEqualTo(new Streams().data("changed").bytes(0x20));
        assertThat(Files.readAllBytes(target.resolve("Files/old.$wcidirs$")))
                .isEqualTo(new Streams().security("O:SY").bytes(0x10));
        assertThat(tombstones()).isEmpty();
    }

    @Test
    void whatWasRestoredThroughTheVolumeIsExportedByteForByteWithItsTimes() throws IOException {
        try (BackupRoot volume = machine.files.openVolume(layers.mountPath(scratch))) {
            machine.restore(
                    volume,
                    "app\\data.bin",
                    Kind.FILE,
                    0x22,
                    new Streams().security("O:SY").attributes("$A").data("x").stream("s", "t"));
            try (BackupFile file = volume.open("app\\data.bin", Access.WRITE)) {
                file.set(new FileInfo(LATER, LATER, LATER, LATER, 0));
            }
        }
        export();
        assertThat(Files.readAllBytes(target.resolve("Files/app/data.bin")))
                .isEqualTo(
                        new Streams()
                                .security("O:SY").attributes("$A").data("x").stream("s", "t")
                                        .bytes(0x22));
        try (BackupRoot root = machine.files.open(target)) {
            assertThat(root.find("Files\\app\\data.bin"))
                    .contains(new FileInfo(LATER, LATER, LATER, LATER, FileInfo.NORMAL));
        }
    }

    @Test
    void whatIsWrittenAsItWasIsNoChange() throws IOException {
        try (BackupRoot volume = machine.files.openVolume(layers.mountPath(scratch));
                BackupFile same = volume.open("old\\a.txt", Access.WRITE)) {
            assertThat(same.facts().size()).isEqualTo(1);
        }
        export();
        assertThat(exported()).isEmpty();
    }

    @Test
    void whatWasDeletedIsATombstone() throws IOException {
        inside.delete("C:\\old\\a.txt");
        inside.delete("C:\\Windows\\win.ini");
        write(inside, "C:\\passing.txt", "x");
        inside.delete("C:\\passing.txt");
        export();
        assertThat(tombstones()).containsExactlyInAnyOrder("\\old\\a.txt", "\\Windows\\win.ini");
        assertThat(exported())
                .containsExactly("Windows", "Windows.$wcidirs$", "old", "old.$wcidirs$");
    }

    @Test
    void aWholeFolderThatIsGoneIsOneTombstone() throws IOException {
        inside.delete("C:\\old\\a.txt");
        inside.delete("C:\\old\\b.txt");
        inside.delete("C:\\old");
        export();
        assertThat(tombstones()).containsExactly("\\old");
        assertThat(exported()).isEmpty();
    }

    @Test
    void aFolderThatWasMadeAnewHasATombstoneForEachThingItHadBefore() throws IOException {
        inside.delete("C:\\old\\a.txt");
        inside.delete("C:\\old\\b.txt");
        inside.delete("C:\\old");
        inside.makeDirectory("C:\\old");
        write(inside, "C:\\old\\b.txt", "another b");
        assertThat(names(inside, "C:\\old")).containsExactly("b.txt");
        export();
        assertThat(tombstones()).containsExactly("\\old\\a.txt");
        assertThat(exported()).containsExactly("old", "old.$wcidirs$", "old/b.txt");
    }

    @Test
    void aLinkIsExportedAsItself() throws IOException {
        try (BackupRoot volume = machine.files.openVolume(layers.mountPath(scratch))) {
            machine.restore(volume, "way", Kind.DIRECTORY, 0x10, new Streams().junction("C:\\old"));
            machine.restore(volume, "ini", Kind.FILE, 0x20, new Streams().link("Windows\\win.ini"));
        }
        assertThat(read(inside, "C:\\way\\a.txt")).isEqualTo("a");
        export();
        assertThat(Files.readAllBytes(target.resolve("Files/way.$wcidirs$")))
                .isEqualTo(new Streams().junction("C:\\old").bytes(0x410));
        assertThat(Files.readAllBytes(target.resolve("Files/ini")))
                .isEqualTo(new Streams().link("Windows\\win.ini").bytes(0x420));
    }

    @Test
    void twoNamesOfOneFileStayTwoNamesOfOneFile() throws IOException {
        try (BackupRoot volume = machine.files.openVolume(layers.mountPath(scratch))) {
            machine.file(volume, "d\\one", "same");
            volume.link(volume, "d\\one", "two");
        }
        export();
        try (BackupRoot root = machine.files.open(target);
                BackupFile one = root.open("Files\\d\\one", Access.INFO);
                BackupFile two = root.open("Files\\two", Access.INFO)) {
            assertThat(two.facts()).isEqualTo(one.facts());
            assertThat(one.facts().links()).isEqualTo(2);
        }
    }

    @Test
    void whatIsExportedIsImportedAgainAsTheSame() throws IOException {
        write(inside, "C:\\old\\a.txt", "changed");
        write(inside, "C:\\Größe.txt", "new");
        inside.delete("C:\\old\\b.txt");
        try (BackupRoot volume = machine.files.openVolume(layers.mountPath(scratch))) {
            machine.restore(volume, "way", Kind.DIRECTORY, 0x10, new Streams().junction("C:\\old"));
        }
        export();
        Path layer = machine.newFolder("committed");
        layers.importLayer(layer, target, machine.chain(base));
        LayerFiles again = inside(machine.newFolder("any"), layer, base);
        assertThat(names(again, "C:\\")).containsExactly("Größe.txt", "old", "way", "Windows");
        assertThat(names(again, "C:\\old")).containsExactly("a.txt");
        assertThat(read(again, "C:\\way\\a.txt")).isEqualTo("changed");
        Path second = machine.newFolder("export2");
        layers.activate(layer);
        layers.exportLayer(layer, second, machine.chain(base));
        layers.deactivate(layer);
        assertThat(Files.readAllBytes(second.resolve("Files/old/a.txt")))
                .isEqualTo(Files.readAllBytes(target.resolve("Files/old/a.txt")));
        assertThat(Files.readAllLines(second.resolve("tombstones.txt")))
                .isEqualTo(Files.readAllLines(target.resolve("tombstones.txt")));
        assertThat(second.resolve("Files/Windows")).doesNotExist();
        assertThat(second.resolve("Hives/System_Delta")).exists();
    }

    @Test
    void aBaseIsExportedWhole() throws IOException {
        layers.exportLayer(base, target, List.of());
        assertThat(exported()).contains("Windows/System32/cmd.exe", "old/a.txt", "Windows/win.ini");
        assertThat(target.resolve("UtilityVM/Files/Windows/kernel")).exists();
    }

    @Test
    void onlyWhatALayerChangesOfTheUtilityVmIsExported() throws IOException {
        Path layer = machine.newFolder("layer");
        layers.importLayer(layer, machine.newFolder("nothing"), machine.chain(base));
        try (BackupRoot root = machine.files.open(layer);
                BackupRoot below = machine.files.open(base)) {
            machine.file(root, "UtilityVM\\Files\\Windows\\driver", "driver");
            root.link(
                    below,
                    "UtilityVM\\Files\\Windows\\kernel",
                    "UtilityVM\\Files\\Windows\\kernel");
        }
        layers.exportLayer(layer, target, machine.chain(base));
        try (BackupRoot root = machine.files.open(target);
                BackupFile driver = root.open("UtilityVM\\Files\\Windows\\driver", Access.READ);
                InputStream in = driver.read()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("driver");
            assertThat(root.exists("UtilityVM\\Files\\Windows\\kernel")).isFalse();
        }
    }

    @Test
    void whatIsMountedOrNotEvenAttachedIsNotExported() {
        assertThatThrownBy(() -> layers.exportLayer(scratch, target, machine.chain(base)))
                .hasMessageContaining("0x80070020");
        layers.unprepare(scratch);
        layers.deactivate(scratch);
        assertThatThrownBy(() -> layers.exportLayer(scratch, target, machine.chain(base)))
                .hasMessageContaining("0x80070015");
        assertThatThrownBy(() ->
                        layers.exportLayer(scratch, folder.resolve("no"), machine.chain(base)))
                .hasMessageContaining("0x80070003");
    }

    @Test
    void aScratchThatWasDamagedByItsEndCantBeExported() throws IOException {
        write(inside, "C:\\a.txt", "a");
        machine.host.layers().damage(scratch);
        layers.unprepare(scratch);
        assertThatThrownBy(() -> layers.exportLayer(scratch, target, machine.chain(base)))
                .hasMessageContaining("0x80070003");
        assertThat(read(inside, "C:\\a.txt")).isEqualTo("a");
    }
}
