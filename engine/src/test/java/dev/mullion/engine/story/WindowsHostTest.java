package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.testing.TestMullionEngine;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person with the unchanged docker command at an engine on an emulated Windows Server 2022. */
class WindowsHostTest {

    private static final String NANO = "emulated/nanoserver:ltsc2022";
    private static final String NANO_2019 = "emulated/nanoserver:ltsc2019";

    private static final List<String> LIFE = List.of("create", "start", "kill", "die", "stop");

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start("--emulated=10.0.20348.2700");
        prompt = new Prompt(engine);
    }

    @Test
    void theHostSaysWhatItIsAndThatItIsPretended() {
        String info = prompt.docker("info");
        assertThat(info)
                .contains("Operating System: Microsoft Windows Server 2022 Datacenter (EMULATED)")
                .contains("OSType: windows")
                .contains("Storage Driver: windowsfilter")
                .contains("Default Isolation: process")
                .contains("Kernel Version: 10.0 20348 (20348.2700.amd64fre.EMULATED)");
        assertThat(prompt.docker("version", "--format", "{{.Server.Os}} {{.Server.Version}}"))
                .startsWith("windows ")
                .contains("EMULATED");
        assertThat(prompt.docker("network", "ls", "--format", "{{.Name}} {{.Driver}}"))
                .isEqualTo("nat nat\nnone null");
        assertThat(prompt.docker("images", "--format", "{{.Repository}}:{{.Tag}}"))
                .contains(NANO, "emulated/servercore:ltsc2019", "emulated/server:ltsc2025");
    }

    @Test
    void aContainerRunsInTheIsolationThatIsAskedFor() {
        for (String isolation : List.of("process", "hyperv")) {
            String name = "run-" + isolation;
            assertThat(
                            prompt.docker(
                                    "run",
                                    "--name",
                                    name,
                                    "--isolation=" + isolation,
                                    NANO,
                                    "cmd",
                                    "/c",
                                    "ver"))
                    .contains("10.0.20348.2700");
            assertThat(prompt.inspect(name, "{{.Platform}} {{.HostConfig.Isolation}}"))
                    .isEqualTo("windows " + isolation);
            prompt.docker("rm", name);
        }
        assertThat(prompt.docker("run", "--rm", NANO, "cmd", "/c", "echo hi")).isEqualTo("hi");
        assertThat(prompt.attempt("run", "--rm", NANO, "cmd", "/c", "exit 3").exitCode())
                .isEqualTo(3);
        Outcome missing = prompt.attempt("run", "--rm", NANO, "nosuch");
        assertThat(missing.exitCode()).isEqualTo(127);
    }

    @Test
    void anImageThatDoesNotFitIsRefusedWithWhatWouldWork() {
        Outcome refused = prompt.attempt("run", "--rm", NANO_2019, "hostname");
        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.errors())
                .contains(
                        "This image is ltsc2019 (10.0.17763.6532); this host is build 20348"
                                + " (Windows Server 2022): choose Hyper-V isolation, or the"
                                + " ltsc2022 tag");
        assertThat(
                        prompt.docker(
                                "run", "--rm", "--isolation=hyperv", NANO_2019, "cmd", "/c", "ver"))
                .contains("EMULATED");
        assertThat(
                        prompt.attempt(
                                        "run",
                                        "--rm",
                                        "--isolation=hyperv",
                                        "emulated/nanoserver:ltsc2025",
                                        "hostname")
                                .errors())
                .contains("no host runs an image that is newer than itself");
    }

    @Test
    void aRunningContainerIsWatchedEnteredAndStopped() {
        prompt.docker(
                "run", "-d", "--name", "busy", "-p", "8090:80", NANO, "ping", "-t", "localhost");
        Prompt.await("it pings", () -> prompt.docker("logs", "busy").contains("Reply from"));
        try (Watched log = prompt.watch("logs", "-f", "--tail", "1", "busy")) {
            log.awaitLine("Reply from").awaitLine("Reply from");
        }
        assertThat(prompt.docker("ps", "--format", "{{.Names}} {{.Ports}}"))
                .contains("busy 0.0.0.0:8090->80/tcp");
        assertThat(prompt.docker("exec", "busy", "hostname"))
                .isEqualTo(prompt.inspect("busy", "{{.Config.Hostname}}"));
        assertThat(prompt.docker("top", "busy").lines().findFirst().orElse(""))
                .startsWith("Name")
                .endsWith("Private Working Set");
        assertThat(prompt.docker("top", "busy")).contains("ping.exe");
        String stats =
                prompt.docker(
                        "stats", "--no-stream", "--format", "{{.MemUsage}} {{.BlockIO}}", "busy");
        assertThat(stats).contains("MiB").doesNotStartWith("0B");
        prompt.docker("stop", "-t", "20", "busy");
        assertThat(prompt.inspect("busy", "{{.State.Status}}")).isEqualTo("exited");
        // the end is asked for in whole seconds: what has just happened is told a moment later
        Prompt.await("its life is told", () -> told("busy").containsAll(LIFE));
        prompt.docker("start", "busy");
        prompt.docker("kill", "busy");
        prompt.awaitState("busy", "exited");
        prompt.docker("rm", "busy");
    }

    private static List<String> told(String name) {
        return prompt.docker(
                        "events",
                        "--since=2h",
                        "--until=0s",
                        "--filter=container=" + name,
                        "--format={{.Action}}")
                .lines()
                .toList();
    }

    @Test
    void aConsoleIsWorkedInInsideAndBesideTheFirstProcess() {
        prompt.docker("run", "-d", "--name", "sleeper", NANO, "ping", "-t", "localhost");
        try (Terminal terminal = prompt.terminal("exec", "-it", "sleeper", "cmd")) {
            terminal.await(">").type("echo typed-%RANDOM%here\n").await("typed-").await("here");
            terminal.await(">").type("exit 4\n");
            assertThat(terminal.awaitEnd()).isEqualTo(4);
        }
        for (String isolation : List.of("process", "hyperv")) {
            try (Terminal terminal =
                    prompt.terminal(
                            "run", "--rm", "-it", "--isolation=" + isolation, NANO, "cmd")) {
                terminal.await(">").type("hostname\n").await(">").type("exit 5\n");
                assertThat(terminal.awaitEnd()).isEqualTo(5);
            }
        }
        prompt.docker("rm", "-f", "sleeper");
    }

    @Test
    void volumesAreSharedAndFilesOfTheHostAreNotHad() {
        prompt.docker(
                "run",
                "--rm",
                "-v",
                "data:C:\\data",
                NANO,
                "cmd",
                "/c",
                "echo kept> C:\\data\\x.txt");
        assertThat(
                        prompt.docker(
                                "run",
                                "--rm",
                                "--isolation=hyperv",
                                "-v",
                                "data:D:\\",
                                NANO,
                                "cmd",
                                "/c",
                                "type",
                                "D:\\x.txt"))
                .contains("kept");
        assertThat(prompt.attempt("run", "--rm", "-v", "/etc:C:\\etc", NANO, "hostname").errors())
                .contains("--allow host-files");
        assertThat(
                        prompt.attempt("run", "--rm", "-v", "data:C:\\Windows", NANO, "hostname")
                                .errors())
                .contains("inside C:\\Windows");
        assertThat(prompt.attempt("run", "--rm", "--privileged", NANO, "hostname").errors())
                .contains("Windows does not support this feature");
    }

    @Test
    void whereHypervIsRequiredNothingElseRunsNorGoesOnAnew() {
        try (TestMullionEngine strict = TestMullionEngine.start("--emulated=10.0.20348.2700")) {
            Prompt there = new Prompt(strict);
            there.docker("create", "--name", "before", NANO, "ping", "-t", "localhost");
            strict.restartWith("--require-isolation=hyperv");
            assertThat(there.docker("info")).contains("Default Isolation: hyperv");
            there.docker("run", "-d", "--name", "vm", NANO, "ping", "-t", "localhost");
            assertThat(there.inspect("vm", "{{.HostConfig.Isolation}}")).isEqualTo("hyperv");
            for (String[] door :
                    List.of(
                            new String[] {"run", "--isolation=process", NANO, "hostname"},
                            new String[] {"create", "--isolation=PROCESS", NANO, "hostname"},
                            new String[] {"start", "before"},
                            new String[] {"restart", "before"})) {
                Outcome refused = there.attempt(door);
                assertThat(refused.exitCode()).as(String.join(" ", door)).isNotZero();
                assertThat(refused.errors()).contains("--require-isolation hyperv");
            }
            there.docker("rm", "-f", "vm", "before");
        }
    }
}
