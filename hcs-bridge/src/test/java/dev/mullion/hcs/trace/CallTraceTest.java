package dev.mullion.hcs.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotAvailableException;
import dev.mullion.hcs.binding.Callbacks;
import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.ComputeNetworkFunction;
import dev.mullion.hcs.binding.GivenOut;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same calls, once against functions and once against what was recorded of them. */
class CallTraceTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-24T02:33:54Z"), ZoneOffset.UTC);
    private static final UUID NETWORK = UUID.fromString("0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11");

    @TempDir Path folder;

    private final GivenOut out = new GivenOut();
    private final JavaFunctions windows = new JavaFunctions();

    CallTraceTest() {
        out.addTo(windows);
        windows.with(
                        ComputeNetworkFunction.HCN_OPEN_NETWORK,
                        arguments -> {
                            out.handle(arguments[1]);
                            out.string(arguments[2], null);
                            return 0;
                        })
                .with(
                        ComputeNetworkFunction.HCN_QUERY_NETWORK_PROPERTIES,
                        arguments -> {
                            out.string(arguments[2], "{\"Name\":\"Größe\"}");
                            return 0;
                        })
                .with(
                        ComputeNetworkFunction.HCN_CLOSE_NETWORK,
                        arguments -> out.close(arguments[0]))
                .with(
                        VmComputeFunction.NAME_TO_GUID,
                        arguments -> {
                            new Pointer((Long) arguments[1])
                                    .write(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
                            return 0;
                        })
                .with(
                        ComputeCoreFunction.HCS_GET_OPERATION_RESULT_AND_PROCESS_INFO,
                        arguments -> {
                            new Pointer((Long) arguments[1]).setLong(16, 0xABCL);
                            return 0;
                        })
                .with(
                        WindowsFunction.CLOSE_HANDLE,
                        arguments -> {
                            windows.setLastError(6);
                            return 0;
                        })
                .with(
                        WindowsFunction.READ_FILE,
                        arguments -> {
                            new Pointer((Long) arguments[1]).setMemory(0, 5, (byte) 'p');
                            new Pointer((Long) arguments[3]).setInt(0, 5);
                            return 1;
                        })
                .with(ComputeCoreFunction.HCS_SET_COMPUTE_SYSTEM_CALLBACK, this::callBackLater)
                .with(ComputeCoreFunction.HCS_CREATE_COMPUTE_SYSTEM, arguments -> 0x80370110);
    }

    /** As a service does: on a thread of its own, some time after. */
    private Number callBackLater(Object[] arguments) {
        fire((Long) arguments[3], (Long) arguments[2], "{\"Status\":7}");
        return 0;
    }

    private static void fire(long callback, long context, String data) {
        Thread service =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try (Memory event = new Memory(24);
                                    Memory text = WideString.allocate(data)) {
                                event.clear();
                                event.setInt(0, 1);
                                event.setPointer(8, text);
                                Function.getFunction(new Pointer(callback))
                                        .invoke(void.class, new Object[] {event, context});
                            }
                        });
        try {
            service.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a program does, and all it gets to see. */
    private static List<String> program(NativeCalls calls, @Nullable String id) throws Exception {
        List<String> seen = new ArrayList<>();
        var handle = new Out.Handle();
        var record = new Out.Text();
        var text = new Out.Text();
        seen.add("" + calls.code(ComputeNetworkFunction.HCN_OPEN_NETWORK, NETWORK, handle, record));
        seen.add(String.valueOf(record.value()));
        seen.add(
                ""
                        + calls.code(
                                ComputeNetworkFunction.HCN_QUERY_NETWORK_PROPERTIES,
                                handle.value(),
                                id,
                                text,
                                null));
        seen.add(String.valueOf(text.value()));
        seen.add("" + calls.code(ComputeNetworkFunction.HCN_CLOSE_NETWORK, handle.value()));
        var guid = new Out.Guid();
        seen.add("" + calls.code(VmComputeFunction.NAME_TO_GUID, "sha-base", guid));
        seen.add("" + guid.value());
        try (Memory information = new Memory(32)) {
            information.clear();
            seen.add(
                    ""
                            + calls.code(
                                    ComputeCoreFunction.HCS_GET_OPERATION_RESULT_AND_PROCESS_INFO,
                                    8L,
                                    information,
                                    null));
            seen.add("" + information.getLong(16));
        }
        seen.add("" + calls.code(WindowsFunction.CLOSE_HANDLE, 12L) + calls.lastError());
        BlockingQueue<Callbacks.Notice> notices = new LinkedBlockingQueue<>();
        long context = calls.callbacks().listen(notices::add);
        calls.code(
                ComputeCoreFunction.HCS_SET_COMPUTE_SYSTEM_CALLBACK,
                8L,
                0,
                context,
                calls.callbacks().forEvents());
        seen.add("" + notices.poll(10, TimeUnit.SECONDS));
        calls.callbacks().forget(context);
        return seen;
    }

    @Test
    void whatWasRecordedIsAnsweredWithoutTheHost() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        List<String> first;
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK)) {
            first = program(new NativeCalls(windows, recorder), "");
        }
        try (var replay = new CallReplay(file)) {
            assertThat(program(new NativeCalls(replay), "")).isEqualTo(first);
            assertThat(replay.deviations()).isEmpty();
            assertThat(replay.left()).isEmpty();
        }
        assertThat(first).contains("{\"Name\":\"Größe\"}", "2748", "06");
        assertThat(out.stringsOut()).isZero();
    }

    @Test
    void aCallerThatDeviatesIsToldWhere() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK)) {
            program(new NativeCalls(windows, recorder), "");
        }
        try (var replay = new CallReplay(file)) {
            NativeCalls calls = new NativeCalls(replay);
            List<String> seen = program(calls, "{\"Flags\":1}");
            assertThat(seen.get(2)).isEqualTo("" + 0x8000FFFF);
            assertThat(calls.code(WindowsFunction.CANCEL_IO_EX, 8L, null)).isZero();
            assertThat(calls.lastError()).isEqualTo(1359);
            assertThat(replay.deviations())
                    .containsExactly(
                            "computenetwork.dll!HcnQueryNetworkProperties was called with"
                                    + " {\"Flags\":1} as argument 1; line 2 has \"\"",
                            "kernel32.dll!CancelIoEx was called and isn't in the rest of the"
                                    + " recording, which goes on with line 2:"
                                    + " computenetwork.dll!HcnQueryNetworkProperties");
            assertThat(replay.left())
                    .containsExactly("line 2: computenetwork.dll!HcnQueryNetworkProperties");
        }
    }

    @Test
    void oneLineTellsOneCall() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK)) {
            program(new NativeCalls(windows, recorder), "");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(8);
        assertThat(lines.getFirst().replaceFirst("\"micros\":\\d+", "\"micros\":5"))
                .isEqualTo(
                        "{\"call\":\"HcnOpenNetwork\",\"dll\":\"computenetwork.dll\",\"thread\":\""
                                + Thread.currentThread().getName()
                                + "\",\"start\":\"2026-11-24T02:33:54Z\",\"micros\":5,\"arguments\":["
                                + "\"0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11\",0,0],\"out\":{\"1\":"
                                + 0x7FFF_0000_0008L
                                + "},\"result\":0}");
        assertThat(lines.get(4))
                .contains(
                        "{\"bytes\":32,\"before\":\"\",\"after\":\"" + "00".repeat(16) + "bc0a\"}");
        assertThat(lines.get(5)).contains("\"error\":6");
        assertThat(lines.get(6)).contains("\"notice\":1").contains("Status").contains("Thread-");
    }

    @Test
    void secretsStayInTheProcess() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        String create =
                "{\"Owner\":\"mullion\",\"Environment\":{\"TOKEN\":\"s3cret-1\"},"
                        + "\"Credentials\":\"{\\\"Cmd\\\":\\\"s3cret-2\\\"}\","
                        + "\"Container\":[{\"ContainerCredentialGuard\":{\"Cookie\":\"s3cret-3\","
                        + "\"CredentialSpec\":{\"a\":\"s3cret-4\"}}}],"
                        + "\"Nested\":\"{\\\"Environment\\\":{\\\"K\\\":\\\"s3cret-5\\\"}}\"}";
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK);
                Memory bytes = new Memory(16)) {
            NativeCalls calls = new NativeCalls(windows, recorder);
            createSystem(calls, create);
            createSystem(calls, "not JSON but an Environment: \"Environment s3cret-6\"");
            bytes.setString(0, "s3cret-7");
            calls.code(WindowsFunction.READ_FILE, 8L, bytes, 16, new Out.Int32(), null);
        }
        assertThat(Files.readString(file))
                .doesNotContain("s3cret")
                .doesNotContain("70707070")
                .contains("TOKEN")
                .contains("<8 characters>")
                .contains("mullion");
        // and the caller whose secrets are of the same length is the same caller
        try (var replay = new CallReplay(file)) {
            createSystem(new NativeCalls(replay), create.replace("s3cret", "Another".substring(1)));
            assertThat(replay.deviations()).isEmpty();
        }
    }

    private static void createSystem(NativeCalls calls, String document) {
        calls.code(
                ComputeCoreFunction.HCS_CREATE_COMPUTE_SYSTEM,
                "web-01",
                document,
                8L,
                null,
                new Out.Handle());
    }

    @Test
    void contentsAreReplayedAsSoManyLettersAndNothingElseIsTouched() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK);
                Memory bytes = new Memory(8)) {
            bytes.clear();
            new NativeCalls(windows, recorder)
                    .code(WindowsFunction.READ_FILE, 8L, bytes, 8, new Out.Int32(), null);
        }
        try (var replay = new CallReplay(file);
                Memory bytes = new Memory(8)) {
            var got = new Out.Int32();
            assertThat(
                            new NativeCalls(replay)
                                    .code(WindowsFunction.READ_FILE, 8L, bytes, 8, got, null))
                    .isEqualTo(1);
            assertThat(got.value()).isEqualTo(5);
            assertThat(bytes.getByteArray(0, 5)).containsOnly('x');
        }
    }

    @Test
    void whatTheHostDidNotHaveIsMissingInTheReplayToo() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        var grant = ComputeCoreFunction.HCS_GRANT_VM_ACCESS;
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK)) {
            NativeCalls calls = new NativeCalls(windows, recorder);
            assertThatThrownBy(() -> calls.code(grant, "", ""))
                    .isInstanceOf(NotAvailableException.class);
        }
        try (var replay = new CallReplay(file)) {
            NativeCalls calls = new NativeCalls(replay);
            assertThatThrownBy(() -> calls.code(grant, "", ""))
                    .isInstanceOf(HcsException.class)
                    .hasMessageContaining("HcsGrantVmAccess");
        }
    }

    @Test
    void aRecordingThatIsFullEndsAndCallsGoOn() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1000, CLOCK)) {
            NativeCalls calls = new NativeCalls(windows, recorder);
            for (int i = 0; i < 100; i++) {
                assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, 12L)).isZero();
            }
        }
        assertThat(Files.size(file)).isBetween(500L, 1000L);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void aRecordingWhoseDiskIsGoneHarmsNoCall() throws IOException {
        var recorder = CallRecorder.to(Path.of("/dev/full"), 1 << 20, CLOCK);
        try (recorder) {
            NativeCalls calls = new NativeCalls(windows, recorder);
            assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, 12L)).isZero();
            assertThat(calls.lastError()).isEqualTo(6);
        }
    }

    @Test
    void aLastLineThatWasCutOffIsLeftOut() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1 << 20, CLOCK)) {
            program(new NativeCalls(windows, recorder), "");
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(7, lines.get(7).substring(0, 40));
        Files.write(file, lines);
        try (var replay = new CallReplay(file)) {
            assertThat(replay.left()).hasSize(6);
        }
        lines.set(2, "no JSON");
        Files.write(file, lines);
        assertThatThrownBy(() -> new CallReplay(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Line 3");
    }
}
