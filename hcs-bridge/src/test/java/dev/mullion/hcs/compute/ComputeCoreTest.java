package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.AlreadyStoppedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.TimedOutException;
import dev.mullion.hcs.binding.NativeCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputeCoreTest {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final PretendedCore core = new PretendedCore();
    private final NativeCalls calls = new NativeCalls(core.functions);
    private final Compute compute = new ComputeCore(calls);

    @AfterEach
    void nothingIsLeftOut() {
        assertThat(core.out.mistakes()).isEmpty();
        assertThat(core.out.stringsOut()).isZero();
        assertThat(core.out.handlesOut()).isZero();
        assertThat(calls.callbacks().listening()).isZero();
    }

    @Test
    void aSystemLivesFromCreateToItsEnd() {
        List<ComputeEvent> told = new ArrayList<>();
        try (ComputeSystem system = compute.create("web", "{\"Owner\":\"mullion\"}", LIMIT)) {
            system.listen(told::add);
            system.start(LIMIT);
            core.document = "{\"State\":\"Running\"}";
            assertThat(system.properties("")).isEqualTo("{\"State\":\"Running\"}");
            system.modify("{\"RequestType\":\"Update\"}");
            system.pause(LIMIT);
            system.resume(LIMIT);
            system.shutDown();
            system.terminate();
            core.tell(core.registered().getFirst(), 1, "{\"Status\":0}");
        }
        assertThat(told)
                .containsExactly(
                        new ComputeEvent(ComputeEvent.Type.SYSTEM_EXITED, 0, "{\"Status\":0}"));
        assertThat(core.heard)
                .containsExactly(
                        "HcsCreateComputeSystem {\"Owner\":\"mullion\"}",
                        "HcsStartComputeSystem ",
                        "HcsGetComputeSystemProperties ",
                        "HcsModifyComputeSystem {\"RequestType\":\"Update\"}",
                        "HcsPauseComputeSystem ",
                        "HcsResumeComputeSystem ",
                        "HcsShutDownComputeSystem ",
                        "HcsTerminateComputeSystem ");
    }

    @Test
    void halfASystemIsTerminatedAndClosed() {
        core.results.add(0x80370101);
        core.document = "{\"ErrorMessage\":\"other Windows\"}";
        assertThatThrownBy(() -> compute.create("web", "{}", LIMIT))
                .isInstanceOf(HcsException.class)
                .hasMessage(
                        "Creating the compute system web failed: other Windows"
                                + " 0x80370101 (HCS IMAGE_MISMATCH)");
        assertThat(core.heard).endsWith("HcsTerminateComputeSystem ");
    }

    @Test
    void aRefusalTellsTheReasonThatTheOperationHolds() {
        core.answers.put(HCS_CREATE_COMPUTE_SYSTEM, 0x8037010F);
        core.document = "{\"ErrorEvents\":[{\"Message\":\"web is in use\"}]}";
        assertThatThrownBy(() -> compute.create("web", "{}", LIMIT))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("web is in use");
        assertThat(core.heard).hasSize(1);
    }

    @Test
    void openingWhatIsNotThereSaysSo() {
        core.answers.put(HCS_OPEN_COMPUTE_SYSTEM, 0xC037010E);
        assertThatThrownBy(() -> compute.open("web"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("Opening the compute system web failed: 0xC037010E");
    }

    @Test
    void aLimitThatPassesIsItsOwnFailureAndNothingLeaks() {
        try (ComputeSystem system = compute.open("web")) {
            core.results.add(0x80370118);
            assertThatThrownBy(() -> system.start(LIMIT)).isInstanceOf(TimedOutException.class);
            core.answers.put(HCS_SHUT_DOWN_COMPUTE_SYSTEM, 0x80370110);
            assertThatThrownBy(system::shutDown).isInstanceOf(AlreadyStoppedException.class);
        }
    }

    @Test
    void theServiceIsAskedAndChanged() {
        core.document = "{\"Properties\":[]}";
        assertThat(compute.serviceProperties("{\"PropertyTypes\":[\"Basic\"]}"))
                .isEqualTo("{\"Properties\":[]}");
        compute.modifyService("{\"PropertyType\":\"ContainerCredentialGuard\"}");
        assertThat(compute.enumerate("{\"Owners\":[\"mullion\"]}"))
                .isEqualTo("{\"Properties\":[]}");
        core.answers.put(HCS_MODIFY_SERVICE_SETTINGS, 0x80070005);
        core.document = "{\"ErrorMessage\":\"not you\"}";
        assertThatThrownBy(() -> compute.modifyService("{}")).hasMessageContaining("not you");
    }

    @Test
    void aProcessHasTheNumberAndThePipesItWasGiven() {
        core.pipes = new long[] {core.out.handle(), core.out.handle(), -1};
        try (ComputeSystem system = compute.open("web");
                ComputeProcess process = system.createProcess("{\"CommandLine\":\"x\"}", LIMIT)) {
            List<ComputeEvent> told = new ArrayList<>();
            process.listen(told::add);
            assertThat(process.processId()).isEqualTo(1180);
            assertThat(process.pipe(ComputeProcess.Stream.INPUT)).isPresent();
            assertThat(process.pipe(ComputeProcess.Stream.ERROR)).isEmpty();
            // whoever is done earlier closes; the process doesn't again
            process.pipe(ComputeProcess.Stream.INPUT).orElseThrow().close();
            process.signal("{\"Signal\":\"CtrlShutdown\"}", LIMIT);
            process.modify("{\"Operation\":\"ConsoleSize\"}");
            process.terminate(LIMIT);
            core.document = "{\"Exited\":true}";
            assertThat(process.properties()).isEqualTo("{\"Exited\":true}");
            core.tell(core.registered().getFirst(), 0x10000, "{\"ExitCode\":3}");
            assertThat(told)
                    .containsExactly(
                            new ComputeEvent(
                                    ComputeEvent.Type.PROCESS_EXITED, 0, "{\"ExitCode\":3}"));
        }
    }

    @Test
    void aBogusFailureOfAProcessThatIsThereIsOvercome() {
        core.results.add(0x80070057);
        try (ComputeSystem system = compute.open("web");
                ComputeProcess process = system.createProcess("{}", LIMIT)) {
            assertThat(process.processId()).isEqualTo(1180);
        }
        assertThat(core.heard).endsWith("HcsGetProcessInfo");
    }

    @Test
    void aRealFailureIsTheFirstOneAndClosesTheProcess() {
        try (ComputeSystem system = compute.open("web")) {
            core.results.addAll(List.of(0x80070002, 0x800706F7));
            assertThatThrownBy(() -> system.createProcess("{}", LIMIT))
                    .isInstanceOfSatisfying(
                            HcsException.class, e -> assertThat(e.code().code()).isEqualTo(2));
            core.handleGiven = false;
            core.results.add(0x80070003);
            assertThatThrownBy(() -> system.createProcess("{}", LIMIT))
                    .isInstanceOfSatisfying(
                            HcsException.class, e -> assertThat(e.code().code()).isEqualTo(3));
        }
    }

    @Test
    void aProcessIsOpenedByItsNumberWithoutPipes() {
        try (ComputeSystem system = compute.open("web");
                ComputeProcess process = system.openProcess(44)) {
            assertThat(process.processId()).isEqualTo(44);
            assertThat(process.pipe(ComputeProcess.Stream.OUTPUT)).isEmpty();
        }
    }

    @Test
    void aSecondListenerOfOneHandleIsRefusedAndNotKept() {
        try (ComputeSystem system = compute.open("web")) {
            system.listen(event -> {});
            assertThatThrownBy(() -> system.listen(event -> {})).isInstanceOf(HcsException.class);
            assertThat(calls.callbacks().listening()).isEqualTo(1);
        }
    }

    @Test
    void aThousandRoundsLeaveNothingBehind() {
        for (int i = 0; i < 1000; i++) {
            try (ComputeSystem system = compute.create("web" + i, "{}", LIMIT);
                    ComputeProcess process = system.createProcess("{}", LIMIT)) {
                system.listen(event -> {});
                process.listen(event -> {});
                if (i % 250 == 0) {
                    System.gc();
                }
            }
        }
        assertThat(core.registered()).isEmpty();
    }
}
