package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.Problem;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.PostgresCluster;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.HostAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What the database has a part in, on PostgreSQL; the same goes on H2 in {@link HostServiceTest}.
 */
class HostsOnPostgresTest {

    private static final HostAddress NOWHERE = HostAddress.of("tcp://127.0.0.1:1");

    @Test
    void hostsAreKeptNamedLabelledAndRemoved() throws Exception {
        try (var cluster = PostgresCluster.start();
                var database = cluster.database()) {
            HostId id;
            try (var portal = HostPortal.start(database)) {
                HostService hosts = portal.get(HostService.class);
                id = hosts.adopt(new NewHost("One", NOWHERE)).host().id();
                hosts.label(id, Map.of("stage", "qa"));
                hosts.label(id, Map.of("stage", "production", "team", "blue"));
                hosts.rename(id, "Two");
                HostId other = hosts.adopt(new NewHost("two", address(2))).host().id();
                assertThat(hosts.get(other).host().name()).isEqualTo("two 2");
                assertThat(Problems.of(() -> hosts.rename(other, "TWO")).kind())
                        .isEqualTo(Problem.Kind.CONFLICT);
                assertThat(Problems.of(() -> hosts.adopt(new NewHost("x", NOWHERE))).kind())
                        .isEqualTo(Problem.Kind.CONFLICT);
                hosts.remove(other);
                assertThat(Problems.of(() -> hosts.remove(other)).kind())
                        .isEqualTo(Problem.Kind.NOT_FOUND);
            }
            try (var portal = HostPortal.start(database)) {
                Host kept = portal.get(HostService.class).get(id).host();
                assertThat(kept.name()).isEqualTo("Two");
                assertThat(kept.address()).isEqualTo(NOWHERE);
                assertThat(kept.labels()).containsOnlyKeys("stage", "team");
            }
        }
    }

    @Test
    void ofManyWhoTakeTheSameAddressOneGetsIt() throws Exception {
        try (var cluster = PostgresCluster.start();
                var database = cluster.database();
                var portal = HostPortal.start(database)) {
            HostService hosts = portal.get(HostService.class);
            CyclicBarrier together = new CyclicBarrier(4);
            Callable<String> adopt =
                    () -> {
                        together.await();
                        try {
                            hosts.adopt(new NewHost("same", NOWHERE));
                            return "added";
                        } catch (Problem e) {
                            return e.kind().toString();
                        }
                    };
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                List<String> outcomes =
                        people.invokeAll(List.of(adopt, adopt, adopt, adopt)).stream()
                                .map(Future::resultNow)
                                .sorted()
                                .toList();
                assertThat(outcomes).containsExactly("CONFLICT", "CONFLICT", "CONFLICT", "added");
            }
            assertThat(hosts.list()).hasSize(1);
        }
    }

    private static HostAddress address(int port) {
        return HostAddress.of("tcp://127.0.0.1:" + port);
    }
}
