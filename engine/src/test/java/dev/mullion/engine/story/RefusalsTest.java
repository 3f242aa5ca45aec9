package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.testing.TestMullionEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can't be done, and how that is said: no stack traces, no half-made containers. */
class RefusalsTest {

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        prompt = new Prompt(engine);
        engine.importBusybox("busybox:1");
    }

    private static Outcome run(String... switches) {
        List<String> line = new ArrayList<>(List.of("run", "--rm"));
        line.addAll(List.of(switches));
        line.addAll(List.of("busybox:1", "true"));
        return prompt.attempt(line.toArray(String[]::new));
    }

    private static void refused(String sentence, String... switches) {
        Outcome outcome = run(switches);
        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(outcome.errors()).contains(sentence);
        assertThat(prompt.docker("ps", "-aq")).isEmpty();
    }

    @Test
    void takingAwayWhatSeparatesContainersFromTheHostIsRefusedWithTheWayToAllowIt() {
        refused("--allow host-network", "--network", "host");
        refused("--allow privileged", "--privileged");
        refused("--allow host-pid", "--pid", "host");
        refused("--allow host-ipc", "--ipc", "host");
        refused("--allow host-uts", "--uts", "host");
        refused("--allow host-files", "-v", "/etc:/host");
        refused("--allow host-devices", "--device", "/dev/null");
        refused("--allow unconfined", "--cap-add", "SYS_ADMIN");
        refused("--allow unconfined", "--security-opt", "seccomp=unconfined");
    }

    @Test
    void whatTheOperatorAllowsIsDone() {
        try (TestMullionEngine open =
                TestMullionEngine.start(
                        "--allow=host-network", "--allow=host-pid", "--allow=host-files")) {
            open.importBusybox("busybox:1");
            String outside = open.onNetwork(RefusalsTest::interfaces);
            assertThat(
                            open.docker(
                                    "run",
                                    "--rm",
                                    "--network",
                                    "host",
                                    "busybox:1",
                                    "ls",
                                    "/sys/class/net"))
                    .contains("lo");
            assertThat(
                            open.docker(
                                    "run",
                                    "--rm",
                                    "--network",
                                    "host",
                                    "busybox:1",
                                    "cat",
                                    "/proc/net/dev"))
                    .contains(outside);
            assertThat(open.docker("run", "--rm", "--pid", "host", "busybox:1", "ps"))
                    .contains("conmon");
            assertThat(new Prompt(open).attempt("run", "--privileged", "busybox:1").errors())
                    .contains("--allow privileged");
        }
    }

    /** The engine's own bridge is seen in the network of the host only. */
    private static String interfaces() throws Exception {
        try (var all = java.net.NetworkInterface.networkInterfaces()) {
            return all.map(java.net.NetworkInterface::getName)
                    .filter(name -> name.startsWith("mu-"))
                    .findFirst()
                    .orElse("lo");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        Outcome image = prompt.attempt("run", "nothing.invalid/none:1");
        assertThat(image.exitCode()).isEqualTo(125);
        assertThat(image.errors())
                .contains("Unable to find image 'nothing.invalid/none:1' locally")
                .contains("nothing.invalid");
        for (String word :
                List.of(
                        "start", "stop", "kill", "restart", "pause", "logs", "top", "wait",
                        "port")) {
            Outcome outcome = prompt.attempt(word, "nobody");
            assertThat(outcome.errors()).as(word).contains("No such container: nobody");
            assertThat(outcome.exitCode()).as(word).isEqualTo(1);
        }
        assertThat(prompt.attempt("exec", "nobody", "true").errors())
                .contains("No such container: nobody");
        assertThat(prompt.attempt("volume", "inspect", "none").errors()).contains("no such volume");
        assertThat(prompt.attempt("network", "inspect", "none2").errors()).contains("not found");
    }

    @Test
    void namesAndPortsAreTakenOnce() {
        prompt.docker(
                "run", "-d", "--name", "holder", "-p", "8082:80", "busybox:1", "sleep", "1000");
        try {
            assertThat(run("--name", "holder").errors())
                    .contains(
                            "Conflict. The container name \"/holder\" is already in use by container")
                    .contains("You have to remove (or rename) that container");
            Outcome port = run("--name", "late", "-p", "8082:80");
            assertThat(port.exitCode()).isEqualTo(125);
            assertThat(port.errors())
                    .contains("Bind for 0.0.0.0:8082 failed: port is already allocated");
            assertThat(prompt.docker("port", "holder")).isEqualTo("80/tcp -> 0.0.0.0:8082");
            assertThat(prompt.attempt("rm", "holder").errors())
                    .contains("cannot remove container")
                    .contains("container is running");
            assertThat(prompt.attempt("rmi", "busybox:1").errors())
                    .contains("conflict: unable to remove repository reference \"busybox:1\"");
        } finally {
            prompt.docker("rm", "-f", "holder");
        }
        assertThat(prompt.docker("ps", "-aq")).isEmpty();
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedBeforeAnythingIsMade() {
        refused("Minimum memory limit allowed is 6MB", "--memory", "1k");
        refused("Range of CPUs is from 0.01 to", "--cpus", "1000");
        refused("includes invalid characters for a local volume name", "-v", "a/b:/c");
        refused("invalid mode: nope", "-v", "data:/c:nope");
        refused("Invalid container name (-x)", "--name=-x");
        refused("unable to find user nosuch", "-u", "nosuch");
        refused("network nosuch not found", "--network", "nosuch");
        refused("No such container: nosuch", "--network", "container:nosuch");
        refused("CAP_NOSUCH", "--cap-add", "nosuch");
        refused("nosuch", "--log-driver", "nosuch");
        refused("nosuch", "--runtime", "nosuch");
    }

    @Test
    void whatThisEngineDoesNotDoYetIsSaidWithAWayRound() {
        prompt.docker("create", "--name", "plain", "busybox:1");
        try {
            assertThat(prompt.attempt("commit", "plain", "made:1").errors()).contains("yet");
            assertThat(prompt.attempt("diff", "plain").errors()).contains("yet");
            assertThat(prompt.attempt("network", "create", "mine").errors())
                    .contains("Error response from daemon: ");
            assertThat(prompt.attempt("node", "ls").errors())
                    .contains("This node is not a swarm manager");
        } finally {
            prompt.docker("rm", "plain");
        }
    }
}
