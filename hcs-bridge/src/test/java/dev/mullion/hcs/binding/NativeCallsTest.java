package dev.mullion.hcs.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.NotAvailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every value goes through libffi and real memory: the functions called are code pointers. */
class NativeCallsTest {

    private final GivenOut out = new GivenOut();
    private final JavaFunctions functions = new JavaFunctions();
    private final NativeCalls calls = new NativeCalls(functions);

    NativeCallsTest() {
        out.addTo(functions);
    }

    @AfterEach
    void nothingIsLeftOut() {
        assertThat(out.mistakes()).isEmpty();
        assertThat(out.stringsOut()).isZero();
        assertThat(out.handlesOut()).isZero();
        assertThat(calls.callbacks().listening()).isZero();
    }

    @Test
    void stringsCrossAsUtf16WithEveryCharacterAndNullAsNull() {
        List<String> seen = new ArrayList<>();
        functions.with(
                ComputeCoreFunction.HCS_GRANT_VM_ACCESS,
                arguments -> {
                    seen.add(String.valueOf(WideString.read((Long) arguments[0])));
                    seen.add(String.valueOf(WideString.read((Long) arguments[1])));
                    return 0;
                });
        calls.code(ComputeCoreFunction.HCS_GRANT_VM_ACCESS, "C:\\Ordner\\Größe \uD83D\uDE00", null);
        calls.code(ComputeCoreFunction.HCS_GRANT_VM_ACCESS, "", "x".repeat(300_000));
        assertThat(seen)
                .containsExactly("C:\\Ordner\\Größe \uD83D\uDE00", "null", "", "x".repeat(300_000));
    }

