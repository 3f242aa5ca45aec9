package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AccessDeniedException;
import dev.mullion.hcs.AlreadyStoppedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeProcess.Stream;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.pipe.PipeInput;
import dev.mullion.hcs.pipe.PipeOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {

    private static final String END_OF_INPUT =
            "{\"Operation\":\"CloseHandle\",\"CloseHandle\":{\"Handle\":\"StdIn\"}}";

    @TempDir Path folder;

    private Machine machine;
    private ComputeSystem system;

    @BeforeEach
    void start() {
        machine = Machine.server2022(folder);
        system = machine.running("web");
    }

    @AfterEach
    void nothingIsLeft() {
        machine.end(system);
        system.close();
        machine.close();
    }

    private ComputeProcess process(String commandLine) {
        return system.createProcess(command(commandLine), LIMIT);
    }

    private PipeOutput input(ComputeProcess process) {
        return new PipeOutput(machine.calls, process.pipe(Stream.INPUT).orElseThrow());
    }

    @Test
    void aProcessWithoutPipesRunsToo() {
        try (ComputeProcess process = system.createProcess("{\"CommandLine\":\"echo x\"}", LIMIT)) {
            assertThat(process.pipe(Stream.INPUT)).isEmpty();
            assertThat(process.pipe(Stream.OUTPUT)).isEmpty();
            assertThat(Machine.exit(process)).contains("\"ExitCode\":0");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMegabyteGoesInAndComesOutAgain(boolean pendingFirst) throws IOException {
        if (pendingFirst) {
            machine.faults.set(Fault.PIPE_PENDING_FIRST);
        }
        byte[] bytes = new byte[1 << 20];
        new Random(7).nextBytes(bytes);
        try (ComputeProcess process = process("tee");
                var out = new PipeInput(machine.calls, process.pipe(Stream.OUTPUT).orElseThrow())) {
            Thread writer =
                    Thread.ofPlatform()
                            .start(() -> {
                                try (PipeOutput in = input(process)) {
                                    in.write(bytes);
                                } catch (IOException e) {
                                    machine.host.ledger().mistake("Writing failed: " + e);
                                }
                            });
            assertThat(out.readAllBytes()).isEqualTo(bytes);
            Await.until(() -> !writer.isAlive());
        }
    }

    @Test
    void theEndOfTheInputMayHaveToBeAskedFor() throws IOException {
        machine.faults.set(Fault.STDIN_CLOSE_UNSEEN);
        try (ComputeProcess process = process("tee")) {
            try (PipeOutput in = input(process)) {
                in.write("a".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.properties()).contains("\"Exited\":false");
            process.modify(END_OF_INPUT);
            assertThat(machine.output(process)).isEqualTo("a");
            assertThat(Machine.exit(process)).contains("\"ExitCode\":0");
        }
    }

    @Test
    void errorsComeOnTheirOwnPipeAndTheExitCodeIsTheProgramsOwn() {
        try (ComputeProcess process = process("cmd /c no-such-thing")) {
            assertThat(machine.text(process, Stream.ERROR))
                    .startsWith(
                            "'no-such-thing' is not recognized as an internal or external command,");
            assertThat(machine.output(process)).isEmpty();
            assertThat(Machine.exit(process)).contains("\"ExitCode\":1");
        }
    }

    @Test
    void quotesSurviveTheShell() {
        assertThat(machine.run(system, "cmd /S /C \"echo \"a b\" & echo 'c'\""))
                .isEqualTo("\"a b\"\r\n'c'\r\n");
        assertThat(machine.run(system, "cmd.exe /c echo one&&echo two||echo three"))
                .isEqualTo("one\r\ntwo\r\n");
        assertThat(machine.run(system, "C:\\Windows\\System32\\cmd.exe /c exit 7 & echo no"))
                .isEmpty();
    }

    @Test
    void filesAreWrittenReadListedAndRemovedInTheContainer() {
        assertThat(
                        machine.run(
                                system,
                                "cmd /c mkdir C:\\app & cd C:\\app & echo one>a.txt"
                                        + " & echo two>>a.txt & type a.txt & dir /b & cd"))
                .isEqualTo("one\r\ntwo\r\na.txt\r\nC:\\app\r\n");
        assertThat(machine.run(system, "cmd /c del \\app\\a.txt & type \\app\\a.txt 2>&1"))
                .isEqualTo("The system cannot find the file specified.\r\n");
        assertThat(machine.run(system, "cmd /c type C:\\Windows\\System32\\emulated-build.txt"))
                .isEqualTo("10.0.20348.2700\r\n");
    }

    @Test
    void programsTellWhereTheyRun() {
        assertThat(machine.run(system, "hostname")).isEqualTo("web-01\r\n");
        assertThat(machine.run(system, "whoami"))
                .isEqualTo("user manager\\containeradministrator\r\n");
        assertThat(machine.run(system, "cmd /c ver"))
                .contains("Microsoft Windows [Version 10.0.20348.2700] EMULATED");
        assertThat(machine.run(system, "cmd /c echo %USERNAME% %NONE%"))
                .isEqualTo("ContainerAdministrator %NONE%\r\n");
        try (ComputeProcess process =
                system.createProcess(
                        command(
                                "cmd /c set",
                                ",\"Environment\":{\"COLOUR\":\"blue\"},\"User\":\"ContainerUser\""),
                        LIMIT)) {
            assertThat(machine.output(process))
                    .contains("COLOUR=blue\r\n", "USERNAME=ContainerUser\r\n");
        }
        assertThat(machine.run(system, "ping -n 1 localhost")).contains("Reply from 127.0.0.1");
    }

    @Test
    void timePassesForProgramsOnlyWhenItPassesOnTheMachine() {
        try (ComputeProcess process = process("sleep 30")) {
            Await.until(() -> machine.clock.waiting() > 0);
            machine.clock.advance(Duration.ofSeconds(29));
            assertThat(process.properties()).contains("\"Exited\":false");
            machine.clock.advance(Duration.ofSeconds(1));
            assertThat(Machine.exit(process)).contains("\"ExitCode\":0");
        }
    }

    @Test
    void aSignalEndsAProgramThatDoesNotTakeItItself() {
        try (ComputeProcess process = process("ping -t")) {
            process.signal("{\"Signal\":\"CtrlC\"}", LIMIT);
            assertThat(Machine.exit(process)).contains("\"ExitCode\":3221225786");
            assertThatThrownBy(() -> process.signal("{\"Signal\":\"CtrlC\"}", LIMIT))
                    .isInstanceOf(AlreadyStoppedException.class);
            assertThatThrownBy(() -> process.modify(END_OF_INPUT))
                    .isInstanceOf(AlreadyStoppedException.class);
        }
    }

    @Test
    void aProgramThatIgnoresSignalsHasToBeTerminated() {
        try (ComputeProcess process = process("ignore-ctrl")) {
            awaitOutput(process, "Only terminating ends this.");
            process.signal("{\"Signal\":\"CtrlShutdown\"}", LIMIT);
            assertThat(process.properties()).contains("\"Exited\":false");
            machine.faults.next(Fault.KILL_ACCESS_DENIED, 1);
            assertThatThrownBy(() -> process.terminate(LIMIT))
                    .isInstanceOf(AccessDeniedException.class);
            process.terminate(LIMIT);
            assertThat(Machine.exit(process)).contains("\"ExitCode\":1067");
            assertThatThrownBy(() -> process.terminate(LIMIT))
                    .isInstanceOf(AlreadyStoppedException.class);
            assertThat(machine.faults.met(Fault.KILL_ACCESS_DENIED)).isOne();
        }
    }

    private void awaitOutput(ComputeProcess process, String text) {
        try (var out = new PipeInput(machine.calls, process.pipe(Stream.OUTPUT).orElseThrow())) {
            var read = new StringBuilder();
            byte[] piece = new byte[256];
            while (!read.toString().contains(text)) {
                int got = out.read(piece);
                assertThat(got).as("what came after " + read).isPositive();
                read.append(new String(piece, 0, got, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSlowProgramHoldsUpTheShutdownAsLongAsItNeeds() {
        try (ComputeProcess process = process("slow-ctrl 40")) {
            awaitOutput(process, "Waiting for a signal.");
            system.shutDown();
            Await.until(() -> machine.clock.waiting() > 0);
            machine.clock.advance(Duration.ofSeconds(39));
            assertThat(system.properties("")).doesNotContain("\"Stopped\":true");
            machine.clock.advance(Duration.ofSeconds(1));
            Await.until(() -> system.properties("").contains("\"Stopped\":true"));
            assertThat(process.properties()).contains("\"ExitCode\":0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold-pipe", "echo stuck"})
    void anOutputThatSomebodyHoldsEndsOnlyWithTheContainer(String commandLine) {
        machine.faults.set(Fault.PIPE_STUCK_AFTER_EXIT);
        try (ComputeProcess process = process(commandLine)) {
            var output = CompletableFuture.supplyAsync(() -> machine.output(process));
            assertThat(Machine.exit(process)).contains("\"ExitCode\":0");
            assertThat(output).isNotDone();
            machine.end(system);
            assertThat(output.join()).isNotBlank();
        }
    }

    @Test
    void aCreationThatSucceedsAtOnceMayAnswerAnErrorThatIsNone() {
        machine.faults.next(Fault.CREATE_PROCESS_SYNC_EINVAL, 1);
        machine.faults.set(Fault.INVALID_HANDLE_FOR_ABSENT_STDIO);
        try (ComputeProcess process =
                system.createProcess("{\"CommandLine\":\"tee\",\"CreateStdInPipe\":true}", LIMIT)) {
            assertThat(process.processId()).isPositive();
            assertThat(process.pipe(Stream.INPUT)).isPresent();
            assertThat(process.pipe(Stream.OUTPUT)).isEmpty();
            assertThat(machine.faults.met(Fault.CREATE_PROCESS_SYNC_EINVAL)).isOne();
            assertThat(machine.faults.met(Fault.INVALID_HANDLE_FOR_ABSENT_STDIO)).isPositive();
        }
    }

    @Test
    void anUnknownProcessIsNotFoundAndAKnownOneIsOpenedWithoutPipes() {
        assertThatThrownBy(() -> system.openProcess(12345))
                .isInstanceOf(HcsException.class)
                .hasMessageContaining("0x80070490");
        try (ComputeProcess process = process("ping -t");
                ComputeProcess again = system.openProcess(process.processId())) {
            assertThat(again.pipe(Stream.OUTPUT)).isEmpty();
            again.terminate(LIMIT);
            assertThat(Machine.exit(process)).contains("1067");
        }
    }

    @Test
    void figuresMoveWithTimeAndNameTheProcesses() {
        String query = "{\"PropertyTypes\":[\"Statistics\",\"ProcessList\"]}";
        try (ComputeProcess process = process("ping -t")) {
            String before = system.properties(query);
            machine.clock.advance(Duration.ofSeconds(10));
            String after = system.properties(query);
            assertThat(total(after)).isGreaterThan(total(before));
            assertThat(after)
                    .contains(
                            "\"ImageName\":\"ping.exe\"",
                            "\"Uptime100ns\":100000000",
                            "MemoryUsageCommitBytes");
            machine.faults.next(Fault.STATS_INVALID_HANDLE, 1);
            assertThatThrownBy(() -> system.properties(query)).hasMessageContaining("0x80070006");
            process.terminate(LIMIT);
        }
    }

    private static long total(String properties) {
        var matcher =
                java.util.regex.Pattern.compile("\"TotalRuntime100ns\":(\\d+)").matcher(properties);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(Objects.requireNonNull(matcher.group(1)));
    }

    @Test
    void aCallThatHangsTakesItsTimeOnTheMachinesClock() {
        machine.faults.hang("HcsGetComputeSystemProperties", Duration.ofMinutes(2));
        var properties = CompletableFuture.supplyAsync(() -> system.properties(""));
        Await.until(() -> machine.clock.waiting() > 0);
        assertThat(properties).isNotDone();
        machine.clock.advance(Duration.ofMinutes(2));
        assertThat(properties.join()).contains("\"State\":\"Running\"");
        assertThat(machine.faults.hung("HcsGetComputeSystemProperties")).isOne();
        machine.faults.clear();
    }
}
