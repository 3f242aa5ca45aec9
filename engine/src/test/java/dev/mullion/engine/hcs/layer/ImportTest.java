package dev.mullion.engine.hcs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import dev.mullion.engine.runtime.LayerHeldException;
import dev.mullion.hcs.backup.ExtendedAttribute;
import dev.mullion.hcs.backup.ReparsePoint;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.layer.FileInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportTest {

    private static final ContainerId WEB = ContainerId.of("1".repeat(64));
    private static final Time EARLY = new Time(1_500_000_000L, 700);

    private LayerHost host;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    /** What every layer of these tests stands on. */
    static byte[] base() {
        String boot = "UtilityVM/Files/EFI/Microsoft/Boot";
        return WindowsTar.layer()
                .folder("Files/Windows", EARLY)
                .file("Files/Windows/a.txt", "a of the base")
                .file("Files/Windows/b.txt", "b of the base")
                .folder("Files/old")
                .file("Files/old/deep.txt", "deep")
                .folder("UtilityVM")
                .folder("UtilityVM/Files")
                .folder("UtilityVM/Files/EFI")
                .folder("UtilityVM/Files/EFI/Microsoft")
                .folder(boot, EARLY)
                .file(boot + "/BCD", "boot configuration")
                .file(boot + "/bootmgfw.efi", "boot manager")
                .file("UtilityVM/Files/kernel", "kernel")
                .file("UtilityVM/Files/unused", "unused")
                .bytes();
    }

    @Test
    void everyEmulatedImageIsUnpackedAndShowsItsBuild() throws IOException {
        for (String name : EmulatedImages.names()) {
            List<Digest> chain = host.unpack(layersOf(name));
            ContainerId id = ContainerId.of(new LayerChain(chain).name());
            LayerFiles files = host.container(id, chain);
            assertThat(LayerHost.text(files, "C:\\Windows\\System32\\emulated-build.txt"))
                    .as(name)
                    .startsWith("10.0.");
            assertThat(LayerHost.text(files, "C:\\Documents and Settings\\..\\License.txt"))
                    .contains("EMULATED");
            assertThat(files.find("C:\\Windows\\reg.exe")).isEmpty();
            assertThat(host.layers.hasUtilityVm(chain)).isTrue();
        }
    }

    private static byte[][] layersOf(String name) throws IOException {
        List<byte[]> layers = new ArrayList<>();
        try (InputStream archive = EmulatedImages.archive(name)) {
            TarReader reader = new TarReader(archive, 100);
            TarEntry entry;
            while ((entry = reader.next()) != null) {
                byte[] content = new byte[(int) entry.size()];
                int at = 0;
                while (at < content.length) {
                    at += reader.read(content, at, content.length - at);
                }
                if (entry.name().endsWith("layer.tar")) {
                    layers.add(content);
                }
            }
        }
        return layers.toArray(byte[][]::new);
    }

    @Test
    void aFileOfABaseLayerHasAllThatTheArchiveSaysOfIt() throws IOException {
        String value = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        List<Digest> chain =
                host.unpack(
                        WindowsTar.layer()
                                .file(
                                        "Files/a.txt",
                                        "hello",
                                        Map.of(
                                                "MSWINDOWS.xattr.ZULU",
                                                value,
                                                "MSWINDOWS.xattr.ALPHA",
                                                value))
                                .stream("Files/a.txt:note", "beside")
                                .stream("Files/a.txt:zone", "")
                                .bytes());
        requireAllOfIt(host.layer(chain), "Files\\a.txt");
    }

    @Test
    void aFileOfAnUpperLayerHasAllThatTheArchiveSaysOfIt() throws IOException {
        String value = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        List<Digest> chain =
                host.unpack(
                        base(),
                        WindowsTar.layer()
                                .file(
                                        "Files/a.txt",
                                        "hello",
                                        Map.of(
                                                "MSWINDOWS.xattr.ZULU",
                                                value,
                                                "MSWINDOWS.xattr.ALPHA",
                                                value))
                                .stream("Files/a.txt:note", "beside")
                                .stream("Files/a.txt:zone", "")
                                .bytes());
        requireAllOfIt(host.layer(chain), "Files\\a.txt");
    }

    private void requireAllOfIt(Path layer, String path) throws IOException {
        Map<String, byte[]> records = host.records(layer, path);
        assertThat(records.get("SECURITY")).isEqualTo(WindowsTar.SECURITY);
        assertThat(new String(records.get("DATA"), UTF_8)).isEqualTo("hello");
        assertThat(new String(records.get("ALTERNATE_DATA:note:$DATA"), UTF_8)).isEqualTo("beside");
        assertThat(records).containsKey("ALTERNATE_DATA:zone:$DATA");
        assertThat(
                        ExtendedAttribute.decode(
                                records.getOrDefault("EXTENDED_ATTRIBUTES", new byte[0])))
                .extracting(ExtendedAttribute::name)
                .containsExactly("ALPHA", "ZULU");
        FileInfo info = host.info(layer, path);
        assertThat(info.attributes()).isEqualTo(0x20);
        assertThat(info.created()).isEqualTo(Instant.ofEpochSecond(1_600_000_000L, 500_000_000));
        assertThat(info.written()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 123_456_700));
        assertThat(info.accessed()).isEqualTo(Instant.ofEpochSecond(1_650_000_000L));
        assertThat(info.changed()).isEqualTo(Instant.ofEpochSecond(1_700_000_001L));
    }

    @Test
    void securityThatIsTextIsReadByWindows() throws IOException {
        byte[] tar =
                WindowsTar.layer()
                        .file(
                                "Files/both.txt",
                                "",
                                Map.of("MSWINDOWS.sd", "O:BAG:SYD:(A;;FA;;;BA)"))
                        .security("Files/text.txt", "O:BAG:SYD:(A;;FA;;;BA)")
                        .bytes();
        Path layer = host.layer(host.unpack(tar));
        assertThat(host.records(layer, "Files\\both.txt").get("SECURITY"))
                .as("the raw descriptor is the better one")
                .isEqualTo(WindowsTar.SECURITY);
        assertThat(host.records(layer, "Files\\text.txt").get("SECURITY"))
                .as("revision 1, self-relative")
                .startsWith(1, 0)
                .isNotEqualTo(WindowsTar.SECURITY);
        byte[] nonsense = WindowsTar.layer().security("Files/text.txt", "anybody").bytes();
        assertThatThrownBy(() -> host.unpack(nonsense))
                .hasMessageContaining("doesn't understand its security");
    }

    @Test
    void linksOfABaseLayerLeadWhereTheyShould() throws IOException {
        List<Digest> chain =
                host.unpack(
                        WindowsTar.layer()
                                .folder("Files/Users")
                                .file("Files/Users/me.txt", "me")
                                .junction("Files/Documents and Settings", "C:\\Users")
                                .symbolicLink("Files/link.txt", "Users/me.txt")
                                .hardLink("Files/second.txt", "Files/Users/me.txt")
                                .bytes());
        LayerFiles files = host.container(WEB, chain);
        assertThat(LayerHost.text(files, "C:\\Documents and Settings\\me.txt")).isEqualTo("me");
        assertThat(LayerHost.text(files, "C:\\link.txt")).isEqualTo("me");
        assertThat(LayerHost.text(files, "C:\\second.txt")).isEqualTo("me");
        byte[] junction =
                host.records(host.layer(chain), "Files\\Documents and Settings")
                        .getOrDefault("REPARSE_POINT", new byte[0]);
        assertThat(ReparsePoint.decode(junction)).isEqualTo(ReparsePoint.of(true, "C:\\Users"));
    }

    @Test
    void anUpperLayerChangesAddsLinksAndRemoves() throws IOException {
        byte[] upper =
                WindowsTar.layer()
                        .folder("Files/Windows")
                        .file("Files/Windows/a.txt", "a of the first")
                        .file("Files/Windows/new.txt", "new")
                        .hardLink("Files/Windows/new2.txt", "Files/Windows/new.txt")
                        .hardLink("Files/Windows/b2.txt", "Files/Windows/b.txt")
                        .removal("Files/Windows/b.txt")
                        .removal("Files/old")
                        .junction("Files/there", "C:\\Windows")
                        .bytes();
        byte[] top =
                WindowsTar.layer()
                        .folder("Files/Windows")
                        .file("Files/Windows/a.txt", "a of the second")
                        .removal("Files/Windows/new2.txt")
                        .folder("Files/old")
                        .file("Files/old/again.txt", "again")
                        .bytes();
        LayerFiles files = host.container(WEB, host.unpack(base(), upper, top));
        assertThat(LayerHost.text(files, "C:\\Windows\\a.txt")).isEqualTo("a of the second");
        assertThat(LayerHost.text(files, "C:\\there\\new.txt")).isEqualTo("new");
        assertThat(LayerHost.text(files, "C:\\Windows\\b2.txt")).isEqualTo("b of the base");
        assertThat(files.find("C:\\Windows\\b.txt")).isEmpty();
        assertThat(files.find("C:\\Windows\\new2.txt")).isEmpty();
        assertThat(files.list("C:\\old"))
                .extracting(LayerFiles.Entry::name)
                .containsExactly("again.txt");
        assertThat(host.layers.has(host.unpack(base()))).as("the layers below stay").isTrue();
    }

    @Test
    void aRemovalIsOfWhatIsBelowAndNotOfTheSameLayer() throws IOException {
        byte[] upper =
                WindowsTar.layer()
                        .removal("Files/old")
                        .folder("Files/old")
                        .file("Files/old/mine.txt", "mine")
                        .folder("Files/Windows")
                        .removal("Files/Windows/a.txt")
                        .file("Files/Windows/a.txt", "another a")
                        .bytes();
        LayerFiles files = host.container(WEB, host.unpack(base(), upper));
        assertThat(files.list("C:\\old"))
                .extracting(LayerFiles.Entry::name)
                .containsExactly("mine.txt");
        assertThat(LayerHost.text(files, "C:\\Windows\\a.txt")).isEqualTo("another a");
    }

    @Test
    void foldersHaveTheTimesOfTheArchiveAfterAllThatChangedInThem() throws IOException {
        byte[] upper =
                WindowsTar.layer()
                        .folder("Files/Windows", new Time(1_555_555_555L, 100))
                        .hardLink("Files/Windows/b2.txt", "Files/Windows/b.txt")
                        .removal("Files/Windows/b.txt")
                        .bytes();
        List<Digest> below = host.unpack(base());
        List<Digest> chain = host.unpack(base(), upper);
        assertThat(host.info(host.layer(below), "Files\\Windows").written())
                .isEqualTo(Instant.ofEpochSecond(1_500_000_000L, 700));
        assertThat(host.info(host.layer(chain), "Files\\Windows").written())
                .isEqualTo(Instant.ofEpochSecond(1_555_555_555L, 100));
        assertThat(host.info(host.layer(chain), "Files\\Windows").created())
                .isEqualTo(Instant.ofEpochSecond(1_600_000_000L, 500_000_000));
    }

    @Test
    void hivesOfAnUpperLayerAreKeptAsTheyAre() throws IOException {
        byte[] upper =
                WindowsTar.layer()
                        .folder("Hives")
                        .file("Hives/System_Delta", "delta of the registry")
                        .bytes();
        List<Digest> chain = host.unpack(base(), upper);
        assertThat(host.records(host.layer(chain), "Hives\\System_Delta").get("DATA"))
                .asString(UTF_8)
                .isEqualTo("delta of the registry");
    }

    @Test
    void aUtilityVmIsClonedAndOnlyWhatChangesIsAnotherFile() throws IOException {
        byte[] upper =
                WindowsTar.layer()
                        .folder("UtilityVM")
                        .folder("UtilityVM/Files")
                        .file("UtilityVM/Files/kernel", "newer kernel")
                        .removal("UtilityVM/Files/unused")
                        .hardLink("UtilityVM/Files/kernel2", "UtilityVM/Files/kernel")
                        .bytes();
        List<Digest> below = host.unpack(base());
        List<Digest> chain = host.unpack(base(), upper);
        Path layer = host.layer(chain);
        String boot = "UtilityVM\\Files\\EFI\\Microsoft\\Boot";
        assertThat(text(layer, "UtilityVM\\Files\\kernel")).isEqualTo("newer kernel");
        assertThat(text(layer, "UtilityVM\\Files\\kernel2")).isEqualTo("newer kernel");
        assertThat(text(layer, boot + "\\bootmgfw.efi")).isEqualTo("boot manager");
        assertThat(text(host.layer(below), "UtilityVM\\Files\\kernel")).isEqualTo("kernel");
        assertThat(host.info(layer, boot).written())
                .isEqualTo(Instant.ofEpochSecond(1_500_000_000L, 700));
        assertThatThrownBy(() -> host.info(layer, "UtilityVM\\Files\\unused"))
                .hasMessageContaining("unused");
        assertThat(layer.resolve("UtilityVM/SystemTemplate.vhdx")).exists();
        host.layers.prepare(WEB, chain);
        assertThat(host.layers.utilityVm(WEB)).contains(layer.resolve("UtilityVM"));
    }

    private String text(Path layer, String path) throws IOException {
        return new String(host.records(layer, path).get("DATA"), UTF_8);
    }

    @Test
    void theBootConfigurationOfABaseLayerIsKeptAsItWas() throws IOException {
        List<Digest> chain = host.unpack(base());
        assertThat(text(host.layer(chain), "bcd.bak")).isEqualTo("boot configuration");
    }

    @Test
    void aLayerIsWholeWhenItsListOfParentsIsThere() throws IOException {
        List<Digest> below = host.unpack(base());
        List<Digest> chain = host.unpack(base(), WindowsTar.layer().bytes());
        assertThat(host.layer(below).resolve("layerchain.json")).hasContent("[]");
        assertThat(host.layer(chain).resolve("layerchain.json"))
                .hasContent("[\"" + host.layer(below) + "\"]");
        assertThat(host.layers.bytes(below)).isEqualTo(72);
        assertThat(host.contents()).noneMatch(name -> name.startsWith("tmp/"));
    }

    @Test
    void aLayerWaitsForThoseBelowIt() throws IOException {
        Digest missing = WindowsTar.digest(base());
        byte[] upper = WindowsTar.layer().bytes();
        assertThatThrownBy(() ->
                        host.layers.unpack(
                                List.of(missing, WindowsTar.digest(upper)),
                                new ByteArrayInputStream(upper)))
                .hasMessageContaining("isn't there");
        assertThat(host.layers.baseFirst()).isTrue();
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void anArchiveThatIsntWhatItShouldBeLeavesNothing() throws IOException {
        Digest other = Digest.of("sha256:" + "0".repeat(64));
        assertThatThrownBy(
                        () -> host.layers.unpack(List.of(other), new ByteArrayInputStream(base())))
                .hasMessageContaining("The unpacked layer should be sha256:0000");
        byte[] cut = Arrays.copyOf(base(), 4000);
        assertThatThrownBy(() ->
                        host.layers.unpack(
                                List.of(WindowsTar.digest(cut)), new ByteArrayInputStream(cut)))
                .hasMessageContaining("breaks off");
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void aVirusScannerThatHoldsAFileIsToldOfAndTheNextAttemptWorks() throws IOException {
        for (byte[] tar : List.of(base(), WindowsTar.layer().bytes())) {
            host.machine.faults().next(Fault.IMPORT_ACCESS_DENIED, 1);
            byte[][] tars =
                    tar.length == base().length ? new byte[][] {tar} : new byte[][] {base(), tar};
            List<String> before = host.contents();
            assertThatThrownBy(() -> host.unpack(tars))
                    .isInstanceOf(LayerHeldException.class)
                    .hasMessageContaining("virus scanner")
                    .hasMessageContaining("vmcompute.exe")
                    .hasMessageContaining(host.store().toString());
            assertThat(host.contents()).isEqualTo(before);
            assertThat(host.layers.has(host.unpack(tars))).isTrue();
        }
        assertThat(host.machine.faults().met(Fault.IMPORT_ACCESS_DENIED)).isEqualTo(2);
    }

    @Test
    void aFullDiskIsToldOfAndNothingIsLeft() throws IOException {
        List<String> before = host.contents();
        host.machine.faults().next(Fault.IMPORT_DISK_FULL, 1);
        assertThatThrownBy(() -> host.unpack(base())).hasMessageContaining("no space left");
        assertThat(host.contents()).isEqualTo(before);
        List<Digest> below = host.unpack(base());
        host.machine.faults().next(Fault.IMPORT_DISK_FULL, 1);
        assertThatThrownBy(() -> host.unpack(base(), WindowsTar.layer().bytes()))
                .hasMessageContaining("no space left");
        assertThat(host.contents()).containsExactly("layers/" + host.layer(below).getFileName());
        assertThat(host.machine.faults().met(Fault.IMPORT_DISK_FULL)).isEqualTo(2);
    }

    @Test
    void layersThatNobodyNeedsGoTheUpperOnesFirst() throws IOException {
        byte[] other = WindowsTar.layer().file("Files/other", "other").bytes();
        List<Digest> kept = host.unpack(base(), WindowsTar.layer().bytes());
        List<Digest> gone = host.unpack(base(), other);
        host.unpack(other, WindowsTar.layer().bytes());
        host.layers.prepare(WEB, kept);
        host.layers.retain(List.of());
        assertThat(host.layers.has(gone)).isFalse();
        assertThat(host.contents())
                .containsExactlyInAnyOrder(
                        "layers/" + host.layer(kept).getFileName(),
                        "layers/" + host.layer(kept.subList(0, 1)).getFileName(),
                        "scratches/" + WEB.hex());
        assertThat(Files.exists(host.layer(kept))).isTrue();
    }

    @Test
    void aLayerThatCouldNotBeRemovedIsReplacedWhenItIsWantedAgain() throws IOException {
        List<Digest> chain = host.unpack(base());
        host.machine.faults().next(Fault.RENAME_ACCESS_DENIED, 2);
        host.layers.retain(List.of());
        assertThat(host.layers.has(chain)).isFalse();
        assertThat(host.contents()).hasSize(1);
        assertThat(host.layers.has(host.unpack(base()))).isTrue();
        assertThat(host.contents()).containsExactly("layers/" + host.layer(chain).getFileName());
    }

    @Test
    void threadsThatUnpackTheSameLayerGetIt() throws Exception {
        byte[] tar = base();
        List<Digest> chain = List.of(WindowsTar.digest(tar));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    host.layers.unpack(chain, new ByteArrayInputStream(tar));
                                } catch (IOException | RuntimeException e) {
                                    failures.add(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(host.layers.has(chain)).isTrue();
    }
}
