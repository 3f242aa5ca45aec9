package dev.mullion.hcs.emulator.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mullion.hcs.AccessDeniedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupFiles;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.BackupRoot.Access;
import dev.mullion.hcs.layer.BackupRoot.Kind;
import dev.mullion.hcs.layer.FileInfo;
import dev.mullion.hcs.layer.Privileges;
import dev.mullion.hcs.layer.Privileges.Privilege;
import dev.mullion.hcs.layer.SecurityDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupFilesTest {

    private static final Instant CREATED = Instant.parse("2020-01-02T03:04:05.123456700Z");
    private static final Instant ACCESSED = Instant.parse("2021-01-02T03:04:05.1Z");
    private static final Instant WRITTEN = Instant.parse("2022-01-02T03:04:05.7654321Z");
    private static final Instant CHANGED = Instant.parse("2023-01-02T03:04:05Z");
    private static final int HIDDEN_ARCHIVE = 0x22;

    @TempDir private Path machine;
    @TempDir private Path folder;

    private EmulatedHost host;
    private Client client;
    private NativeCalls calls;
    private BackupFiles files;
    private BackupRoot root;

    @BeforeEach
    void open() {
        host =
                EmulatedHost.open(
                        EmulatedWindows.of("10.0.20348.2700"), machine, EmulatorClock.real());
        client = host.connect();
        calls = new NativeCalls(client);
        files = new BackupFiles(calls);
        new Privileges(calls).enable(EnumSet.allOf(Privilege.class));
        root = files.open(folder);
    }

    @AfterEach
    void nothingIsLeftOut() {
        root.close();
        client.close();
        assertThat(host.ledger().mistakes()).isEmpty();
        assertThat(host.ledger().outstanding()).isEmpty();
        host.close();
    }

    private void restore(String name, Kind kind, FileInfo info, byte[] stream) throws IOException {
        try (BackupFile file = root.create(name, kind)) {
            file.set(info);
            try (OutputStream out = file.restore(true)) {
                out.write(stream);
            }
        }
    }

    private byte[] backup(String name, boolean security) throws IOException {
        try (BackupFile file = root.open(name, Access.READ);
                InputStream in = file.backup(security)) {
            return in.readAllBytes();
        }
    }

    private String content(String name) throws IOException {
        try (BackupFile file = root.open(name, Access.READ);
                InputStream in = file.read()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FileInfo info(int attributes) {
        return new FileInfo(CREATED, ACCESSED, WRITTEN, CHANGED, attributes);
    }

    @Test
    void whatIsRestoredComesBackByteForByteWithItsTimesAndAttributes() throws IOException {
        byte[] stream =
                new Streams()
                        .security("O:BAG:SY").attributes("$KERNEL.PURGE").data("Grüße").stream(
                                        "Zone.Identifier", "3")
                                .bytes();
        restore("Größe \uD83D\uDE00.txt", Kind.FILE, info(HIDDEN_ARCHIVE), stream);
        assertThat(backup("größe \uD83D\uDE00.TXT", true)).isEqualTo(stream);
        assertThat(content("Größe \uD83D\uDE00.txt")).isEqualTo("Grüße");
        try (BackupFile file = root.open("Größe \uD83D\uDE00.txt", Access.INFO)) {
            assertThat(file.info()).isEqualTo(info(HIDDEN_ARCHIVE));
            assertThat(file.facts().size()).isEqualTo(7);
            assertThat(file.facts().links()).isEqualTo(1);
            assertThat(file.facts().directory()).isFalse();
        }
    }

    @Test
    void withoutSecurityTheDescriptorIsLeftOut() throws IOException {
        restore(
                "a",
                Kind.FILE,
                info(0x20),
                new Streams().security("O:BA").data("text").stream("s", "t").bytes());
        assertThat(backup("a", false))
                .isEqualTo(new Streams().data("text").stream("s", "t").bytes());
    }

    @Test
    void aFolderKeepsItsStreamAndShowsOnlyWhatIsInIt() throws IOException {
        byte[] stream = new Streams().security("O:SY").bytes();
        restore("Windows", Kind.DIRECTORY, info(0x16), stream);
        restore("Windows\\win.ini", Kind.FILE, info(0x20), new Streams().data("[a]").bytes());
        assertThat(backup("WINDOWS", true)).isEqualTo(stream);
        assertThat(root.list("windows"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.name()).isEqualTo("win.ini");
                    assertThat(entry.size()).isEqualTo(3);
                    assertThat(entry.info()).isEqualTo(info(0x20));
                });
        assertThat(root.list("")).singleElement().matches(entry -> entry.info().directory());
    }

    @Test
    void aFolderOfManyNamesIsListedWhole() {
        for (int i = 0; i < 700; i++) {
            root.create("a-name-of-some-length-so-that-they-don't-fit-at-once-" + i, Kind.FILE)
                    .close();
        }
        assertThat(root.list("")).hasSize(700);
        assertThat(root.list("").stream().map(BackupRoot.Entry::name)).doesNotHaveDuplicates();
    }

    @Test
    void plainContentIsWrittenAndReadAndCanBeBackedUp() throws IOException {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        try (BackupFile file = root.create("plain.bin", Kind.FILE);
                OutputStream out = file.write()) {
            out.write(content);
        }
        assertThat(Files.readAllBytes(folder.resolve("plain.bin"))).isEqualTo(content);
        try (BackupFile file = root.open("plain.bin", Access.READ);
                InputStream in = file.read()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(backup("plain.bin", true)).hasSize(20 + content.length).endsWith(content);
    }

    @Test
    void theHolesOfASparseFileReadAsZeros() throws IOException {
        restore("sparse", Kind.FILE, info(0x220), new Streams().sparse(4, "ab", 8).bytes());
        assertThat(content("sparse")).isEqualTo("\0\0\0\0ab\0\0");
        try (BackupFile file = root.open("sparse", Access.INFO)) {
            assertThat(file.facts().size()).isEqualTo(8);
        }
    }

    @Test
    void bothNamesOfAFileAreThatFile() throws IOException {
        root.create("d", Kind.DIRECTORY).close();
        restore("d\\one", Kind.FILE, info(0x20), new Streams().data("same").bytes());
        root.link(root, "d\\one", "two");
        assertThat(content("two")).isEqualTo("same");
        try (BackupFile one = root.open("d\\one", Access.INFO);
                BackupFile two = root.open("two", Access.INFO)) {
            assertThat(two.facts()).isEqualTo(one.facts());
            assertThat(two.facts().links()).isEqualTo(2);
        }
        assertThatThrownBy(() -> root.link(root, "d\\one", "two"))
                .asInstanceOf(type(HcsException.class))
                .matches(failure -> failure.code().code() == 183);
    }

    @Test
    void aJunctionIsOpenedAsItselfAndNothingGoesThroughIt() throws IOException {
        Path outside = Files.createDirectory(machine.resolve("outside"));
        byte[] stream = new Streams().junction(outside.toString()).bytes();
        restore("out", Kind.DIRECTORY, info(0x10), stream);
        try (BackupFile link = root.open("out", Access.INFO)) {
            assertThat(link.info().reparsePoint()).isTrue();
            assertThat(link.info().directory()).isTrue();
        }
        assertThat(backup("out", true)).isEqualTo(stream);
        assertThatThrownBy(() -> root.create("out\\planted", Kind.FILE))
                .hasMessageContaining("0x8007112B");
        assertThatThrownBy(() -> root.find("out\\planted")).hasMessageContaining("0x8007112B");
        assertThat(root.deleteTree("out")).isTrue();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkOfTheRealMachineIsNeverFollowed() throws IOException {
        Path outside = Files.createDirectory(machine.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("way"), outside);
        Files.createSymbolicLink(folder.resolve("file"), outside.resolve("secret"));
        assertThatThrownBy(() -> root.open("way\\secret", Access.READ))
                .hasMessageContaining("0x8007112B");
        assertThatThrownBy(() -> root.open("file", Access.WRITE)).isInstanceOf(HcsException.class);
        assertThatThrownBy(() -> content("file")).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> root.list("way")).isInstanceOf(HcsException.class);
        assertThat(root.find("way")).get().matches(FileInfo::reparsePoint);
        assertThat(root.deleteTree("way")).isTrue();
        assertThat(outside.resolve("secret")).exists();
        assertThatThrownBy(() -> files.open(folder.resolve("file")))
                .hasMessageContaining("0x8007112B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a\\..\\..\\b", "a:stream", "a\\\\b", ".", "a/./b", "a\0b"})
    void aNameThatLeadsElsewhereIsRefusedBeforeWindowsIsAsked(String name) {
        assertThatThrownBy(() -> root.create(name, Kind.FILE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?", "a*", "<b>", "c|d", "e\"f"})
    void aNameThatWindowsCantHaveIsRefusedByIt(String name) {
        assertThatThrownBy(() -> root.create(name, Kind.FILE)).hasMessageContaining("0x8007007B");
    }

    @Test
    void whatIsMissingIsToldApartFromAMissingFolder() {
        assertThat(root.exists("a")).isFalse();
        assertThat(root.delete("a")).isFalse();
        assertThat(root.deleteTree("a\\b")).isFalse();
        assertThatThrownBy(() -> root.open("a", Access.READ)).hasMessageContaining("0x80070002");
        assertThatThrownBy(() -> root.open("a\\b", Access.READ)).hasMessageContaining("0x80070003");
        assertThatThrownBy(() -> root.create("a\\b", Kind.FILE)).hasMessageContaining("0x80070003");
        assertThatThrownBy(() -> files.open(folder.resolve("no")))
                .hasMessageContaining("0x80070002");
    }

    @Test
    void aNameIsTakenOnceWithoutRegardToCase() {
        root.create("Program Files", Kind.DIRECTORY).close();
        assertThatThrownBy(() -> root.create("PROGRAM FILES", Kind.FILE))
                .hasMessageContaining("0x800700B7");
        assertThat(root.exists("program files")).isTrue();
    }

    @Test
    void aFolderIsDeletedOnlyWhenEmptyAndATreeWithAllInItAlsoReadOnly() throws IOException {
        root.create("d", Kind.DIRECTORY).close();
        root.create("d\\e", Kind.DIRECTORY).close();
        restore("d\\e\\f", Kind.FILE, info(0x21), new Streams().data("x").bytes());
        assertThatThrownBy(() -> root.delete("d")).hasMessageContaining("0x80070091");
        assertThat(root.deleteTree("d")).isTrue();
        assertThat(root.list("")).isEmpty();
    }

    @Test
    void whatSomebodyWritesNobodyElseDeletesOrWrites() {
        try (BackupFile open = root.create("held", Kind.FILE)) {
            assertThat(open.info().directory()).isFalse();
            assertThatThrownBy(() -> root.delete("held")).hasMessageContaining("0x80070020");
            assertThatThrownBy(() -> root.open("held", Access.WRITE))
                    .hasMessageContaining("0x80070020");
            assertThat(root.exists("held")).isTrue();
        }
        assertThat(root.delete("held")).isTrue();
    }

    @Test
    void timesThatWereSetStayWhateverIsWrittenAfterwards() throws IOException {
        try (BackupFile file = root.create("a", Kind.FILE)) {
            file.set(info(0x20));
            try (OutputStream out = file.write()) {
                out.write(1);
            }
        }
        assertThat(root.find("a")).contains(info(0x20));
    }

    @Test
    void timesAndAttributesThatAreNotGivenStay() throws IOException {
        restore("a", Kind.FILE, info(HIDDEN_ARCHIVE), new Streams().data("x").bytes());
        try (BackupFile file = root.open("a", Access.WRITE)) {
            file.set(new FileInfo(null, null, CHANGED, null, 0));
        }
        assertThat(root.find("a"))
                .contains(new FileInfo(CREATED, ACCESSED, CHANGED, CHANGED, HIDDEN_ARCHIVE));
    }

    @Test
    void withoutPrivilegesFilesAreNotRestoredOrBackedUp() {
        try (Client other = host.connect()) {
            var others = new BackupFiles(new NativeCalls(other));
            try (BackupRoot same = others.open(folder)) {
                assertThatThrownBy(() -> same.create("a", Kind.FILE))
                        .isInstanceOf(AccessDeniedException.class);
                root.create("b", Kind.FILE).close();
                assertThatThrownBy(() -> same.open("b", Access.READ))
                        .isInstanceOf(AccessDeniedException.class);
                new Privileges(new NativeCalls(other))
                        .enable(EnumSet.of(Privilege.BACKUP, Privilege.RESTORE));
                assertThatThrownBy(() -> same.open("b", Access.READ))
                        .hasMessageContaining("0x80070522");
                assertThat(same.find("b")).isPresent();
            }
        }
        assertThat(root.exists("a")).isFalse();
    }

    @Test
    void aFolderIsRenamedUnlessSomethingInItIsOpen() {
        root.create("layer", Kind.DIRECTORY).close();
        Path layer = folder.resolve("layer");
        Path removing = folder.resolve("layer-removing");
        try (BackupRoot open = files.open(layer)) {
            assertThatThrownBy(() -> files.rename(layer, removing))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(open.exists("")).isTrue();
        }
        host.faults().next(Fault.RENAME_ACCESS_DENIED, 1);
        assertThatThrownBy(() -> files.rename(layer, removing))
                .isInstanceOf(AccessDeniedException.class);
        files.rename(layer, removing);
        assertThat(removing).isDirectory();
        assertThat(layer).doesNotExist();
        assertThat(host.faults().met(Fault.RENAME_ACCESS_DENIED)).isEqualTo(1);
    }

    @Test
    void aBackupStreamThatEndsInTheMiddleIsToldWhenItIsClosed() {
        byte[] stream = new Streams().data("some text").bytes();
        try (BackupFile file = root.create("cut", Kind.FILE)) {
            OutputStream out = file.restore(true);
            assertThatThrownBy(
                            () -> {
                                try (out) {
                                    out.write(stream, 0, stream.length - 3);
                                }
                            })
                    .isInstanceOf(HcsException.class);
        }
    }

    @Test
    void aKilledProcessLeavesNothingOpen() {
        BackupFile file = root.create("a", Kind.FILE);
        OutputStream out = file.restore(true);
        assertThat(host.ledger().outstanding()).containsEntry("file", 2);
        client.kill();
        assertThat(host.ledger().outstanding()).isEmpty();
        assertThatThrownBy(() -> root.create("b", Kind.FILE)).isInstanceOf(HcsException.class);
        assertThat(out).isNotNull();
    }

    @Test
    void aDescriptorAsTextBecomesOneOfBytes() {
        var descriptors = new SecurityDescriptors(calls);
        assertThat(descriptors.parse("O:BAG:SYD:(A;;FA;;;WD)")).hasSizeGreaterThanOrEqualTo(20);
        assertThatThrownBy(() -> descriptors.parse("nonsense")).hasMessageContaining("80070539");
        assertThat(List.of(host.ledger().outstanding())).isNotEmpty();
    }
}
