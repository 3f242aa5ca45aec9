package dev.mullion.engine.hcs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.engine.log.ContainerLog;
import dev.mullion.engine.log.LogQuery;
import dev.mullion.engine.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as it is written and as the engine reads it. */
class LogWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00.5Z");

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("log");
    }

    private LogWriter open() throws IOException {
        return LogWriter.open(file, () -> NOW);
    }

    private byte[] read() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ContainerLog(file, Clock.systemUTC())
                .read(LogQuery.ALL, new LogSink(out, false, false, ""));
        return out.toByteArray();
    }

    @Test
    void linesAndPartsAreMarkedAsTheReaderWantsThem() throws IOException {
        try (LogWriter log = open()) {
            log.write(false, "one\r\ntw".getBytes(UTF_8));
            log.write(true, "bad\n".getBytes(UTF_8));
            log.write(false, "o\n".getBytes(UTF_8));
        }

        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        2026-11-23T18:00:00.500000000+00:00 stdout F one\r
                        2026-11-23T18:00:00.500000000+00:00 stdout P tw
                        2026-11-23T18:00:00.500000000+00:00 stderr F bad
                        2026-11-23T18:00:00.500000000+00:00 stdout F o
                        """);
    }

    @Test
    void anyBytesComeBackAsTheyWere() throws IOException {
        byte[] written = new byte[300_000];
        new Random(7).nextBytes(written);
        try (LogWriter log = open()) {
            for (int from = 0; from < written.length; from += 30_000) {
                log.write(false, java.util.Arrays.copyOfRange(written, from, from + 30_000));
            }
        }

        assertThat(read()).isEqualTo(written);
    }

    @Test
    void pieceThatACrashCutOffDoesntSpoilTheNext() throws IOException {
        try (LogWriter log = open()) {
            log.write(false, "whole\n".getBytes(UTF_8));
        }
        Files.writeString(file, "2026-11-23T18:00:0", java.nio.file.StandardOpenOption.APPEND);

        try (LogWriter log = open()) {
            log.write(false, "after\n".getBytes(UTF_8));
        }

        assertThat(new String(read(), UTF_8)).isEqualTo("whole\nafter\n");
    }

    @Test
    void fileThatWasMovedAwayIsFollowedByAnother() throws IOException {
        try (LogWriter log = open()) {
            log.write(false, "before\n".getBytes(UTF_8));
            Files.move(file, folder.resolve("log.1"));
            log.write(false, "between\n".getBytes(UTF_8));
            log.reopen();
            log.write(false, "after\n".getBytes(UTF_8));
        }

        assertThat(Files.readString(folder.resolve("log.1"))).contains("before", "between");
        assertThat(Files.readString(file)).contains("after").doesNotContain("between");
        assertThat(new String(read(), UTF_8)).isEqualTo("before\nbetween\nafter\n");
    }

    @Test
    void nothingIsKeptOfWhatHasNoLog() throws IOException {
        try (LogWriter log = LogWriter.open(Path.of("/dev/null"), () -> NOW)) {
            log.write(false, "gone\n".getBytes(UTF_8));
            log.reopen();
        }

        assertThat(folder).isEmptyDirectory();
    }
}
