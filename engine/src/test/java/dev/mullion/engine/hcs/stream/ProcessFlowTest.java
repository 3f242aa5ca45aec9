package dev.mullion.engine.hcs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers and writers of one process's streams. */
class ProcessFlowTest {

    private static final Duration PATIENT = Duration.ofDays(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ProcessFlow flow = new ProcessFlow("a process", threads, null);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String all(ProcessStreams streams) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (streams.read(buffer) != ProcessStreams.Source.END) {
            all.write(buffer.array(), 0, buffer.limit());
        }
        return all.toString(UTF_8);
    }

    @Test
    void everyReaderThatCameBeforeTheProcessSeesAllOfItsOutput() throws Exception {
        ProcessStreams one = flow.attach(PATIENT, false);
        ProcessStreams other = flow.attach(PATIENT, false);

        flow.open(bytes("output"), null, null, () -> {}).get(10, TimeUnit.SECONDS);
        flow.finish();

        assertThat(all(one)).isEqualTo("output");
        assertThat(all(other)).isEqualTo("output");
        assertThat(all(flow.attach(PATIENT, false))).as("who comes after the end").isEmpty();
    }

    @Test
    void outputAndErrorsAreToldApart() throws Exception {
        ProcessStreams reader = flow.attach(PATIENT, false);

        flow.open(bytes("out"), bytes("err"), null, () -> {}).get(10, TimeUnit.SECONDS);
        flow.finish();

        List<ProcessStreams.Source> sources = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        for (var source = reader.read(buffer);
                source != ProcessStreams.Source.END;
                source = reader.read(buffer)) {
            sources.add(source);
        }
        assertThat(sources)
                .containsExactlyInAnyOrder(
                        ProcessStreams.Source.OUTPUT, ProcessStreams.Source.ERRORS);
    }

    @Test
    void readerThatDoesntReadIsCutOffAndHoldsNobodyUp() throws Exception {
        ProcessStreams slow = flow.attach(Duration.ofMillis(50), false);
        ProcessStreams quick = flow.attach(PATIENT, false);
        String much = "x".repeat(2 << 20);
        CompletableFuture<Boolean> read = flow.open(bytes(much), null, null, () -> {});

        CompletableFuture<String> taken =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return all(quick);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        read.get(10, TimeUnit.SECONDS);
        flow.finish();

        assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(much.length());
        assertThatThrownBy(() -> all(slow)).hasMessageContaining("the connection is cut off");
    }

    @Test
    void readerThatLeavesHoldsNobodyUp() throws Exception {
        ProcessStreams leaving = flow.attach(PATIENT, false);
        CompletableFuture<Boolean> read =
                flow.open(bytes("x".repeat(2 << 20)), null, null, () -> {});
        Await.until("the process is held up", flow::isHeldUp);

        leaving.close();

        assertThat(read.get(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> leaving.read(ByteBuffer.allocate(8192)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsWrittenBeforeTheProcessIsThereWaitsForIt() throws Exception {
        ProcessStreams client = flow.attach(PATIENT, true);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        client.write(ByteBuffer.wrap("early".getBytes(UTF_8)));
                        client.closeInput();
                        done.complete(true);
                    } catch (IOException e) {
                        done.completeExceptionally(e);
                    }
                });
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        AtomicInteger ends = new AtomicInteger();

        flow.open(bytes(""), null, input, ends::incrementAndGet).get(10, TimeUnit.SECONDS);

        assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(input.toString(UTF_8)).isEqualTo("early");
        assertThat(ends).hasValue(1);
    }

    @Test
    void writerOfAProcessThatNeverCameFails() throws Exception {
        ProcessStreams client = flow.attach(PATIENT, true);

        flow.finish();

        assertThatThrownBy(() -> client.write(ByteBuffer.wrap(new byte[1])))
                .isInstanceOf(IOException.class);
    }

    @Test
    void inputThatIsKeptIsntEndedByAClient() throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        AtomicInteger ends = new AtomicInteger();
        flow.open(bytes(""), null, input, ends::incrementAndGet).get(10, TimeUnit.SECONDS);

        try (ProcessStreams client = flow.attach(PATIENT, false)) {
            client.closeInput();
        }

        assertThat(ends).hasValue(0);
        try (ProcessStreams next = flow.attach(PATIENT, false)) {
            next.write(ByteBuffer.wrap("still".getBytes(UTF_8)));
        }
        assertThat(input.toString(UTF_8)).isEqualTo("still");
    }
}