    @Test
    void aNulInAStringIsRefusedInsteadOfCuttingIt() {
        functions.with(ComputeCoreFunction.HCS_GRANT_VM_ACCESS, arguments -> 0);
        assertThatThrownBy(() -> calls.code(ComputeCoreFunction.HCS_GRANT_VM_ACCESS, "a\0b", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void stringsThatComeBackAreCopiedAndFreedOnce() {
        String document = "{\"Name\":\"Größe\"}" + "y".repeat(20_000);
        functions.with(
                ComputeCoreFunction.HCS_GET_SERVICE_PROPERTIES,
                arguments -> {
                    out.string(arguments[1], document);
                    return 0;
                });
        for (int i = 0; i < 100; i++) {
            var answer = new Out.Text();
            assertThat(calls.code(ComputeCoreFunction.HCS_GET_SERVICE_PROPERTIES, "", answer))
                    .isZero();
            assertThat(answer.value()).isEqualTo(document);
        }
    }

    @Test
    void stringsOfAFailedCallAreFreedTooAndAMissingOneIsNotFreed() {
        functions.with(
                VmComputeFunction.HCS_GET_SERVICE_PROPERTIES,
                arguments -> {
                    out.string(arguments[1], null);
                    out.string(arguments[2], "{\"Error\":-1}");
                    return 0x80070005;
                });
        var properties = new Out.Text();
        var result = new Out.Text();
        int code = calls.code(VmComputeFunction.HCS_GET_SERVICE_PROPERTIES, "", properties, result);
        assertThat(code).isEqualTo(0x80070005);
        assertThat(properties.value()).isNull();
        assertThat(result.value()).isEqualTo("{\"Error\":-1}");
    }

    @Test
    void handlesKeepAllTheir64BitsBothWays() {
        functions
                .with(
                        ComputeCoreFunction.HCS_OPEN_COMPUTE_SYSTEM,
                        arguments -> {
                            assertThat(arguments[1]).isEqualTo(0x10000000);
                            out.handle(arguments[2]);
                            return 0;
                        })
                .with(
                        ComputeCoreFunction.HCS_CLOSE_COMPUTE_SYSTEM,
                        arguments -> out.close(arguments[0]));
        var handle = new Out.Handle();
        calls.code(ComputeCoreFunction.HCS_OPEN_COMPUTE_SYSTEM, "web", 0x10000000, handle);
        assertThat(handle.value()).isGreaterThan(0xFFFF_FFFFL);
        calls.call(ComputeCoreFunction.HCS_CLOSE_COMPUTE_SYSTEM, handle.value());
    }

    @Test
    void resultsWithTheTopBitAre32BitNumbersAndIdsKeep64() {
        functions
                .with(ComputeCoreFunction.HCS_CANCEL_OPERATION, arguments -> 0x80004001)
                .with(ComputeCoreFunction.HCS_GET_OPERATION_ID, arguments -> 0xFFFF_FFFF_FFFF_FFFEL)
                .with(ComputeCoreFunction.HCS_GET_OPERATION_TYPE, arguments -> -1);
        assertThat(calls.code(ComputeCoreFunction.HCS_CANCEL_OPERATION, 8L)).isEqualTo(0x80004001);
        assertThat(calls.call(ComputeCoreFunction.HCS_GET_OPERATION_ID, 8L)).isEqualTo(-2L);
        assertThat(calls.call(ComputeCoreFunction.HCS_GET_OPERATION_TYPE, 8L)).isEqualTo(-1L);
    }

    @Test
    void guidsCrossInTheMemoryOrderOfWindows() {
        UUID guid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        AtomicReference<byte[]> seen = new AtomicReference<>();
        functions
                .with(
                        ComputeNetworkFunction.HCN_DELETE_NETWORK,
                        arguments -> {
                            seen.set(new Pointer((Long) arguments[0]).getByteArray(0, 16));
                            return 0;
                        })
                .with(
                        VmComputeFunction.NAME_TO_GUID,
                        arguments -> {
                            new Pointer((Long) arguments[1]).write(0, seen.get(), 0, 16);
                            return 0;
                        });
        calls.code(ComputeNetworkFunction.HCN_DELETE_NETWORK, guid, null);
        assertThat(seen.get()).asHexString().isEqualTo("33221100554477668899AABBCCDDEEFF");
        var back = new Out.Guid();
        calls.code(VmComputeFunction.NAME_TO_GUID, "sha-base", back);
        assertThat(back.value()).isEqualTo(guid);
    }

    @Test
    void everyBoundFunctionCanBeMadeAndCalled() {
        List<NativeFunction> all = AllFunctions.list();
        AtomicInteger called = new AtomicInteger();
        for (NativeFunction function : all) {
            if (function != WindowsFunction.CO_TASK_MEM_FREE) {
                functions.with(
                        function,
                        arguments -> {
                            assertThat(arguments).hasSize(function.parameters().size());
                            for (int i = 0; i < arguments.length; i++) {
                                if (function.parameters().get(i) == Kind.INT32) {
                                    assertThat(arguments[i]).isEqualTo(i + 1);
                                }
                            }
                            return called.incrementAndGet();
                        });
            }
        }
        try (Memory memory = new Memory(64)) {
            for (NativeFunction function : all) {
                if (function != WindowsFunction.CO_TASK_MEM_FREE) {
                    long result = calls.call(function, AllFunctions.arguments(function, memory));
                    assertThat(result)
                            .as(function.export())
                            .isEqualTo(function.returns() == Kind.VOID ? 0 : called.get());
                }
            }
        }
        assertThat(called).hasValue(all.size() - 1);
    }

    @Test
    void theErrorOfACallIsItsThreadsAndOutlivesWhatItsOwnCleaningUpCalls() throws Exception {
        functions
                .with(
                        WindowsFunction.CLOSE_HANDLE,
                        arguments -> {
                            functions.setLastError(((Long) arguments[0]).intValue());
                            return 0;
                        })
                .with(
                        ComputeCoreFunction.HCS_GET_SERVICE_PROPERTIES,
                        arguments -> {
                            functions.setLastError(87);
                            out.string(arguments[1], "{}");
                            return 0;
                        });
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, 6L)).isZero();
        Thread other =
                Thread.ofPlatform().start(() -> calls.code(WindowsFunction.CLOSE_HANDLE, 5L));
        other.join();
        assertThat(calls.lastError()).isEqualTo(6);
        // speaks for itself by its HRESULT, and its string is freed by another call
        calls.code(ComputeCoreFunction.HCS_GET_SERVICE_PROPERTIES, "", new Out.Text());
        assertThat(calls.lastError()).isEqualTo(6);
    }

    @Test
    void theErrorOfARealLibraryIsWhatTheSystemSaid(@TempDir Path folder) throws Exception {
        // there is no DLL here, but JNA takes errno in the very place where it takes GetLastError
        Files.createSymbolicLink(folder.resolve("kernel32.dll"), libraryOfC());
        NativeCalls real = new NativeCalls(new WindowsDlls(folder));
        assertThat(real.code(CloseOfC.CLOSE, -1)).isEqualTo(-1);
        assertThat(real.lastError()).isEqualTo(9);
    }

    /** {@code int close(int)} of the C library. */
    private enum CloseOfC implements NativeFunction {
        CLOSE;

        @Override
        public Signature signature() {
            return Signature.of(Dll.KERNEL32, "close", Kind.INT32, Kind.INT32);
        }
    }

    @Test
    void anArgumentOfTheWrongKindIsRefusedBeforeTheCall() {
        functions.with(
                ComputeCoreFunction.HCS_START_COMPUTE_SYSTEM,
                arguments -> {
                    throw new AssertionError("called");
                });
        var start = ComputeCoreFunction.HCS_START_COMPUTE_SYSTEM;
        assertThatThrownBy(() -> calls.code(start, 8L, 8L))
                .hasMessageContaining("HcsStartComputeSystem doesn't take");
        assertThatThrownBy(() -> calls.code(start, 8L, 8, ""))
                .hasMessageContaining("Integer (argument 1)");
    }

    @Test
    void aHandleIsClosedOnceAndNotUnderACallThatUsesIt() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var closes = new AtomicInteger();
        functions.with(
                VmComputeFunction.HCS_TERMINATE_PROCESS,
                arguments -> {
                    entered.countDown();
                    await(leave);
                    assertThat(closes).hasValue(0);
                    return 0;
                });
        var handle = new OwnedHandle(0x1234, "a process", value -> closes.incrementAndGet());
        Thread caller =
                Thread.ofPlatform()
                        .start(() ->
                                calls.code(VmComputeFunction.HCS_TERMINATE_PROCESS, handle, null));
        await(entered);
        handle.close();
        handle.close();
        assertThat(closes).hasValue(0);
        assertThatThrownBy(() -> calls.code(VmComputeFunction.HCS_TERMINATE_PROCESS, handle, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a process is closed");
        leave.countDown();
        caller.join();
        handle.close();
        assertThat(closes).hasValue(1);
    }

    @Test
    void aMissingLibraryOrExportIsATypedFailure(@TempDir Path folder) throws Exception {
        NativeCalls nothing = new NativeCalls(new WindowsDlls(folder));
        assertThatThrownBy(() -> nothing.code(ComputeStorageFunction.HCS_DESTROY_LAYER, "x"))
                .isInstanceOfSatisfying(
                        NotAvailableException.class,
                        e -> assertThat(e.code().code()).isEqualTo(0x7E))
                .hasMessageContaining("computestorage.dll");
        // a real library that has no such function
        Files.createSymbolicLink(folder.resolve("computestorage.dll"), libraryOfC());
        assertThatThrownBy(() -> nothing.code(ComputeStorageFunction.HCS_DESTROY_LAYER, "x"))
                .isInstanceOfSatisfying(
                        NotAvailableException.class,
                        e -> assertThat(e.code().code()).isEqualTo(0x7F))
                .hasMessageContaining("HcsDestroyLayer");
        Files.writeString(folder.resolve("virtdisk.dll"), "no library");
        assertThatThrownBy(() -> nothing.code(WindowsFunction.DETACH_VIRTUAL_DISK, 8L, 0, 0))
                .isInstanceOf(NotAvailableException.class);
    }

    private static Path libraryOfC() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith("/libc.so.6"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listenersHearUntilForgottenAndNoCallbackIsCollectedBeneathWindows() {
        var context = new AtomicLong();
        var callback = new AtomicLong();
        functions.with(
                ComputeCoreFunction.HCS_SET_COMPUTE_SYSTEM_CALLBACK,
                arguments -> {
                    context.set((Long) arguments[2]);
                    callback.set((Long) arguments[3]);
                    return 0;
                });
        List<Callbacks.Notice> heard = new ArrayList<>();
        long mine = calls.callbacks().listen(heard::add);
        calls.code(
                ComputeCoreFunction.HCS_SET_COMPUTE_SYSTEM_CALLBACK,
                8L,
                0,
                mine,
                calls.callbacks().forEvents());
        assertThat(context).hasValue(mine);
        for (int i = 0; i < 20; i++) {
            pressCollector();
            fire(callback.get(), context.get(), "{\"Status\":" + i + "}");
        }
        assertThat(heard).hasSize(20);
        assertThat(heard.getLast()).isEqualTo(new Callbacks.Notice(1, 0, "{\"Status\":19}"));
        calls.callbacks().forget(mine);
        pressCollector();
        // late, as a real service may be
        fire(callback.get(), context.get(), "{}");
        assertThat(heard).hasSize(20);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        long bad =
                calls.callbacks()
                        .listen(notice -> {
                            throw new IllegalStateException("for the test");
                        });
        var address = new AtomicLong();
        functions.with(
                ComputeCoreFunction.HCS_SET_PROCESS_CALLBACK,
                arguments -> {
                    address.set((Long) arguments[3]);
                    return 0;
                });
        calls.code(
                ComputeCoreFunction.HCS_SET_PROCESS_CALLBACK,
                8L,
                0,
                bad,
                calls.callbacks().forEvents());
        fire(address.get(), bad, null);
        calls.callbacks().forget(bad);
    }

    private static void pressCollector() {
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            garbage.add(new byte[100_000]);
        }
        assertThat(garbage).hasSize(50);
        System.gc();
    }

    /** Calls as Windows does: the event's memory is gone right after. */
    private static void fire(
            long callback, long context, @org.jspecify.annotations.Nullable String data) {
        try (Memory event = new Memory(24);
                Memory text = WideString.allocate(data == null ? "" : data)) {
            event.clear();
            event.setInt(0, 1);
            event.setLong(8, data == null ? 0 : Pointer.nativeValue(text));
            Function.getFunction(new Pointer(callback))
                    .invoke(void.class, new Object[] {event, context});
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
