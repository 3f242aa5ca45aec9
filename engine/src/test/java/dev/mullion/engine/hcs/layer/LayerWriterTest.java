package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file that stays open keeps its folder from being removed: so none does, whatever fails. */
class LayerWriterTest {

    private static final FileInfo FILE = new FileInfo(null, null, null, null, 0x20);
    private static final FileInfo FOLDER = new FileInfo(null, null, null, null, 0x10);

    private LayerHost host;
    private LayerWriter writer;
    private Map<String, Integer> before;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
        Path layer = Files.createDirectory(host.store().resolve("tmp/layer"));
        Path source = Files.createDirectory(host.store().resolve("tmp/source"));
        writer =
                new UpperLayerWriter(
                        Windows.of(new NativeCalls(host.client)), layer, source, List.of());
        writer.begin(facts("Files", FOLDER)).close();
        before = host.machine.ledger().outstanding();
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        host.close();
    }

    private static EntryFacts facts(String name, FileInfo info) throws IOException {
        return new EntryFacts(LayerPath.of(name), info, null, List.of(), null);
    }

    @Test
    void closesTheFileOnSuccess() throws IOException {
        try (LayerWriter.Writing writing = writer.begin(facts("Files/a", FILE))) {
            writing.stream().write("any".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(host.machine.ledger().outstanding()).isEqualTo(before);
    }

    @Test
    void closesTheFileOfAFolderToo() throws IOException {
        writer.begin(facts("Files/d", FOLDER)).close();
        assertThat(host.machine.ledger().outstanding()).isEqualTo(before);
    }

    @Test
    void closesEverythingOnAFlushError() {
        List<String> closed = new ArrayList<>();
        OpenFiles files = new OpenFiles();
        files.into(stream("first", closed, false));
        files.into(stream("failing", closed, true));
        files.into(stream("last", closed, false));
        assertThatThrownBy(files::close)
                .isInstanceOf(IOException.class)
                .hasMessage("no space left for failing");
        assertThat(closed).containsExactly("last", "failing", "first");
    }

    private static OutputStream stream(String name, List<String> closed, boolean fails) {
        return new OutputStream() {
            @Override
            public void write(int one) {}

            @Override
            public void close() throws IOException {
                closed.add(name);
                if (fails) {
                    throw new IOException("no space left for " + name);
                }
            }
        };
    }

    @Test
    void opensNothingForANameThatIsRefused() throws IOException {
        writer.begin(facts("Files/a", FILE)).close();
        assertThatThrownBy(() -> writer.begin(facts("Files/A", FILE)))
                .hasMessageContaining("twice");
        assertThat(host.machine.ledger().outstanding()).isEqualTo(before);
    }

    @Test
    void closesItsFoldersWhenItIsClosedHalfway() throws IOException {
        LayerWriter.Writing writing = writer.begin(facts("Files/a", FILE));
        writing.close();
        writer.close();
        assertThat(host.machine.ledger().outstanding()).isEmpty();
    }
}
