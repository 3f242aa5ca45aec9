package dev.mullion.backend.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.testing.TestDockerEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containers that were made past the portal on a real engine, which fills in what nobody asked for:
 * that is not held against them, and what somebody did ask for is.
 */
class AsCreatedTest {

    private static final Pattern FLAG = Pattern.compile(" (?=-)");

    private static TestDockerEngine engine;
    private static H2File database;
    private static HostPortal portal;
    private static HostId host;

    @BeforeAll
    static void start() {
        engine = TestDockerEngine.start();
        engine.importBusybox("tool:1", "CMD [\"sleep\",\"1000\"]");
        engine.docker("network", "create", "ours");
        database = H2File.create();
        portal = HostPortal.start(database);
        host = portal.addReady("here", engine.address());
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
        engine.close();
    }

    @AfterEach
    void removeAll() {
        for (var id : engine.docker("ps", "-aq").lines().toList()) {
            engine.docker("rm", "-f", id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--network ours --network-alias db --hostname db",
                "--network none",
                "-v data:/data --tmpfs /tmp -v /anonymous",
                "--ipc shareable --init --ulimit nofile=100 --shm-size 8m",
                "--cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges --read-only",
                "-p 18099:80 -m 64m --cpus 0.5 --pids-limit 50 --restart unless-stopped",
                "--user 1000:1000 -e A=b --label team=red --log-driver none",
                "--cgroupns private --dns 10.0.0.1 --add-host a:10.0.0.2",
            })
    void whatTheEngineFillsInIsNotHeldAgainstAContainer(String flags) {
        var key = create(flags);
        var containers = portal.get(ContainerService.class);

        containers.start(key);
        containers.restart(key, Duration.ZERO);

        assertThat(engine.docker("inspect", "-f", "{{.State.Running}}", key.id().hex()).strip())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -v /tmp:/host | hostPaths
                    -v /var/run/docker.sock:/s | engine
                    --mount type=bind,source=/etc,target=/e | hostPaths
                    --privileged | privileges
                    --cap-add SYS_ADMIN | privileges
                    --pid host | privileges
                    --ipc host | privileges
                    --uts host | privileges
                    --network host | networks
                    --security-opt systempaths=unconfined | privileges
                    --security-opt seccomp=unconfined | privileges
                    --security-opt apparmor=unconfined | privileges
                    --cgroup-parent /x | privileges
                    --device /dev/null:/dev/n | devices
                    --device-cgroup-rule "c 1:3 r" | devices
                    --sysctl net.ipv4.ip_forward=1 | privileges
                    --oom-score-adj -500 | privileges
                    -p 80:80 | hostPorts
                    --label mullion.x=y | labels
                    """)
    void whatSomebodyAskedForIs(String flags, String rule) {
        var key = create(flags);

        var problem = Problems.of(() -> portal.get(ContainerService.class).start(key));

        assertThat(problem.findings()).extracting("rule").contains(rule);
        assertThat(engine.docker("inspect", "-f", "{{.State.Status}}", key.id().hex()).strip())
                .isEqualTo("created");
    }

    private static ContainerKey create(String flags) {
        var words = new ArrayList<>(List.of("create"));
        for (var word : FLAG.splitAsStream(flags).toList()) {
            int space = word.indexOf(' ');
            if (space < 0) {
                words.add(word);
            } else {
                words.add(word.substring(0, space));
                words.add(word.substring(space + 1).replace("\"", ""));
            }
        }
        words.removeIf(String::isEmpty);
        words.add("tool:1");
        var id = engine.docker(words.toArray(String[]::new)).strip();
        return new ContainerKey(host, ContainerId.of(id));
    }
}
