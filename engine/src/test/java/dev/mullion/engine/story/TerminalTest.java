package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.engine.testing.TestMullionEngine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Work in a terminal: {@code docker run -it}, {@code exec -it} and {@code attach}. */
class TerminalTest {

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        prompt = new Prompt(engine);
        engine.importBusybox("busybox:1");
        engine.docker("run", "-d", "--name", "sleeper", "busybox:1", "sleep", "1000");
    }

    @Test
    void shellHasTheSizeOfTheWindowAndFollowsIt() {
        try (Terminal terminal = prompt.terminal("run", "--rm", "-it", "busybox:1", "sh")) {
            terminal.await("# ").type("stty size; tty\n").await("24 80").await("/dev/pts/0");
            terminal.await("# ").resize(20, 70);
            awaitSize(terminal, "20 70");
            terminal.type("exit 5\n");
            assertThat(terminal.awaitEnd()).isEqualTo(5);
        }
    }

    /** A new size takes its way through the command, the engine and the kernel. */
    private static void awaitSize(Terminal terminal, String size) {
        terminal.type("until [ \"$(stty size)\" = '" + size + "' ]; do sleep 0.05; done\n");
        terminal.type("echo now $(stty size)\n").await("now " + size);
    }

    @Test
    void detachedShellIsFoundAgainAsItWasLeft() {
        try (Terminal terminal =
                prompt.terminal("run", "--name", "left", "-it", "busybox:1", "sh")) {
            terminal.await("# ").type("word=kept; echo made\n").await("made").await("# ");
            terminal.type(Terminal.DETACH);
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(prompt.inspect("left", "{{.State.Status}}")).isEqualTo("running");
        try (Terminal terminal = prompt.terminal("attach", "left")) {
            terminal.type("\n").await("# ").type("echo $word-again\n").await("kept-again");
            terminal.type("exit 9\n");
            assertThat(terminal.awaitEnd()).isEqualTo(9);
        }
        prompt.awaitState("left", "exited");
        assertThat(prompt.inspect("left", "{{.State.ExitCode}}")).isEqualTo("9");
    }

    @Test
    void ownDetachKeysAreObeyed() {
        try (Terminal terminal =
                prompt.terminal(
                        "run",
                        "--name",
                        "own",
                        "--detach-keys",
                        "ctrl-x,q",
                        "-it",
                        "busybox:1",
                        "sh")) {
            terminal.await("# ").type("\u0018q");
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(prompt.inspect("own", "{{.State.Status}}")).isEqualTo("running");
    }

    @Test
    void secondShellInARunningContainer() {
        try (Terminal terminal = prompt.terminal("exec", "-it", "sleeper", "sh")) {
            terminal.await("# ").type("stty size; ps\n").await("24 80").await("sleep 1000");
            terminal.await("# ").type("exit 4\n");
            assertThat(terminal.awaitEnd()).isEqualTo(4);
        }
        assertThat(prompt.inspect("sleeper", "{{.State.Status}}")).isEqualTo("running");
    }

    @Test
    void detachedExecRunsOn() {
        try (Terminal terminal = prompt.terminal("exec", "-it", "sleeper", "sh")) {
            terminal.await("# ").type("echo $((6*7))\n").await("42").await("# ");
            terminal.type(Terminal.DETACH);
            // the command's own word for it; its exit code is 1 with Docker too
            terminal.await("read escape sequence");
            assertThat(terminal.awaitEnd()).isEqualTo(1);
        }
        assertThat(prompt.docker("top", "sleeper").lines().filter(line -> line.endsWith("sh")))
                .isNotEmpty();
    }

    @Test
    void interruptGoesToTheProgramInside() {
        try (Terminal terminal = prompt.terminal("run", "--rm", "-it", "busybox:1", "sh")) {
            terminal.await("# ").type("echo re''ady; sleep 1000\n").await("ready");
            terminal.type("\u0003").await("# ").type("echo over$?\n").await("over130");
            terminal.type("exit\n");
            assertThat(terminal.awaitEnd()).isZero();
        }
    }

    @Test
    void whatTheTerminalShowedIsInTheLog() {
        try (Terminal terminal =
                prompt.terminal("run", "--name", "shown", "-it", "busybox:1", "echo", "shown")) {
            terminal.await("shown");
            assertThat(terminal.awaitEnd()).isZero();
        }
        assertThat(prompt.docker("logs", "shown")).isEqualTo("shown");
    }
}
