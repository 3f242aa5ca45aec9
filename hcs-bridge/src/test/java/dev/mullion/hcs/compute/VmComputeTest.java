package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.VmComputeFunction.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.ServiceLostException;
import dev.mullion.hcs.TimedOutException;
import dev.mullion.hcs.binding.GivenOut;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A vmcompute.dll of Java functions that accepts requests and tells their ends as the test says.
 */
class VmComputeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int PENDING = 0xC0370103;

    private final GivenOut out = new GivenOut();
    private final JavaFunctions functions = new JavaFunctions();
    private final NativeCalls calls = new NativeCalls(functions);
    private final Compute compute = new VmCompute(calls);
    private final List<String> heard = new ArrayList<>();
    private final Map<VmComputeFunction, Integer> answers = new HashMap<>();

    /** What is told after a request: the type of the notification and its status. */
    private final Map<VmComputeFunction, int[]> ends = new HashMap<>();

    /** Registrations: the callback and its context. */
    private final Map<Long, long[]> registered = new ConcurrentHashMap<>();

    private final List<Thread> telling = new ArrayList<>();
    private @Nullable String document;
    private int @Nullable [] afterRegistration;

    VmComputeTest() {
        out.addTo(functions);
        functions.with(
                WindowsFunction.CLOSE_HANDLE, arguments -> out.close(arguments[0]) == 0 ? 1 : 0);
        for (var close : List.of(HCS_CLOSE_COMPUTE_SYSTEM, HCS_CLOSE_PROCESS)) {
            functions.with(
                    close,
                    arguments -> {
                        return out.close(arguments[0]);
                    });
        }
        for (var register :
                List.of(HCS_REGISTER_COMPUTE_SYSTEM_CALLBACK, HCS_REGISTER_PROCESS_CALLBACK)) {
            functions.with(
                    register,
                    arguments -> {
                        registered.put(
                                out.handle(arguments[3]),
                                new long[] {(Long) arguments[1], (Long) arguments[2]});
                        if (afterRegistration != null) {
                            tell(afterRegistration);
                        }
                        return 0;
                    });
        }
        for (var unregister :
                List.of(HCS_UNREGISTER_COMPUTE_SYSTEM_CALLBACK, HCS_UNREGISTER_PROCESS_CALLBACK)) {
            functions.with(
                    unregister,
                    arguments -> {
                        registered.remove((Long) arguments[0]);
                        return out.close(arguments[0]);
                    });
        }
        request(HCS_CREATE_COMPUTE_SYSTEM, 1, 3, 4);
        request(HCS_OPEN_COMPUTE_SYSTEM, 0, 1, 2);
        for (var function :
                List.of(
                        HCS_START_COMPUTE_SYSTEM,
                        HCS_SHUTDOWN_COMPUTE_SYSTEM,
                        HCS_TERMINATE_COMPUTE_SYSTEM,
                        HCS_PAUSE_COMPUTE_SYSTEM,
                        HCS_RESUME_COMPUTE_SYSTEM,
                        HCS_MODIFY_COMPUTE_SYSTEM,
                        HCS_SIGNAL_PROCESS,
                        HCS_MODIFY_PROCESS)) {
            request(function, 1, -1, 2);
        }
        request(HCS_TERMINATE_PROCESS, -1, -1, 1);
        request(HCS_OPEN_PROCESS, -1, 2, 3);
        functions.with(
                HCS_CREATE_PROCESS,
                arguments -> {
                    heard.add("HcsCreateProcess " + WideString.read((Long) arguments[1]));
                    Pointer information = new Pointer((Long) arguments[2]);
                    information.setInt(0, 1180);
                    information.setLong(8, out.handle());
                    information.setLong(16, out.handle());
                    out.handle(arguments[3]);
                    out.string(arguments[4], document);
                    return 0;
                });
        answer(HCS_GET_COMPUTE_SYSTEM_PROPERTIES, 2);
        answer(HCS_GET_PROCESS_PROPERTIES, 1);
        answer(HCS_ENUMERATE_COMPUTE_SYSTEMS, 1);
        answer(HCS_GET_SERVICE_PROPERTIES, 1);
        request(HCS_MODIFY_SERVICE_SETTINGS, 0, -1, 1);
    }

    private void answer(VmComputeFunction function, int slot) {
        functions.with(
                function,
                arguments -> {
                    out.string(arguments[slot], "{\"from\":\"" + function.export() + "\"}");
                    out.string(arguments[slot + 1], null);
                    return 0;
                });
    }

    private void request(VmComputeFunction function, int text, int handle, int slot) {
        functions.with(
                function,
                arguments -> {
                    heard.add(
                            function.export()
                                    + (text < 0
                                            ? ""
                                            : " " + WideString.read((Long) arguments[text])));
                    int answer = answers.getOrDefault(function, 0);
                    if (handle >= 0 && (answer == 0 || answer == PENDING)) {
                        out.handle(arguments[handle]);
                    }
                    out.string(arguments[slot], document);
                    if (ends.containsKey(function)) {
                        tell(Objects.requireNonNull(ends.get(function)));
                    }
                    return answer;
                });
    }

    /** On a thread of the service's own, to everyone registered. */
    private void tell(int[] end) {
        List<long[]> listeners = List.copyOf(registered.values());
        telling.add(
                Thread.ofPlatform()
                        .start(() -> {
                            try (Memory data = WideString.allocate("{\"Status\":" + end[1] + "}")) {
                                for (long[] listener : listeners) {
                                    Function.getFunction(new Pointer(listener[0]))
                                            .invoke(
                                                    void.class,
                                                    new Object[] {
                                                        end[0], listener[1], end[1], data
                                                    });
                                }
                            }
                        }));
    }

    private void allTold() throws InterruptedException {
        for (Thread thread : telling) {
            thread.join();
        }
    }

    @AfterEach
    void nothingIsLeftOut() throws Exception {
        allTold();
        assertThat(out.mistakes()).isEmpty();
        assertThat(out.stringsOut()).isZero();
        assertThat(out.handlesOut()).isZero();
        assertThat(calls.callbacks().listening()).isZero();
        assertThat(registered).isEmpty();
    }

    private void accepts(VmComputeFunction function, int type, int status) {
        answers.put(function, PENDING);
        ends.put(function, new int[] {type, status});
    }

    @Test
    void aSystemIsCreatedAndStartedWhenItsNotificationsCome() throws Exception {
        answers.put(HCS_CREATE_COMPUTE_SYSTEM, PENDING);
        afterRegistration = new int[] {2, 0};
        accepts(HCS_START_COMPUTE_SYSTEM, 3, 0);
        accepts(HCS_PAUSE_COMPUTE_SYSTEM, 4, 0);
        accepts(HCS_RESUME_COMPUTE_SYSTEM, 5, 0);
        accepts(HCS_SHUTDOWN_COMPUTE_SYSTEM, 1, 0);
        List<ComputeEvent> told = new ArrayList<>();
        try (ComputeSystem system = compute.create("web", "{\"HvPartition\":true}", LIMIT)) {
            system.listen(told::add);
            system.start(LIMIT);
            system.pause(LIMIT);
            system.resume(LIMIT);
            system.modify("{}");
            assertThat(system.properties("")).contains("HcsGetComputeSystemProperties");
            system.shutDown();
            allTold();
        }
        assertThat(told)
                .containsExactly(
                        new ComputeEvent(ComputeEvent.Type.SYSTEM_EXITED, 0, "{\"Status\":0}"));
        assertThat(heard)
                .startsWith(
                        "HcsCreateComputeSystem {\"HvPartition\":true}", "HcsStartComputeSystem ");
    }

    @Test
    void aCreationThatFailsLaterIsTerminatedAndClosed() {
        answers.put(HCS_CREATE_COMPUTE_SYSTEM, PENDING);
        afterRegistration = new int[] {2, 0xC0370102};
        assertThatThrownBy(() -> compute.create("web", "{}", LIMIT))
                .isInstanceOf(HcsException.class)
                .hasMessageContaining("0xC0370102 (HCS HYPERV_NOT_INSTALLED)");
        assertThat(heard).endsWith("HcsTerminateComputeSystem ");
    }

    @Test
    void anEndDuringAStartIsAnUnexpectedExit() {
        try (ComputeSystem system = compute.open("web")) {
            accepts(HCS_START_COMPUTE_SYSTEM, 1, 0);
            assertThatThrownBy(() -> system.start(LIMIT)).hasMessageContaining("UNEXPECTED_EXIT");
        }
    }

    @Test
    void aLostServiceEndsEveryWait() {
        try (ComputeSystem system = compute.open("web")) {
            accepts(HCS_START_COMPUTE_SYSTEM, 0x01000000, 0);
            assertThatThrownBy(() -> system.start(LIMIT)).isInstanceOf(ServiceLostException.class);
        }
    }

    @Test
    void aWaitEndsAtItsLimit() {
        try (ComputeSystem system = compute.open("web")) {
            answers.put(HCS_START_COMPUTE_SYSTEM, PENDING);
            assertThatThrownBy(() -> system.start(Duration.ZERO))
                    .isInstanceOf(TimedOutException.class)
                    .hasMessageStartingWith("Starting the compute system web failed");
        }
    }

    @Test
    void aRefusalTellsItsReason() {
        answers.put(HCS_OPEN_COMPUTE_SYSTEM, 0xC037010E);
        document = "{\"ErrorMessage\":\"never heard of web\"}";
        assertThatThrownBy(() -> compute.open("web"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("never heard of web");
    }

    @Test
    void aProcessRunsAndEnds() throws Exception {
        try (ComputeSystem system = compute.open("web");
                ComputeProcess process = system.createProcess("{\"CommandLine\":\"x\"}", LIMIT)) {
            assertThat(process.processId()).isEqualTo(1180);
            assertThat(process.pipe(ComputeProcess.Stream.OUTPUT)).isPresent();
            assertThat(process.pipe(ComputeProcess.Stream.ERROR)).isEmpty();
            List<ComputeEvent> told = new ArrayList<>();
            process.listen(told::add);
            assertThatThrownBy(() -> process.listen(told::add))
                    .isInstanceOf(IllegalStateException.class);
            process.signal("{\"Signal\":\"CtrlShutdown\"}", LIMIT);
            process.modify("{}");
            process.terminate(LIMIT);
            assertThat(process.properties()).contains("HcsGetProcessProperties");
            tell(new int[] {0x10000, 0});
            allTold();
            assertThat(told)
                    .extracting(ComputeEvent::type)
                    .containsExactly(ComputeEvent.Type.PROCESS_EXITED);
            try (ComputeProcess again = system.openProcess(1180)) {
                assertThat(again.pipe(ComputeProcess.Stream.INPUT)).isEmpty();
            }
        }
    }

    @Test
    void theServiceAnswersAndChanges() {
        assertThat(compute.enumerate("")).contains("HcsEnumerateComputeSystems");
        assertThat(compute.serviceProperties("")).contains("HcsGetServiceProperties");
        compute.modifyService("{x}");
        assertThat(heard).containsExactly("HcsModifyServiceSettings {x}");
    }
}
