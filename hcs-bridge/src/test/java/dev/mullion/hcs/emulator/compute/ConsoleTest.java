package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeProcess.Stream;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.pipe.PipeInput;
import dev.mullion.hcs.pipe.PipeOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell with a console, as a person sits before it. */
class ConsoleTest {

    @TempDir Path folder;

    private Machine machine;
    private ComputeSystem system;
    private ComputeProcess shell;
    private PipeInput screen;
    private PipeOutput keys;
    private final StringBuilder shown = new StringBuilder();

    @BeforeEach
    void open() {
        machine = Machine.server2022(folder);
        system = machine.running("web");
        shell =
                system.createProcess(
                        "{\"CommandLine\":\"cmd\",\"EmulateConsole\":true,\"ConsoleSize\":[40,120],"
                                + "\"CreateStdInPipe\":true,\"CreateStdOutPipe\":true}",
                        LIMIT);
        screen = new PipeInput(machine.calls, shell.pipe(Stream.OUTPUT).orElseThrow());
        keys = new PipeOutput(machine.calls, shell.pipe(Stream.INPUT).orElseThrow());
    }

    @AfterEach
    void nothingIsLeft() {
        keys.close();
        screen.close();
        shell.close();
        machine.end(system);
        system.close();
        machine.close();
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads until something is on the screen, and forgets what came up to there. */
    private String await(String text) throws IOException {
        byte[] piece = new byte[512];
        while (shown.indexOf(text) < 0) {
            int got = screen.read(piece);
            assertThat(got).as("what came instead of '%s': %s", text, shown).isPositive();
            shown.append(new String(piece, 0, got, StandardCharsets.UTF_8));
        }
        String before = shown.substring(0, shown.indexOf(text) + text.length());
        shown.delete(0, before.length());
        return before;
    }

    @Test
    void whatIsTypedIsEchoedEditedAndRun() throws IOException {
        assertThat(await("C:\\>")).startsWith("\u001b[").contains("EMULATED");
        type("echo hellx\b\u007fl\b\blo\u001b[A\r");
        assertThat(await("C:\\>")).contains("\b \b", "helo\r\n");
        type("exit 5\r");
        assertThat(Machine.exit(shell)).contains("\"ExitCode\":5");
    }

    @Test
    void controlCEndsTheCommandAndNotTheShell() throws IOException {
        await("C:\\>");
        type("ping -t\r");
        await("Reply from");
        type("\u0003");
        await("^C");
        await("C:\\>");
        type("echo still here\r");
        await("still here\r\n");
        await("still here\r\n");
    }

    @Test
    void aResizeIsSeenWithin() throws IOException {
        await("C:\\>");
        type("mode con\r");
        assertThat(await("Columns:        120")).contains("Lines:          40");
        shell.modify(
                "{\"Operation\":\"ConsoleSize\",\"ConsoleSize\":{\"Height\":50,\"Width\":132}}");
        await("C:\\>");
        type("mode con\r");
        assertThat(await("Columns:        132")).contains("Lines:          50");
    }

    @Test
    void theEndOfTheInputEndsTheShell() throws IOException {
        await("C:\\>");
        keys.close();
        Await.until(() -> shell.properties().contains("\"Exited\":true"));
    }
}
