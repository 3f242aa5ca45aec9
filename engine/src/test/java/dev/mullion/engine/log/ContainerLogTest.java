package dev.mullion.engine.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs in the format of conmon, written here as conmon writes them. */
class ContainerLogTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;
    private Path file;
    private ContainerLog log;
    private int second;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("c.log");
        Files.createFile(file);
        log = new ContainerLog(file, Clock.systemUTC());
    }

    @Test
    void randomBytesComeBackAsTheyWereWritten() throws Exception {
        Random random = new Random(7);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(1, 8192)];
            random.nextBytes(bytes);
            written.write(bytes);
            conmon("stdout", bytes);
        }
        assertThat(read(LogQuery.ALL)).isEqualTo(written.toByteArray());
    }

    @Test
    void linesInPartsCountAsOneAndHaveOneMoment() throws Exception {
        line("stdout", "P", "be");
        line("stderr", "F", "between");
        line("stdout", "P", "gin");
        line("stdout", "F", "ning");
        line("stdout", "F", "last");
        assertThat(text(tail(2, true, false))).isEqualTo("beginning\nlast\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.read(tail(2, true, false), new LogSink(out, false, true, ""));
        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        """
                        2026-01-01T00:00:00.000000000Z beginning
                        2026-01-01T00:00:04.000000000Z last
                        """);
    }

    @Test
    void streamsAreToldApartByFrames() throws Exception {
        line("stdout", "F", "out");
        line("stderr", "F", "err");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.read(LogQuery.ALL, new LogSink(out, true, false, ""));
        assertThat(out.toString(ISO_8859_1))
                .isEqualTo("\1\0\0\0\0\0\0\4out\n\2\0\0\0\0\0\0\4err\n");
        assertThat(text(new LogQuery(false, true, null, null, -1))).isEqualTo("err\n");
    }

    @Test
    void boundsInTimeHoldOnBothSides() throws Exception {
        for (int i = 0; i < 10; i++) {
            line("stdout", "F", "line " + i);
        }
        assertThat(text(new LogQuery(true, true, START.plusSeconds(3), START.plusSeconds(5), -1)))
                .isEqualTo("line 3\nline 4\nline 5\n");
        assertThat(text(new LogQuery(true, true, START.plusSeconds(8), null, 5)))
                .isEqualTo("line 8\nline 9\n");
    }

    @Test
    void damagedAndUnfinishedLinesAreLeftOut() throws Exception {
        line("stdout", "F", "one");
        raw("2026-01-01T00:0");
        raw("\nrubbish\n");
        line("stdout", "F", "two");
        raw("2026-01-01T00:00:00.000000000+00:00 stdout F unfin");
        assertThat(text(LogQuery.ALL)).isEqualTo("one\ntwo\n");
        assertThat(text(tail(1, true, true))).isEqualTo("two\n");
    }

    @Test
    void tailGoesBackIntoOlderFiles() throws Exception {
        line("stdout", "F", "one");
        line("stdout", "F", "two");
        log.turnOver(3);
        line("stdout", "F", "three");
        log.turnOver(3);
        line("stdout", "F", "four");
        assertThat(text(LogQuery.ALL)).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(text(tail(3, true, true))).isEqualTo("two\nthree\nfour\n");
        log.turnOver(3);
        assertThat(text(LogQuery.ALL)).isEqualTo("three\nfour\n");
        assertThat(folder.resolve("c.log.3")).doesNotExist();
    }

    @Test
    void tailOfABigFileReadsLittleOfIt() throws Exception {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            byte[] bytes =
                    ("2026-01-01T00:00:00.000000000+00:00 stdout F " + "x".repeat(155) + "\n")
                            .getBytes(UTF_8);
            for (int i = 0; i < 1_000_000; i++) {
                out.write(bytes);
            }
        }
        assertThat(Files.size(file)).isGreaterThan(200_000_000);
        long whole = nanos(LogQuery.ALL);
        long tail = nanos(tail(100, true, true));
        assertThat(tail).isLessThan(whole / 20);
        assertThat(text(tail(100, true, true)).lines()).hasSize(100);
    }

    @Test
    void followingMissesNothingWhileFilesAreTurnedOverAndEndsWithTheContainer() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        ContainerLog.Follow follow = new ContainerLog.Follow(ended::get);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        StringBuilder expected = new StringBuilder();
        try (FileEvents events = new FileEvents()) {
            CompletableFuture<Void> following =
                    CompletableFuture.runAsync(() -> {
                        try {
                            log.follow(
                                    LogQuery.ALL,
                                    new LogSink(got, false, false, ""),
                                    events,
                                    follow);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            // so that the first file is being followed before it is turned over
            line("stdout", "F", "first");
            expected.append("first\n");
            awaitSize(got, 6);
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 50; i++) {
                    String text = round + " " + i;
                    line("stdout", "F", text);
                    expected.append(text).append('\n');
                }
                log.turnOver(30);
            }
            ended.set(true);
            follow.wake();
            following.get(10, TimeUnit.SECONDS);
        }
        assertThat(got.toString(UTF_8)).isEqualTo(expected.toString());
    }

    private static void awaitSize(ByteArrayOutputStream got, int size) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (got.size() < size) {
            assertThat(System.nanoTime()).as("waiting for the log").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private long nanos(LogQuery query) throws IOException {
        long start = System.nanoTime();
        log.read(query, new LogSink(OutputStream.nullOutputStream(), true, false, ""));
        return System.nanoTime() - start;
    }

    private static LogQuery tail(int lines, boolean output, boolean errors) {
        return new LogQuery(output, errors, null, null, lines);
    }

    private String text(LogQuery query) throws IOException {
        return new String(read(query), UTF_8);
    }

    private byte[] read(LogQuery query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.read(query, new LogSink(out, false, false, ""));
        return out.toByteArray();
    }

    /** What conmon writes for one read: a whole piece for each line feed, and the rest in part. */
    private void conmon(String stream, byte[] bytes) throws IOException {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                piece(stream, "F", bytes, from, i);
                from = i + 1;
            }
        }
        if (from < bytes.length) {
            piece(stream, "P", bytes, from, bytes.length);
        }
    }

    private void line(String stream, String letter, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        piece(stream, letter, bytes, 0, bytes.length);
    }

    private void piece(String stream, String letter, byte[] bytes, int from, int to)
            throws IOException {
        String moment = START.plusSeconds(second++).toString().replace("Z", ".000000000+00:00");
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.writeBytes((moment + " " + stream + " " + letter + " ").getBytes(UTF_8));
        piece.write(bytes, from, to - from);
        piece.write('\n');
        append(piece.toByteArray());
    }

    private void raw(String text) throws IOException {
        append(text.getBytes(UTF_8));
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
