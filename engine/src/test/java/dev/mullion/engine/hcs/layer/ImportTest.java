package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportTest {

    private static final ContainerId WEB = ContainerId.of("1".repeat(64));

    private LayerHost host;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    @Test
    void everyEmulatedImageIsUnpackedAndShowsItsBuild() throws IOException {
        for (String name : EmulatedImages.names()) {
            List<Digest> chain = host.unpack(layersOf(name));
            ContainerId id = ContainerId.of(chain.getLast().hex());
            assertThat(
                            LayerHost.text(
                                    host.container(id, chain),
                                    "C:\\Windows\\System32\\emulated-build.txt"))
                    .as(name)
                    .startsWith("10.0.");
            assertThat(host.layers.hasUtilityVm(chain)).isTrue();
            host.layers.remove(id);
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
    void aFileHasAllThatTheArchiveSaysOfIt() throws IOException {
        List<Digest> chain = host.unpack(WindowsTar.layer().file("Files/a.txt", "hello").bytes());
        assertThat(host.records(host.layer(chain), "Files\\a.txt").get("SECURITY"))
                .isEqualTo(WindowsTar.SECURITY);
        assertThat(LayerHost.text(host.container(WEB, chain), "C:\\a.txt")).isEqualTo("hello");
    }
}
