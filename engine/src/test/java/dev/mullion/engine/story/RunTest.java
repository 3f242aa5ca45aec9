package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docker run} and {@code docker exec} with the switches that people know by heart. */
class RunTest {

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start("--allow=host-files");
        prompt = new Prompt(engine);
        engine.importBusybox("busybox:1");
        engine.docker("run", "-d", "--name", "sleeper", "busybox:1", "sleep", "1000");
    }

    private static String shell(String script, String... switches) {
        return prompt.docker(line("run", switches, script));
    }

    private static Outcome attemptShell(String script, String... switches) {
        return prompt.attempt(line("run", switches, script));
    }

    private static String[] line(String word, String[] switches, String script) {
        List<String> line = new ArrayList<>(List.of(word, "--rm"));
        line.addAll(List.of(switches));
        line.addAll(List.of("busybox:1", "sh", "-c", script));
        return line.toArray(String[]::new);
    }

    @Test
    void outputErrorsAndExitCodeOfTheProgramAreThoseOfTheCommand() {
        Outcome outcome = attemptShell("echo out; echo err >&2; exit 7");
        assertThat(outcome.output()).isEqualTo("out\n");
        assertThat(outcome.errors()).isEqualTo("err\n");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(shell("hostname")).hasSize(12).satisfies(RunTest::isGone);
    }

    private static void isGone(String id) {
        assertThat(prompt.attempt("inspect", id).errors()).contains("No such object: " + id);
    }

    @Test
    void whatIsPipedInComesThroughWhole() {
        byte[] bytes = new byte[5_000_000];
        new Random(5).nextBytes(bytes);
        Outcome there = prompt.pipe(bytes, "run", "--rm", "-i", "busybox:1", "sha256sum");
        Outcome running = prompt.pipe(bytes, "exec", "-i", "sleeper", "sha256sum");
        String sum = sha256(bytes) + "  -\n";
        assertThat(there.output()).isEqualTo(sum);
        assertThat(running.output()).isEqualTo(sum);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endOfInputIsToldAndTheRestOfTheOutputAwaited() {
        Outcome outcome =
                prompt.pipe(
                        "abc\n",
                        "exec",
                        "-i",
                        "sleeper",
                        "sh",
                        "-c",
                        "cat; sleep 0.3; echo late; exit 12");
        assertThat(outcome.output()).isEqualTo("abc\nlate\n");
        assertThat(outcome.exitCode()).isEqualTo(12);
    }

    @Test
    void missingProgramIs127AndWhatIsNoProgramIs126() {
        Outcome missing = prompt.attempt("run", "--rm", "busybox:1", "nosuch");
        assertThat(missing.exitCode()).isEqualTo(127);
        assertThat(missing.errors())
                .contains("exec: \"nosuch\": executable file not found in $PATH");
        Outcome folder = prompt.attempt("run", "--rm", "busybox:1", "/etc");
        assertThat(folder.exitCode()).isEqualTo(126);
        assertThat(folder.errors()).contains("exec: \"/etc\": permission denied");

        Outcome missingExec = prompt.attempt("exec", "sleeper", "nosuch");
        assertThat(missingExec.exitCode()).isEqualTo(127);
        assertThat(missingExec.output() + missingExec.errors())
                .contains("exec: \"nosuch\": executable file not found in $PATH");
        Outcome folderExec = prompt.attempt("exec", "sleeper", "/etc");
        assertThat(folderExec.exitCode()).isEqualTo(126);
        assertThat(folderExec.output() + folderExec.errors()).contains("permission denied");
    }

    @Test
    void environmentFolderUserAndHostname() {
        String said =
                shell(
                        "echo $A $HOME; pwd; id -u; id -g; hostname; cat /etc/hostname",
                        "-e",
                        "A=b c",
                        "-w",
                        "/made/here",
                        "-u",
                        "12:34",
                        "--hostname",
                        "named");
        assertThat(said.lines())
                .containsExactly("b c /", "/made/here", "12", "34", "named", "named");
        assertThat(
                        prompt.docker(
                                "exec",
                                "-e",
                                "A=1",
                                "-w",
                                "/tmp",
                                "-u",
                                "5",
                                "sleeper",
                                "sh",
                                "-c",
                                "echo $A; pwd; id -u"))
                .isEqualTo("1\n/tmp\n5");
    }

    @Test
    void rootIsReadOnlyWhereAskedAndTemporaryFoldersAreNot() {
        Outcome outcome =
                attemptShell(
                        "touch /t/y && df -k /t | tail -1 && touch /x",
                        "--read-only",
                        "--tmpfs",
                        "/t:size=1m");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("1024");
        assertThat(outcome.errors()).contains("Read-only file system");
    }

    @Test
    void tooMuchMemoryIs137AndSaid() {
        Outcome outcome =
                prompt.attempt(
                        "run",
                        "--name",
                        "eater",
                        "--memory",
                        "16m",
                        "busybox:1",
                        "tail",
                        "/dev/zero");
        assertThat(outcome.exitCode()).isEqualTo(137);
        assertThat(prompt.inspect("eater", "{{.State.OOMKilled}} {{.State.ExitCode}}"))
                .isEqualTo("true 137");
        assertThat(shell("exit 0", "--memory", "16m")).isEmpty();
    }

    @Test
    void processesAreLimited() {
        Outcome outcome =
                attemptShell("for i in 1 2 3 4 5 6; do sleep 1 & done", "--pids-limit", "4");
        assertThat(outcome.errors()).contains("can't fork");
        assertThat(shell("for i in 1 2 3 4 5 6; do true & done; wait; echo fine"))
                .isEqualTo("fine");
    }

    @Test
    void capabilitiesAreDroppedAndAddedAndPrivilegesStay() {
        assertThat(shell("grep CapEff /proc/self/status", "--cap-drop", "ALL"))
                .endsWith("0000000000000000");
        assertThat(
                        shell(
                                "grep CapEff /proc/self/status",
                                "--cap-drop",
                                "ALL",
                                "--cap-add",
                                "CHOWN"))
                .endsWith("0000000000000001");
        assertThat(shell("grep CapEff /proc/self/status", "--cap-drop", "CHOWN"))
                .doesNotEndWith("1");
        assertThat(
                        shell(
                                "grep NoNewPrivs /proc/self/status",
                                "--security-opt",
                                "no-new-privileges"))
                .endsWith("1");
        assertThat(shell("grep -E 'NoNewPrivs|Seccomp:' /proc/self/status").lines())
                .containsExactly("NoNewPrivs:\t0", "Seccomp:\t2");
    }

    @Test
    void initIsTheFirstProcessWhereAsked() {
        assertThat(shell("tr '\\0' ' ' < /proc/1/cmdline", "--init")).contains("init -- sh -c");
        assertThat(shell("echo $$")).isEqualTo("1");
    }

    @Test
    void foldersOfTheHostNamedVolumesAndAnonymousOnes() throws IOException {
        Path shared = Files.createDirectories(engine.folder().resolve("shared"));
        Files.writeString(shared.resolve("from-host"), "host");
        prompt.docker(
                "run",
                "--name",
                "mounts",
                "-v",
                shared + ":/b",
                "-v",
                shared + ":/r:ro",
                "-v",
                "data:/d",
                "-v",
                "/anonymous",
                "busybox:1",
                "sh",
                "-c",
                "cat /b/from-host > /d/copy; echo inside > /b/from-inside; echo a > /anonymous/a");
        assertThat(shared.resolve("from-inside")).hasContent("inside");
        assertThat(shell("cat /d/copy", "-v", "data:/d")).isEqualTo("host");
        assertThat(attemptShell("touch /r/x", "-v", shared + ":/r:ro").errors())
                .contains("Read-only file system");
        assertThat(
                        prompt.inspect(
                                "mounts",
                                "{{range .Mounts}}{{.Type}} {{.Destination}} {{.RW}};{{end}}"))
                .contains("bind /b true;", "bind /r false;", "volume /d true;")
                .contains("volume /anonymous true;");
        String anonymous =
                prompt.inspect(
                        "mounts",
                        "{{range .Mounts}}{{if eq .Destination \"/anonymous\"}}{{.Name}}{{end}}{{end}}");
        assertThat(prompt.docker("volume", "ls", "-q").lines()).contains("data", anonymous);
        assertThat(prompt.attempt("volume", "rm", "data").errors()).contains("volume is in use");
        prompt.docker("rm", "-v", "mounts");
        assertThat(prompt.docker("volume", "ls", "-q").lines())
                .contains("data")
                .doesNotContain(anonymous);
    }

    @Test
    void newVolumeBeginsWithWhatTheImageHasThere() {
        assertThat(shell("ls /bin/busybox; rm /bin/vi", "-v", "filled:/bin"))
                .isEqualTo("/bin/busybox");
        assertThat(attemptShell("ls /v/vi", "-v", "filled:/v").errors()).contains("No such file");
        assertThat(shell("ls /v/busybox", "-v", "filled:/v")).isEqualTo("/v/busybox");
    }

    @Test
    void programsCanTellThatTheyRunInAContainer() {
        assertThat(prompt.attempt("exec", "sleeper", "test", "-f", "/.dockerenv").exitCode())
                .isZero();
    }
}
