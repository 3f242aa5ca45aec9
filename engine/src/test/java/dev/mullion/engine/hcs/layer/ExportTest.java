package dev.mullion.engine.hcs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.file.LayerFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportTest {

    private static final ContainerId WEB = ContainerId.of("1".repeat(64));
    private static final ContainerId COPY = ContainerId.of("2".repeat(64));

    private LayerHost host;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private static void write(LayerFiles files, String path, String content) throws IOException {
        try (OutputStream out = files.write(path, false)) {
            out.write(content.getBytes(UTF_8));
        }
    }

    private byte[] exported(ContainerId id) throws IOException {
        var out = new ByteArrayOutputStream();
        host.layers.export(id, out);
        return out.toByteArray();
    }

    private static Map<String, TarEntry> entries(byte[] tar) throws IOException {
        Map<String, TarEntry> all = new LinkedHashMap<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(tar), 1000);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            all.put(entry.name(), entry);
        }
        return all;
    }

    @Test
    void whatAContainerChangedBecomesALayerWithTheSameContent() throws IOException {
        List<Digest> chain = host.unpack(ImportTest.base());
        LayerFiles files = host.container(WEB, chain);
        files.makeDirectory("C:\\app");
        write(files, "C:\\app\\main.txt", "main");
        write(files, "C:\\Windows\\a.txt", "another a");
        files.delete("C:\\Windows\\b.txt");
        byte[] tar = exported(WEB);
        assertThat(entries(tar).keySet())
                .contains("Files", "Files/app", "Files/app/main.txt", "Files/Windows/a.txt")
                .contains("Files/Windows/.wh.b.txt", "Hives")
                .doesNotContain("Files/old", "tombstones.txt")
                .noneMatch(name -> name.contains("$wcidirs$"));
        List<Digest> committed = new ArrayList<>(chain);
        committed.add(WindowsTar.digest(tar));
        host.layers.unpack(committed, new ByteArrayInputStream(tar));
        LayerFiles seen = host.container(COPY, committed);
        assertThat(LayerHost.text(seen, "C:\\app\\main.txt")).isEqualTo("main");
        assertThat(LayerHost.text(seen, "C:\\Windows\\a.txt")).isEqualTo("another a");
        assertThat(seen.find("C:\\Windows\\b.txt")).isEmpty();
        assertThat(LayerHost.text(seen, "C:\\old\\deep.txt")).isEqualTo("deep");
    }

    @Test
    void exportingImportingAndExportingGivesTheSameDigest() throws IOException {
        List<Digest> chain = host.unpack(ImportTest.base());
        byte[] rich =
                WindowsTar.layer()
                        .folder("Files/Windows")
                        .file(
                                "Files/Windows/rich.txt",
                                "rich",
                                Map.of("MSWINDOWS.xattr.NAME", "AQID"))
                        .stream("Files/Windows/rich.txt:note", "beside")
                        .junction("Files/there", "C:\\Windows")
                        .symbolicLink("Files/link.txt", "Windows\\rich.txt")
                        .removal("Files/Windows/b.txt")
                        .folder("Hives")
                        .file("Hives/System_Delta", "delta")
                        .bytes();
        List<Digest> upper = host.unpack(ImportTest.base(), rich);
        byte[] first = exportedLayer(upper);
        List<Digest> again = new ArrayList<>(chain);
        again.add(WindowsTar.digest(first));
        host.layers.unpack(again, new ByteArrayInputStream(first));
        assertThat(WindowsTar.digest(exportedLayer(again))).isEqualTo(again.getLast());
        assertThat(entries(first))
                .containsKeys("Files/Windows/rich.txt:note", "Files/Windows/.wh.b.txt")
                .hasEntrySatisfying(
                        "Files/there",
                        entry -> {
                            assertThat(entry.link()).isEqualTo("C:/Windows");
                            assertThat(entry.records()).containsKey("MSWINDOWS.mountpoint");
                        })
                .hasEntrySatisfying(
                        "Files/Windows/rich.txt",
                        entry ->
                                assertThat(entry.records())
                                        .containsEntry("MSWINDOWS.xattr.NAME", "AQID")
                                        .containsEntry("MSWINDOWS.fileattr", "32")
                                        .containsKey("MSWINDOWS.rawsd"));
    }

    private byte[] exportedLayer(List<Digest> chain) throws IOException {
        var out = new ByteArrayOutputStream();
        host.layers.exportLayer(chain, out);
        return out.toByteArray();
    }

    @Test
    void aScratchExportsTheSameEveryTime() throws IOException {
        LayerFiles files = host.container(WEB, host.unpack(ImportTest.base()));
        write(files, "C:\\new.txt", "new");
        assertThat(exported(WEB)).isEqualTo(exported(WEB));
        assertThat(host.contents()).noneMatch(name -> name.startsWith("tmp/"));
    }

    @Test
    void aScratchThatIsMountedGoesOnBeingMounted() throws IOException {
        LayerFiles files = host.container(WEB, host.unpack(ImportTest.base()));
        write(files, "C:\\new.txt", "new");
        try (ScratchMount use = host.layers.mounted(WEB)) {
            assertThat(entries(exported(WEB))).containsKey("Files/new.txt");
            try (ScratchMount other = host.layers.mounted(WEB)) {
                assertThat(other.volume()).isEqualTo(use.volume());
            }
        }
    }

    @Test
    void aDamagedRegistryIsToldOf() throws IOException {
        host.container(WEB, host.unpack(ImportTest.base()));
        host.machine.faults().set(Fault.TERMINATE_DURING_TEARDOWN);
        java.nio.file.Path scratch = host.store().resolve("scratches").resolve(WEB.hex());
        java.nio.file.Path changes = LayerFiles.changes(scratch);
        java.nio.file.Files.createDirectories(changes);
        java.nio.file.Files.writeString(changes.resolveSibling("damaged"), "EMULATED damage\n");
        assertThatThrownBy(() -> exported(WEB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("registry was damaged");
        assertThat(host.contents()).noneMatch(name -> name.startsWith("tmp/"));
        host.machine.faults().clear();
    }
}
