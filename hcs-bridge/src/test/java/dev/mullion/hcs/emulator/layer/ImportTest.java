package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.emulator.layer.LayerFixture.LATER;
import static dev.mullion.hcs.emulator.layer.LayerFixture.TIME;
import static dev.mullion.hcs.emulator.layer.LayerFixture.info;
import static dev.mullion.hcs.emulator.layer.LayerFixture.inside;
import static dev.mullion.hcs.emulator.layer.LayerFixture.names;
import static dev.mullion.hcs.emulator.layer.LayerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AccessDeniedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.emulator.Fault;
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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers made of import folders: what is new, what is replaced, what stays, what goes. */
class ImportTest {

    @TempDir private Path folder;
    private LayerFixture machine;
    private Layers layers;
    private Path base;
    private Path source;
    private Path layer;

    @BeforeEach
    void open() {
        machine = new LayerFixture(folder);
        layers = machine.layers;
        base = machine.base("base");
        source = machine.newFolder("import");
        layer = machine.newFolder("layer");
    }

    @AfterEach
    void nothingIsLeftOut() {
        machine.close();
    }

    private void importIt() {
        layers.importLayer(layer, source, machine.chain(base));
    }

    private byte[] backup(Path of, String name) throws IOException {
        try (BackupRoot root = machine.files.open(of);
                BackupFile file = root.open(name, Access.READ);
                InputStream in = file.backup(true)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aFinishedBaseHasItsHivesLayoutAndDisks() throws IOException {
        assertThat(base.resolve("layout")).content().contains("EMULATED");
        for (String disk :
                List.of(
                        "blank.vhdx",
                        "blank-base.vhdx",
                        "UtilityVM/SystemTemplate.vhdx",
                        "UtilityVM/SystemTemplateBase.vhdx")) {
            assertThat(base.resolve(disk)).content().contains("EMULATED virtual disk");
        }
        assertThat(backup(base, "Hives\\System_Base"))
                .isEqualTo(new Streams().security("O:BA").data("EMULATED hive").bytes());
        assertThat(layers.exists(base)).isTrue();
        assertThat(layers.exists(folder.resolve("none"))).isFalse();
    }

    @Test
    void finishingAUtilityVmChangesItsBootConfigurationOnly() throws IOException {
        assertThat(
                        new String(
                                backup(base, "UtilityVM\\Files\\EFI\\Microsoft\\Boot\\BCD"),
                                StandardCharsets.UTF_8))
                .contains("EMULATED boot configuration");
        assertThat(backup(base, "UtilityVM\\Files\\Windows\\kernel"))
                .isEqualTo(new Streams().security("O:BA").data("kernel").bytes());
    }

    @Test
    void newAndChangedFilesComeAboveWhatIsBeneathWithAllThatWasRestored() throws IOException {
        byte[] stream =
                new Streams().security("O:SY").data("new").stream("Zone.Identifier", "3").bytes();
        machine.brought(
                source,
                "app\\new.txt",
                0x22,
                new Streams().security("O:SY").data("new").stream("Zone.Identifier", "3"));
        machine.broughtFolder(source, "app", 0x12, new Streams().security("O:BA"));
        machine.brought(source, "WINDOWS\\Win.ini", 0x20, new Streams().data("[changed]"));
        importIt();
        LayerFiles inside = inside(machine.newFolder("any"), layer);
        assertThat(names(inside, "C:\\")).containsExactly("app", "old", "Windows");
        assertThat(names(inside, "C:\\Windows")).containsExactly("System32", "Win.ini");
        assertThat(read(inside, "C:\\windows\\win.ini")).isEqualTo("[changed]");
        assertThat(read(inside, "C:\\old\\a.txt")).isEqualTo("a");
        assertThat(backup(layer, "Files\\app\\new.txt")).isEqualTo(stream);
        assertThat(backup(layer, "Files\\app")).isEqualTo(new Streams().security("O:BA").bytes());
        try (BackupRoot root = machine.files.open(layer)) {
            assertThat(root.find("Files\\app\\new.txt"))
                    .contains(new FileInfo(LATER, LATER, LATER, LATER, 0x22));
            assertThat(root.find("Files\\app"))
                    .contains(new FileInfo(LATER, LATER, LATER, LATER, 0x12));
        }
        assertThat(read(inside(machine.newFolder("any"), base), "C:\\Windows\\win.ini"))
                .isEqualTo("[fonts]");
    }

    @Test
    void whatStaysIsTheSameFileAndKeepsItsFoldersTimes() throws IOException {
        machine.brought(source, "old\\c.txt", 0x20, new Streams().data("c"));
        importIt();
        try (BackupRoot below = machine.files.open(base);
                BackupRoot above = machine.files.open(layer);
                BackupFile one = below.open("Files\\old\\a.txt", Access.INFO);
                BackupFile other = above.open("Files\\old\\a.txt", Access.INFO)) {
            assertThat(other.facts()).isEqualTo(one.facts());
            assertThat(above.find("Files\\Windows")).isEqualTo(below.find("Files\\Windows"));
            assertThat(above.find("Files\\Windows"))
                    .get()
                    .extracting(FileInfo::written)
                    .isNotNull();
        }
    }

    @Test
    void aFileComesInThePlaceOfAFolderAndTheOtherWayRound() throws IOException {
        machine.brought(source, "old", 0x20, new Streams().data("a file now"));
        machine.brought(source, "Windows\\win.ini\\part", 0x20, new Streams().data("a folder now"));
        machine.broughtFolder(source, "Windows\\win.ini", 0x10, new Streams());
        importIt();
        LayerFiles inside = inside(machine.newFolder("any"), layer);
        assertThat(read(inside, "C:\\old")).isEqualTo("a file now");
        assertThat(read(inside, "C:\\Windows\\win.ini\\part")).isEqualTo("a folder now");
        assertThat(read(inside(machine.newFolder("any"), base), "C:\\old\\a.txt")).isEqualTo("a");
    }

    @Test
    void aLinkToAFolderReplacesTheFolderAndLeadsInsideTheContainer() throws IOException {
        machine.brought(source, "old.$wcidirs$", 0x410, new Streams().junction("C:\\Windows"));
        Files.createDirectories(source.resolve("Files/old"));
        machine.brought(
                source, "ini.lnk", 0x420, new Streams().security("O:BA").link("Windows\\win.ini"));
        importIt();
        LayerFiles inside = inside(machine.newFolder("any"), layer);
        assertThat(read(inside, "C:\\old\\win.ini")).isEqualTo("[fonts]");
        assertThat(read(inside, "C:\\ini.lnk")).isEqualTo("[fonts]");
        assertThat(names(inside, "C:\\old")).containsExactly("System32", "win.ini");
        try (BackupRoot root = machine.files.open(layer)) {
            assertThat(root.find("Files\\old")).get().matches(FileInfo::reparsePoint);
            assertThat(root.find("Files\\ini.lnk")).get().matches(FileInfo::reparsePoint);
        }
    }

    @Test
    void hivesOfALayerAreKeptAsTheyWereRestored() throws IOException {
        machine.newFolder("import/Hives");
        try (BackupRoot root = machine.files.open(source);
                BackupFile file = root.create("Hives\\System_Delta", Kind.FILE)) {
            file.set(info(0x20));
            try (OutputStream out = file.restore(false)) {
                out.write(new Streams().data("delta").bytes());
            }
        }
        importIt();
        assertThat(backup(layer, "Hives\\System_Delta"))
                .isEqualTo(new Streams().data("delta").bytes());
        try (BackupRoot root = machine.files.open(layer)) {
            assertThat(root.find("Hives\\System_Delta"))
                    .get()
                    .extracting(FileInfo::written)
                    .isEqualTo(TIME);
        }
    }

    @Test
    void afterAnImportFilesAreDeletedAndLinkedInItWithoutTouchingTheLayerBeneath() {
        importIt();
        try (BackupRoot above = machine.files.open(layer);
                BackupRoot below = machine.files.open(base)) {
            assertThat(above.delete("Files\\old\\b.txt")).isTrue();
            assertThat(above.delete("Files\\never\\there.txt")).isFalse();
            above.link(below, "Files\\old\\a.txt", "Files\\old\\again.txt");
            above.link(above, "Files\\Windows\\win.ini", "Files\\win2.ini");
            assertThat(below.exists("Files\\old\\b.txt")).isTrue();
            assertThat(below.exists("Files\\old\\again.txt")).isFalse();
        }
    }

    @Test
    void tombstonesOfTheImportFolderAreHeeded() throws IOException {
        Files.writeString(
                source.resolve("tombstones.txt"),
                "\uFEFFVersion 1.0\r\n\\old\r\n\\Windows\\WIN.INI\r\n");
        importIt();
        LayerFiles inside = inside(machine.newFolder("any"), layer);
        assertThat(names(inside, "C:\\")).containsExactly("Windows");
        assertThat(names(inside, "C:\\Windows")).containsExactly("System32");
    }

    @Test
    void aLayerOfManyLayersHasEverythingOfAllOfThem() throws IOException {
        machine.brought(source, "one.txt", 0x20, new Streams().data("1"));
        importIt();
        Path second = machine.newFolder("second");
        Path more = machine.newFolder("import2");
        machine.brought(more, "two.txt", 0x20, new Streams().data("2"));
        machine.brought(more, "one.txt", 0x20, new Streams().data("one"));
        layers.importLayer(second, more, machine.chain(layer, base));
        Path scratch = machine.mounted("scratch", second, layer, base);
        LayerFiles inside = inside(scratch, second, layer, base);
        assertThat(names(inside, "C:\\")).containsExactly("old", "one.txt", "two.txt", "Windows");
        assertThat(read(inside, "C:\\one.txt")).isEqualTo("one");
    }

    @Test
    void anImportCanBeRepeatedOverTheSameFolder() throws IOException {
        machine.brought(source, "one.txt", 0x20, new Streams().data("1"));
        importIt();
        Files.delete(source.resolve("Files/one.txt"));
        importIt();
        assertThat(names(inside(machine.newFolder("any"), layer), "C:\\"))
                .containsExactly("old", "Windows");
    }

    @Test
    void anAntivirusInTheWayIsAccessDeniedOnceAndAFullDiskIsToldAsSuch() {
        machine.host.faults().next(Fault.IMPORT_ACCESS_DENIED, 1);
        assertThatThrownBy(this::importIt).isInstanceOf(AccessDeniedException.class);
        importIt();
        machine.host.faults().next(Fault.IMPORT_DISK_FULL, 1);
        assertThatThrownBy(this::importIt).hasMessageContaining("0x80070070");
        machine.host.faults().next(Fault.IMPORT_ACCESS_DENIED, 2);
        Path unfinished = machine.unfinishedBase("unfinished");
        assertThatThrownBy(() -> layers.processBaseImage(unfinished))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> layers.processUtilityImage(unfinished.resolve("UtilityVM")))
                .isInstanceOf(AccessDeniedException.class);
        layers.processBaseImage(unfinished);
        assertThat(machine.host.faults().met(Fault.IMPORT_ACCESS_DENIED)).isEqualTo(3);
    }

    @Test
    void anImportFolderThatIsNoneIsRefused() throws IOException {
        assertThatThrownBy(
                        () -> layers.importLayer(layer, folder.resolve("no"), machine.chain(base)))
                .hasMessageContaining("0x80070003");
        assertThatThrownBy(() -> layers.processBaseImage(folder.resolve("no")))
                .hasMessageContaining("0x80070003");
        Path broken = source.resolve("Files/short");
        Files.createDirectories(source.resolve("Files"));
        Files.write(broken, new byte[] {1, 2});
        assertThatThrownBy(this::importIt)
                .isInstanceOf(HcsException.class)
                .hasMessageContaining("0x8007000D");
        Files.write(broken, new byte[40]);
        Files.write(broken, new Streams().data("text").bytes(0x20));
        importIt();
    }

    @Test
    void aParentThatWasNotImportedToItsEndIsAnInvalidLayer() {
        Path unfinished = machine.unfinishedBase("unfinished");
        assertThatThrownBy(() -> layers.importLayer(layer, source, machine.chain(unfinished)))
                .hasMessageContaining("0xC0370112");
        assertThatThrownBy(() ->
                        layers.importLayer(
                                layer, source, machine.chain(machine.newFolder("empty"), base)))
                .hasMessageContaining("0xC0370112");
    }
}
