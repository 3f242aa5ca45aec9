package dev.mullion.engine.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Segment;
import dev.mullion.engine.archive.TarEntry.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives come out as they went in, and other programs read them. */
class TarWriterTest {

    private static final Time THEN = new Time(1_600_000_000, 0);

    @TempDir private Path folder;

    private static TarEntry entry(Kind kind, String name, String link, long size) {
        return new TarEntry(
                kind,
                name,
                link,
                0644,
                0,
                0,
                size,
                THEN,
                THEN,
                0,
                0,
                Map.of(),
                Map.of(),
                kind == Kind.FILE ? List.of(new Segment(0, size)) : List.of());
    }

    private static byte[] archive(TarEntry entry, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writer.add(entry, new ByteArrayInputStream(data));
        writer.finish();
        return out.toByteArray();
    }

    private static TarEntry written(TarEntry entry) throws IOException {
        byte[] archive = archive(entry, new byte[0]);
        return Objects.requireNonNull(new TarReader(new ByteArrayInputStream(archive), 10).next());
    }

    @Test
    void everyKindComesOutAsItWentIn() throws IOException {
        for (Kind kind : Kind.values()) {
            boolean link = kind == Kind.HARD_LINK || kind == Kind.SYMBOLIC_LINK;
            TarEntry entry = entry(kind, "some/name", link ? "another" : "", 0);
            assertThat(written(entry)).usingRecursiveComparison().isEqualTo(entry);
        }
    }

    @Test
    void whatTheOldHeaderCannotSayIsInTheNewOne() throws IOException {
        TarEntry entry =
                new TarEntry(
                        Kind.SYMBOLIC_LINK,
                        "x".repeat(90) + "/\u00c3\u00a4\u00ff/" + "y".repeat(300),
                        "z".repeat(101),
                        07777,
                        4_000_000_000L,
                        2_097_152,
                        0,
                        new Time(-5, 250_000_000),
                        new Time(8_589_934_592L, 1),
                        0,
                        0,
                        Map.of("security.capability", new byte[] {0, 1, '\n', (byte) 0xff, '='}),
                        Map.of("MSWINDOWS.fileattr", "32", "comment", "a=b\nc"),
                        List.of());
        TarEntry read = written(entry);
        assertThat(read).usingRecursiveComparison().ignoringFields("records").isEqualTo(entry);
        assertThat(read.records())
                .containsEntry("MSWINDOWS.fileattr", "32")
                .containsEntry("comment", "a=b\nc");
    }

    @Test
    void recordsOfEveryLengthCountTheirOwnDigits() throws IOException {
        for (int length = 1; length < 1_100; length++) {
            TarEntry entry = entry(Kind.FIFO, "\u00e9" + "n".repeat(length), "", 0);
            assertThat(written(entry).name()).isEqualTo(entry.name());
        }
    }

    @Test
    void theSameEntriesGiveTheSameArchive() throws IOException {
        TarEntry entry = entry(Kind.FILE, "file", "", 3);
        assertThat(archive(entry, new byte[3])).isEqualTo(archive(entry, new byte[3]));
    }

    @Test
    void aFileThatBecameShorterIsNotPretendedToBeWhole() {
        assertThatThrownBy(() -> archive(entry(Kind.FILE, "shrinks", "", 1_000), new byte[999]))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("shrinks")
                .hasMessageContaining("1 of 1000 bytes are missing");
    }

    @Test
    void otherProgramsReadIt() throws Exception {
        byte[] data = new byte[200_001];
        new Random(7).nextBytes(data);
        String name = new String("d\u00e4ta/".getBytes(UTF_8), ISO_8859_1) + "n".repeat(150);
        Path archive = folder.resolve("a.tar");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writer.add(entry(Kind.FILE, name, "", data.length), new ByteArrayInputStream(data));
        writer.add(entry(Kind.SYMBOLIC_LINK, "link", name, 0));
        writer.finish();
        Files.write(archive, out.toByteArray());

        String list =
                Programs.run(
                        Map.of("LC_ALL", "C.UTF-8"),
                        List.of(Programs.find("tar"), "-tf", archive.toString()),
                        Duration.ofSeconds(20));
        assertThat(list.lines()).hasSize(2).last().isEqualTo("link");

        Programs.run(
                Map.of(),
                List.of(Programs.find("tar"), "-C", folder.toString(), "-xf", archive.toString()),
                Duration.ofSeconds(20));
        List<byte[]> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(archive)) {
                    found.add(Files.readAllBytes(file));
                }
            }
        }
        assertThat(HexFormat.of().formatHex(found.getFirst()))
                .isEqualTo(HexFormat.of().formatHex(data));
    }
}
