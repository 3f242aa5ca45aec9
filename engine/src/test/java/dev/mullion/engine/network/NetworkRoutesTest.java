package dev.mullion.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.ApiServer;
import dev.mullion.engine.http.ServerLimits;
import dev.mullion.engine.linux.network.BridgeNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the real docker command says of networks. */
@Timeout(60)
class NetworkRoutesTest {

    private static final ContainerId ID = ContainerId.of("0123456789abcdef".repeat(4));

    private final TestHost host = TestHost.open();
    private final Events events = new Events(Clock.systemUTC());
    private final ApiServer server = new ApiServer("1.2.3", "linux", ServerLimits.DEFAULT);
    private final Path socket = host.folder().resolve("engine.sock");
    private Networks networks;

    @BeforeEach
    void start() throws Exception {
        networks =
                host.here(() -> {
                    Networks fresh =
                            new Networks(
                                    host.folder().resolve("networks"),
                                    host.folder().resolve("run"),
                                    new BridgeSettings(
                                            "mulx", "10.44.0.0/16", 1400, false, TestHost.LINUX),
                                    new BridgeNetworks("00000001"),
                                    events,
                                    Clock.systemUTC());
                    fresh.recover(Set.of());
                    return fresh;
                });
        networks.usedBy(
                new NetworkUse() {
                    @Override
                    public Peer requireRunning(String reference) {
                        return new Peer(ID, 1);
                    }

                    @Override
                    public String name(ContainerId container) {
                        return "web";
                    }
                });
        new NetworkRoutes(networks).addTo(server.routes());
        server.listen(socket, null);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        networks.close();
        host.close();
    }

    @Test
    void theThreeNetworksOfEveryHostAreListed() {
        assertThat(docker("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}").lines())
                .containsExactlyInAnyOrder(
                        "bridge bridge local", "host host local", "none null local");
        assertThat(docker("network", "ls", "-q", "--filter", "driver=host").lines()).hasSize(1);
        assertThat(docker("network", "ls", "-q", "--filter", "type=custom")).isEmpty();
        assertThat(fails("network", "ls", "--filter", "colour=red"))
                .contains("invalid filter 'colour'");
    }

    @Test
    void aNetworkTellsItsAddressesAndWhoIsInIt() {
        NetworkRequest request =
                NetworkRequest.of(
                        ID,
                        "web",
                        ContainerConfig.builder("image").build(),
                        HostConfig.builder().build(),
                        null);
        Connection connection = host.here(() -> networks.connect(ID, request));

        assertThat(
                        docker(
                                "network",
                                "inspect",
                                "bridge",
                                "-f",
                                "{{(index .IPAM.Config 0).Subnet}} {{(index .IPAM.Config 0).Gateway}}"
                                        + " {{index .Options \"com.docker.network.bridge.name\"}}"))
                .isEqualTo("10.44.0.0/16 10.44.0.1 mulx");
        String member =
                "{{range $id, $c := .Containers}}{{$id}} {{$c.Name}} {{$c.IPv4Address}}{{end}}";
        String prefix = connection.networkId().substring(0, 10);
        assertThat(docker("network", "inspect", prefix, "-f", member))
                .isEqualTo(ID + " web 10.44.0.2/16");
        assertThat(docker("network", "inspect", "host", "-f", "{{.Driver}} " + member))
                .isEqualTo("host");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThat(fails("network", "inspect", "nope")).contains("network nope not found");
        assertThat(fails("network", "rm", "bridge"))
                .contains("bridge is a pre-defined network and cannot be removed");
        assertThat(fails("network", "create", "host"))
                .contains("operation is not permitted on predefined host network");
        assertThat(fails("network", "create", "blue")).contains("network 'blue' can't be created");
        assertThat(fails("network", "connect", "bridge", "web")).contains("choose its network");
        assertThat(docker("network", "prune", "-f")).isEmpty();
    }

    @Test
    void comingAndGoingIsTold() throws Exception {
        NetworkRequest request =
                NetworkRequest.of(
                        ID,
                        "web",
                        ContainerConfig.builder("image").build(),
                        HostConfig.builder().networkMode("none").build(),
                        null);
        Connection connection = networks.connect(ID, request);
        networks.release(ID);

        try (Events.Subscription past = events.subscribe(Instant.EPOCH)) {
            EngineEvent came = Objects.requireNonNull(past.poll(Duration.ofSeconds(5)));
            EngineEvent went = Objects.requireNonNull(past.poll(Duration.ofSeconds(5)));
            assertThat(came.action()).isEqualTo("connect");
            assertThat(came.type()).isEqualTo("network");
            assertThat(came.actor().id()).isEqualTo(connection.networkId());
            assertThat(came.actor().attributes())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("container", ID.hex(), "name", "none", "type", "null"));
            assertThat(went.action()).isEqualTo("disconnect");
        }
    }

    private String docker(String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output().stripTrailing();
    }

    private String fails(String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
        return outcome.errors();
    }

    private Outcome run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.find("docker")));
        command.addAll(List.of("--config", host.folder() + "/cli", "--host", "unix://" + socket));
        command.addAll(List.of(arguments));
        return Programs.attempt(
                Map.of("DOCKER_API_VERSION", "1.47"), command, Duration.ofSeconds(20));
    }
}
