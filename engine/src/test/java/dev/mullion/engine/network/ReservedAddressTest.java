package dev.mullion.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.runtime.AddressReservedException;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that holds addresses back which nobody has, as Windows does after a reboot. */
class ReservedAddressTest {

    private static final ContainerId WEB = new ContainerId("1".repeat(64));

    @TempDir Path folder;

    private final Reserving system = new Reserving();
    private Networks networks;

    @BeforeEach
    void open() throws IOException {
        Clock clock = Clock.systemUTC();
        networks =
                new Networks(
                        folder.resolve("data"),
                        folder.resolve("run"),
                        new BridgeSettings(
                                "nat",
                                "172.28.0.0/24",
                                1500,
                                false,
                                new NetworkDefaults("nat", false, false, false)),
                        system,
                        new Events(clock),
                        clock);
    }

    @Test
    void anotherAddressIsTakenAndTheSamePorts() {
        system.refusals = 3;

        Connection connection = networks.connect(WEB, request());

        assertThat(system.tried)
                .containsExactly("172.28.0.2", "172.28.0.3", "172.28.0.4", "172.28.0.5");
        EndpointSpec endpoint = Objects.requireNonNull(connection.endpoint());
        assertThat(endpoint.address()).isEqualTo("172.28.0.5");
        assertThat(endpoint.ports())
                .singleElement()
                .extracting(EndpointSpec.Published::hostPort)
                .isEqualTo(18080);
    }

    @Test
    void whatWasHeldBackIsNotTriedFirstByTheNextStart() throws IOException {
        system.refusals = 1;
        networks.connect(WEB, request());
        networks.release(WEB);
        system.tried.clear();

        networks.connect(new ContainerId("2".repeat(64)), request());

        assertThat(system.tried).containsExactly("172.28.0.4");
    }

    @Test
    void whereAllAreHeldBackTheStartFailsAndNothingIsHeld() {
        system.refusals = 1000;

        assertThatThrownBy(() -> networks.connect(WEB, request()))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("held back");

        assertThat(system.tried).hasSize(8).doesNotHaveDuplicates();
        assertThat(networks.connection(WEB)).isEmpty();
        system.refusals = 0;
        assertThat(networks.connect(WEB, request()).endpoint()).isNotNull();
    }

    @Test
    void whatCantBeReleasedIsNotTriedElsewhere() {
        system.refusals = 1;
        system.stuck = true;

        assertThatThrownBy(() -> networks.connect(WEB, request()))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("held back");
        assertThat(system.tried).hasSize(1);
    }

    private static NetworkRequest request() {
        WantedPort port =
                WantedPort.of(ContainerPort.of("80/tcp"), new PortBinding("0.0.0.0", "18080"));
        return new NetworkRequest(
                "web",
                NetworkMode.of("nat"),
                List.of(port),
                false,
                new TreeSet<>(),
                null,
                "web",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static final class Reserving implements NetworkDriver {

        private final List<String> tried = new ArrayList<>();
        private int refusals;
        private boolean stuck;

        @Override
        public void prepare(ContainerId id, EndpointSpec endpoint) throws IOException {
            tried.add(endpoint.address());
            if (refusals-- > 0) {
                throw new AddressReservedException(
                        endpoint.address() + " is held back", new IOException());
            }
        }

        @Override
        public void release(ContainerId id, EndpointSpec endpoint) throws IOException {
            if (stuck) {
                throw new IOException("It stays");
            }
        }

        @Override
        public void ensure(NetworkSpec network) {}

        @Override
        public void remove(NetworkSpec network) {}

        @Override
        public void join(ContainerId id, EndpointSpec endpoint, CreatedProcess process) {}

        @Override
        public void joinNothing(CreatedProcess process) {}

        @Override
        public List<String> reachable(String except) {
            return List.of();
        }

        @Override
        public Map<String, NetworkUsage> usage(ContainerId id, long pid) {
            return Map.of();
        }

        @Override
        public void recover(List<NetworkSpec> networks, Map<ContainerId, EndpointSpec> running) {}
    }
}
