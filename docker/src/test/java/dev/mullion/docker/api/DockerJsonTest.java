package dev.mullion.docker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Isolation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class DockerJsonTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final JsonMapper MAPPER = DockerJson.mapper();

    @Test
    void containerRequestStandsFlatInItsJsonAndComesBackTheSame() {
        ContainerConfig config =
                ContainerConfig.builder("busybox:1")
                        .cmd(List.of("sh", "-c", ""))
                        .env(List.of("A=b"))
                        .exposedPorts(Map.of("80/tcp", Map.of()))
                        .labels(Map.of("empty", ""))
                        .stopTimeout(0)
                        .build();
        HostConfig host =
                HostConfig.builder()
                        .portBindings(
                                Map.of("80/tcp", List.of(new PortBinding("127.0.0.1", "8080"))))
                        .resources(Resources.builder().memory(64 << 20).build())
                        .isolation(Isolation.HYPERV)
                        .restartPolicy(new RestartPolicy("on-failure", 3))
                        .build();
        CreateContainer request =
                new CreateContainer(
                        config,
                        host,
                        new NetworkingConfig(
                                Map.of(
                                        "net",
                                        EndpointSettings.builder()
                                                .ipAddress("10.0.0.2")
                                                .aliases(List.of("web"))
                                                .build())));

        var json = MAPPER.valueToTree(request);
        assertThat(json.path("Image").asString()).isEqualTo("busybox:1");
        assertThat(json.path("Cmd").toString()).isEqualTo("[\"sh\",\"-c\",\"\"]");
        assertThat(json.path("ExposedPorts").toString()).isEqualTo("{\"80/tcp\":{}}");
        assertThat(json.path("Labels").toString()).isEqualTo("{\"empty\":\"\"}");
        assertThat(json.path("StopTimeout").asInt(-1)).isZero();
        assertThat(json.path("HostConfig").path("Isolation").asString()).isEqualTo("hyperv");
        assertThat(json.path("HostConfig").path("PortBindings").toString())
                .isEqualTo("{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"}]}");
        assertThat(json.has("Entrypoint")).isFalse();
        assertThat(json.has("Hostname")).isFalse();
        assertThat(json.path("HostConfig").has("PidsLimit")).isFalse();
        assertThat(MAPPER.treeToValue(json, CreateContainer.class)).isEqualTo(request);
    }

    @Test
    void summaryReadsWithNothingButAnId() {
        ContainerSummary summary =
                MAPPER.readValue(
                        "{\"Id\":\"" + ID + "\",\"New\":{\"x\":1}}", ContainerSummary.class);
        assertThat(summary.names()).isEmpty();
        assertThat(summary.labels()).isEmpty();
        assertThat(summary.image()).isEmpty();
        assertThat(summary.imageId()).isNull();
        assertThat(summary.name()).isEqualTo(ID.substring(0, 12));
        assertThat(summary.createdAt()).isEqualTo(Instant.EPOCH);
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(summary), ContainerSummary.class))
                .isEqualTo(summary);
    }

    @Test
    void nullsInCollectionsAreLeftOut() {
        ContainerSummary summary =
                MAPPER.readValue(
                        "{\"Id\":\""
                                + ID
                                + "\",\"Names\":[null,\"/link/web\",\"/web\"],\"Labels\":{\"a\":null,"
                                + "\"b\":\"c\"},\"Ports\":null}",
                        ContainerSummary.class);
        assertThat(summary.name()).isEqualTo("web");
        assertThat(summary.labels()).containsOnlyKeys("b");
        assertThat(summary.ports()).isEmpty();
    }

    @Test
    void exposedPortThatIsNotPublishedKeepsItsPlace() {
        NetworkSettings settings =
                MAPPER.readValue(
                        "{\"Ports\":{\"443/tcp\":null,\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1\"}]}}",
                        NetworkSettings.class);
        assertThat(settings.ports())
                .containsEntry("443/tcp", List.of())
                .containsEntry("80/tcp", List.of(new PortBinding(null, "1")));
    }

    @Test
    void goesZeroTimeHasNotHappened() {
        ContainerState state =
                MAPPER.readValue(
                        "{\"Status\":\"created\",\"StartedAt\":\"0001-01-01T00:00:00Z\","
                                + "\"FinishedAt\":\"2026-11-23T21:00:00.123456789+01:00\"}",
                        ContainerState.class);
        assertThat(state.startedAt()).isNull();
        assertThat(state.finishedAt()).isEqualTo("2026-11-23T20:00:00.123456789Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"StartedAt\":\"yesterday\"}",
                "{\"Running\":\"perhaps\"}",
                "{\"Pid\":\"many\"}",
                "{\"Pid\":99999999999999999999}",
                "[]",
                "\"text\"",
                "{} {}"
            })
    void whatDoesNotFitIsAnErrorAndNotAGuess(String json) {
        assertThatThrownBy(() -> MAPPER.readValue(json, ContainerState.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void statisticsOfLinuxAndWindowsAreRead() {
        ContainerStats linux =
                MAPPER.readValue(
                        """
                        {"read":"2026-11-23T20:00:00Z","preread":"0001-01-01T00:00:00Z",
                         "pids_stats":{"current":3},"num_procs":0,"name":"/web",
                         "cpu_stats":{"cpu_usage":{"total_usage":100,"usage_in_kernelmode":1},
                           "system_cpu_usage":1000,"online_cpus":2},
                         "memory_stats":{"usage":4096,"limit":8192,"stats":{"cache":10}},
                         "networks":{"eth0":{"rx_bytes":5,"tx_dropped":1}}}
                        """,
                        ContainerStats.class);
        assertThat(linux.cpuStats().cpuUsage().totalUsage()).isEqualTo(100);
        assertThat(linux.cpuStats().systemCpuUsage()).isEqualTo(1000);
        assertThat(linux.memoryStats().stats()).containsEntry("cache", 10L);
        assertThat(linux.networks())
                .hasEntrySatisfying("eth0", eth0 -> assertThat(eth0.rxBytes()).isEqualTo(5));
        assertThat(linux.preread()).isNull();
        ContainerStats windows =
                MAPPER.readValue(
                        "{\"num_procs\":4,\"memory_stats\":{\"commitbytes\":1,\"privateworkingset\":2}}",
                        ContainerStats.class);
        assertThat(windows.numProcs()).isEqualTo(4);
        assertThat(windows.memoryStats().privateWorkingSet()).isEqualTo(2);
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(linux), ContainerStats.class))
                .isEqualTo(linux);
    }

    @Test
    void imageWithoutANameHasNone() {
        ImageSummary image =
                MAPPER.readValue(
                        "{\"Id\":\"sha256:"
                                + ID
                                + "\",\"RepoTags\":[\"<none>:<none>\"],\"RepoDigests\":[\"<none>@<none>\"]}",
                        ImageSummary.class);
        assertThat(image.repoTags()).isEmpty();
        assertThat(image.repoDigests()).isEmpty();
    }

    @Test
    void labelsOfAnEngineAreFoundByName() {
        SystemInfo info = MAPPER.readValue("{\"Labels\":[\"a=b=c\",\"d\"]}", SystemInfo.class);
        assertThat(info.label("a")).contains("b=c");
        assertThat(info.label("d")).isEmpty();
        assertThat(info.isolation()).isEqualTo(Isolation.DEFAULT);
    }

    @Test
    void eventsSayWhenToTheNanosecond() {
        EngineEvent event =
                MAPPER.readValue(
                        "{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"x\","
                                + "\"Attributes\":{\"name\":\"web\"}},\"scope\":\"local\",\"time\":5,"
                                + "\"timeNano\":5000000007}",
                        EngineEvent.class);
        assertThat(event.at()).isEqualTo(Instant.ofEpochSecond(5, 7));
        assertThat(event.actor().attributes()).containsEntry("name", "web");
    }
}
