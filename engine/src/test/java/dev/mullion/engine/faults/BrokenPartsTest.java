package dev.mullion.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Sandbox;
import dev.mullion.engine.faults.Api.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What an engine stands on breaks: its helpers, its machine, its files. */
@Timeout(180)
class BrokenPartsTest {

    private static final String SLEEP = "echo up; exec sleep 1000";

    private static Path deadline;
    private static Host host;

    @BeforeAll
    static void start() throws IOException {
        Sandbox sandbox = Sandbox.open(256 << 20);
        deadline = sandbox.folder().resolve("deadline");
        Path crun = Files.createDirectory(sandbox.folder().resolve("bin")).resolve("crun");
        Files.writeString(crun, MORTAL_CRUN.replace("DEADLINE", deadline.toString()));
        Files.setPosixFilePermissions(crun, PosixFilePermissions.fromString("rwxr-xr-x"));
        host = Host.start(sandbox, "--runtime=" + crun);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @AfterEach
    void removeContainers() throws IOException {
        for (JsonNode each : host.api.get("/containers/json?all=1").json()) {
            host.remove(each.path("Id").asString());
        }
    }

    @Test
    void containerWhoseMonitorIsKilledEndsAndSaysWhy() throws IOException {
        String id = host.run(SLEEP);

        host.inside("kill", "-9", processOf("conmon", id));

        JsonNode state = host.ended(id);
        assertThat(state.path("ExitCode").asInt()).isEqualTo(137);
        assertThat(state.path("Error").asString()).contains("monitor").contains("killed");
        host.nothingElse();
        assertThat(host.api.post("/containers/" + id + "/start", "").status()).isEqualTo(204);
        assertThat(host.state(id).path("Running").asBoolean()).isTrue();
    }

    @Test
    void containerThatIsKilledFromOutsideEndedWith137() throws IOException {
        String id = host.run(SLEEP, "{}");

        host.inside("kill", "-9", host.state(id).path("Pid").asString());

        assertThat(host.ended(id).path("ExitCode").asInt()).isEqualTo(137);
        host.nothingElse();
    }

    @Test
    void runtimeThatIsKilledWhileItMakesAContainerLeavesNothing() throws Exception {
        Random random = new Random(5);
        int failed = 0;
        for (int i = 0; i < 12; i++) {
            String id = host.create(SLEEP, "{}");
            Files.writeString(deadline, Integer.toString(1000 + random.nextInt(40_000)));
            Reply started = host.api.post("/containers/" + id + "/start", "");
            if (started.status() != 204) {
                failed++;
                assertThat(started.status()).as(started.body()).isEqualTo(500);
                assertThat(started.body()).contains("message");
                host.nothingElse();
                assertThat(host.state(id).path("Running").asBoolean()).isFalse();
                assertThat(host.api.post("/containers/" + id + "/start", "").status())
                        .isEqualTo(204);
            }
            assertThat(host.state(id).path("Running").asBoolean()).isTrue();
            host.remove(id);
        }
        assertThat(failed).as("starts that were hit").isPositive();
        host.nothingElse();
    }

    /** Kills what makes a container so many microseconds after its beginning, once. */
    private static final String MORTAL_CRUN =
            """
            #!/bin/sh
            if [ -f DEADLINE ]; then
              case " $* " in *" create "*)
                after=$(cat DEADLINE)
                rm DEADLINE
                /usr/bin/crun "$@" &
                busybox usleep $after
                kill -9 $!
                wait $!
                exit $?
              esac
            fi
            exec /usr/bin/crun "$@"
            """;

    @Test
    void containersRunOnWhenTheEngineIsToldToStop() throws IOException {
        String id = host.run(SLEEP, "{}");
        String pid = host.state(id).path("Pid").asString();

        host.engine.restart();

        assertThat(host.state(id).path("Running").asBoolean()).isTrue();
        assertThat(host.state(id).path("Pid").asString()).isEqualTo(pid);
        host.nothingElse();
    }

    @Test
    void afterARebootContainersHaveEndedAndThoseThatShallRunDo() throws IOException {
        String plain = host.run(SLEEP, "{\"PortBindings\":{\"80/tcp\":[{}]}}");
        String always = host.run(SLEEP, "{\"RestartPolicy\":{\"Name\":\"always\"}}");
        Traces traces = new Traces(host.engine);
        host.engine.kill();

        host.inside("sh", "-c", REBOOT.replace("INSTANCE", traces.instance()));
        host.engine.restart();

        JsonNode ended = host.state(plain);
        assertThat(ended.path("Status").asString()).isEqualTo("exited");
        assertThat(ended.path("ExitCode").asInt()).isEqualTo(255);
        Host.await(() -> host.state(always).path("Running").asBoolean());
        host.nothingElse();
        assertThat(host.engine.docker("logs", always)).isEqualTo("up\nup");
    }

    /** All that memory holds of containers is gone; their processes too. */
    private static final String REBOOT =
            """
            for p in $(cat /sys/fs/cgroup/*/mullion/INSTANCE/*/cgroup.procs | sort -u); do kill -9 $p; done
            for p in $(pidof conmon); do kill -9 $p; done
            for m in /run/mullion/INSTANCE/m/*; do umount -l $m; done
            rm -rf /run/mullion
            for l in $(ls /sys/class/net); do [ $l = lo ] || ip link del $l; done
            nft flush ruleset
            """;

    @Test
    void damagedRecordOfAContainerIsSetAsideAndTheOthersAreUnharmed() throws IOException {
        String damaged = host.create("true", "{}");
        String whole = host.run(SLEEP);
        Path record =
                host.engine.data().resolve("containers").resolve(damaged).resolve("container.json");
        Files.writeString(host.file(record), "{\"version\":1,");

        host.engine.restart();

        assertThat(host.api.get("/containers/" + damaged + "/json").status()).isEqualTo(404);
        assertThat(host.state(whole).path("Running").asBoolean()).isTrue();
        assertThat(host.engine.log()).contains("set aside").contains(damaged);
        Path aside = record.resolveSibling("../" + damaged + ".damaged").normalize();
        assertThat(host.file(aside)).isDirectory();
        Sandbox.deleteTree(host.file(aside));
        host.nothingElse();
    }

    @Test
    void damagedListOfImagesIsSetAsideAndTheImagesAreThereWithoutNames() throws IOException {
        String id = host.api.get("/images/" + Host.BASE + "/json").json().path("Id").asString();
        String running = host.run(SLEEP);
        Path list = host.engine.data().resolve("index.json");
        Files.writeString(host.file(list), "{\"manifests\":[{\"digest\":\"sha");

        host.engine.restart();

        assertThat(host.engine.log()).contains("index.json");
        assertThat(host.state(running).path("Running").asBoolean()).isTrue();
        assertThat(host.api.get("/images/" + id + "/json").status()).isEqualTo(200);
        assertThat(host.api.post("/images/" + id + "/tag?repo=base&tag=1", "").status())
                .isEqualTo(201);
        assertThat(host.engine.docker("run", "--rm", Host.BASE, "echo", "well")).isEqualTo("well");
    }

    private String processOf(String program, String id) throws IOException {
        try (Stream<Path> all = Files.list(host.file(Path.of("/proc")))) {
            for (Path process : all.toList()) {
                if (line(process).contains(program + " ") && line(process).contains(id)) {
                    return process.getFileName().toString();
                }
            }
        }
        return "";
    }

    private static String line(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // no process, or one that has ended
        }
    }
}
