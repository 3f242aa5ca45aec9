package dev.mullion.hcs.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PipeStreamsTest {

    private final JavaFunctions functions = new JavaFunctions();
    private final PretendedPipe windows = new PretendedPipe(functions);
    private final NativeCalls calls = new NativeCalls(functions);
    private final OwnedHandle handle =
            new OwnedHandle(
                    PretendedPipe.HANDLE,
                    "OUTPUT of web-01",
                    closing -> calls.call(WindowsFunction.CLOSE_HANDLE, closing));
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMegabyteComesInWhetherItIsThereAtOnceOrLater(boolean late) throws IOException {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        if (late) {
            windows.late();
        }
        windows.feed(data);
        windows.feed("and a little".getBytes(StandardCharsets.UTF_8));
        windows.endReadsWith(109);
        try (var input = new PipeInput(calls, handle)) {
            assertThat(input.readNBytes(1 << 20)).isEqualTo(data);
            assertThat(input.read()).isEqualTo('a');
            assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("nd a little");
            assertThat(input.read()).isEqualTo(-1);
        }
        assertThat(windows.log()).startsWith("event 10").endsWith("close pipe", "close event");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMegabyteGoesOutInWhatPiecesWindowsTakes(boolean late) throws IOException {
        byte[] data = new byte[1 << 20];
        new Random(2).nextBytes(data);
        windows.takesAtMost(50_001);
        if (late) {
            windows.late();
        }
        try (var output = new PipeOutput(calls, handle)) {
            output.write('!');
            output.write(data);
        }
        assertThat(windows.written.size()).isEqualTo(1 + (1 << 20));
        assertThat(windows.written.toByteArray()).startsWith('!').endsWith(data);
    }

    @ParameterizedTest
    @ValueSource(ints = {38, 109, 232, 233})
    void everyWayInWhichWindowsTellsTheEndIsTheEnd(int error) throws IOException {
        windows.endReadsWith(error);
        try (var atOnce = new PipeInput(calls, handle)) {
            assertThat(atOnce.read()).isEqualTo(-1);
            windows.late();
            assertThat(atOnce.read()).isEqualTo(-1);
        }
    }

    @Test
    void aTransferOfNothingIsTheEnd() throws IOException {
        windows.feed(new byte[0]);
        try (var input = new PipeInput(calls, handle)) {
            assertThat(input.read(new byte[8])).isEqualTo(-1);
        }
    }

    @Test
    void anotherFailureSaysWhichPipeAndWhy() {
        windows.endReadsWith(5);
        windows.endWritesWith(232);
        try (var input = new PipeInput(calls, handle)) {
            assertThatThrownBy(input::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("OUTPUT of web-01")
                    .hasMessageContaining("0x80070005");
        }
        var other = new OwnedHandle(PretendedPipe.HANDLE, "INPUT of web-01", closing -> {});
        try (var output = new PipeOutput(calls, other)) {
            assertThatThrownBy(() -> output.write(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("INPUT of web-01")
                    .hasMessageContaining("0x800700E8");
        }
    }

    @Test
    void aWriteThatWindowsTakesNothingOfFailsInsteadOfGoingOnForEver() {
        functionsOfADeadHost();
        try (var output = new PipeOutput(calls, handle)) {
            windows.late();
            assertThatThrownBy(() -> output.write(1)).isInstanceOf(IOException.class);
        }
    }

    private void functionsOfADeadHost() {
        windows.takesAtMost(0);
        windows.endWritesWith(0);
    }

    @Test
    void closingEndsABlockedReadAndFreesNothingUnderIt() throws Exception {
        var lateToNotice = new CountDownLatch(1);
        windows.cancelledAfter(lateToNotice);
        var input = new PipeInput(calls, handle);
        CompletableFuture<Integer> read = reading(input);
        assertThat(windows.waiting.await(10, TimeUnit.SECONDS)).isTrue();
        input.close();
        input.close();
        // Windows still uses the memory, the pipe and the event
        assertThat(windows.log()).containsExactly("event 10", "cancel");
        assertThat(read).isNotDone();
        lateToNotice.countDown();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        assertClosedAfter("event 10", "cancel", "over");
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void closingEndsABlockedWrite() throws Exception {
        windows.takesAtMost(0);
        var output = new PipeOutput(calls, handle);
        var writing = CompletableFuture.runAsync(() -> unchecked(() -> output.write(1)), threads);
        assertThat(windows.waiting.await(10, TimeUnit.SECONDS)).isTrue();
        output.close();
        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is closed");
        assertClosedAfter("event 10", "cancel", "over");
    }

    @Test
    void aCloseThatComesBeforeThereIsSomethingToCancelEndsTheReadToo() throws IOException {
        var input = new PipeInput(calls, handle);
        windows.whileBeginning = input::close;
        assertThat(input.read()).isEqualTo(-1);
        assertClosedAfter("event 10", "cancel", "cancel", "over");
    }

    @Test
    void aStreamWhoseHandleIsClosedElsewhereHasEnded() throws IOException {
        try (var input = new PipeInput(calls, handle)) {
            handle.close();
            assertThat(input.read()).isEqualTo(-1);
        }
        assertThat(windows.log()).containsExactly("event 10", "close pipe", "close event");
    }

    @Test
    void aHostThatMakesNoEventIsToldWithItsCode() {
        var poor = new JavaFunctions();
        poor.with(
                WindowsFunction.CREATE_EVENT_W,
                arguments -> {
                    poor.setLastError(8);
                    return 0L;
                });
        assertThatThrownBy(() -> new PipeInput(new NativeCalls(poor), handle))
                .isInstanceOf(HcsException.class)
                .hasMessageContaining("0x80070008");
    }

    /** Which of the two goes first depends on whose thread lets go of the pipe last. */
    private void assertClosedAfter(String... before) {
        List<String> log = windows.log();
        assertThat(log).startsWith(before).hasSize(before.length + 2);
        assertThat(log).contains("close pipe", "close event");
    }

    private CompletableFuture<Integer> reading(InputStream input) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return input.read();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void unchecked(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
