package dev.mullion.docker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.TestDockerEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an engine of ours writes, held against what a real Docker Engine writes. */
class EngineJsonTest {

    private static final JsonMapper MAPPER = EngineJson.mapper();

    /** Members of Docker Engine 20.10 that the API has dropped since. */
    private static final Set<String> GONE =
            Set.of("/GraphDriver", "/HostConfig/KernelMemory", "/HostConfig/KernelMemoryTCP");

    private static TestDockerEngine engine;

    @BeforeAll
    static void start() throws Exception {
        engine = TestDockerEngine.start();
        engine.importBusybox("busybox:1");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void containersReadFromDockerAreWrittenAsDockerWroteThem() {
        engine.docker("run", "-d", "--name", "plain", "busybox:1", "sleep", "600");
        engine.docker(
                "run",
                "-d",
                "--name",
                "rich",
                "--network",
                "none",
                "--memory",
                "64m",
                "--init",
                "--cap-add",
                "NET_ADMIN",
                "--tmpfs",
                "/t:size=1m",
                "--ulimit",
                "nofile=64:64",
                "--device",
                "/dev/null:/dev/nil",
                "--sysctl",
                "net.ipv4.ip_forward=1",
                "-v",
                "vol:/v",
                "--mount",
                "type=tmpfs,dst=/m,tmpfs-size=4096",
                "--restart",
                "on-failure:3",
                "--stop-timeout",
                "3",
                "--stop-signal",
                "INT",
                "--label",
                "a=b",
                "--log-opt",
                "max-size=1m",
                "--expose",
                "80",
                "busybox:1",
                "sleep",
                "600");
        engine.docker("create", "--name", "never", "busybox:1", "true");
        for (String name : List.of("plain", "rich", "never")) {
            JsonNode theirs = MAPPER.readTree(engine.docker("inspect", name)).get(0);
            JsonNode ours = MAPPER.valueToTree(MAPPER.treeToValue(theirs, ContainerDetails.class));
            assertThat(differences(theirs, ours)).as(name).isEmpty();
        }
        engine.docker("rm", "-f", "plain", "rich", "never");
    }

    @Test
    void imagesReadFromDockerAreWrittenAsDockerWroteThem() {
        JsonNode theirs = MAPPER.readTree(engine.docker("image", "inspect", "busybox:1")).get(0);
        ((tools.jackson.databind.node.ObjectNode) theirs).remove("ContainerConfig");
        ((tools.jackson.databind.node.ObjectNode) theirs).remove("Container");
        JsonNode ours = MAPPER.valueToTree(MAPPER.treeToValue(theirs, ImageDetails.class));
        // a container's labels are an empty map in Docker, an image's aren't there
        assertThat(differences(theirs, ours)).isSubsetOf("/Config/Labels: {}, Docker wrote null");
    }

    @Test
    void momentsAreWrittenAsGoWritesThem() {
        assertThat(DockerTime.write(Instant.parse("2026-01-02T03:04:05.120000000Z")))
                .isEqualTo("2026-01-02T03:04:05.12Z");
        assertThat(DockerTime.write(Instant.parse("2026-01-02T03:04:05.000000001Z")))
                .isEqualTo("2026-01-02T03:04:05.000000001Z");
        assertThat(DockerTime.write(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void limitsStandBesideTheOtherMembersAndComeBack() {
        HostConfig host =
                HostConfig.builder()
                        .resources(
                                Resources.builder()
                                        .memory(5)
                                        .ulimits(List.of(new Resources.Ulimit("nofile", 1, 2)))
                                        .build())
                        .maskedPaths(List.of())
                        .build();
        JsonNode json = MAPPER.valueToTree(host);
        assertThat(json.path("Memory").asInt()).isEqualTo(5);
        assertThat(json.path("Ulimits").toString())
                .isEqualTo("[{\"Name\":\"nofile\",\"Soft\":1,\"Hard\":2}]");
        assertThat(MAPPER.treeToValue(json, HostConfig.class)).isEqualTo(host);
    }

    /** Says where a member that Docker wrote is missing from ours or is another. */
    private static List<String> differences(JsonNode theirs, JsonNode ours) {
        List<String> found = new ArrayList<>();
        compare("", theirs, ours, found);
        return found;
    }

    private static void compare(String path, JsonNode theirs, JsonNode ours, List<String> found) {
        if (GONE.contains(path)) {
            return;
        }
        if (theirs.isObject() && ours.isObject()) {
            theirs.properties()
                    .forEach(member -> {
                        String at = path + "/" + member.getKey();
                        JsonNode value = ours.get(member.getKey());
                        if (value != null) {
                            compare(at, member.getValue(), value, found);
                        } else if (!GONE.contains(at)) {
                            found.add(at + ": missing, Docker wrote " + member.getValue());
                        }
                    });
        } else if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                compare(path + "/" + i, theirs.get(i), ours.get(i), found);
            }
        } else if (!theirs.toString().equals(ours.toString())) {
            found.add(path + ": " + ours + ", Docker wrote " + theirs);
        }
    }
}
