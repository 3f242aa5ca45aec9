package dev.mullion.backend.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseDownTest {

    @Test
    void withoutItsDatabaseThePortalLetsNothingPass() throws Exception {
        try (var database = H2File.create();
                var engine = new RecordingEngine();
                var portal =
                        HostPortal.start(
                                database, "spring.datasource.hikari.connection-timeout=500")) {
            var host = portal.addReady("win", engine.address());
            var admission = portal.get(Admission.class);
            var request =
                    CreateContainer.of(
                            ContainerConfig.builder(RecordingEngine.NANO).build(),
                            HostConfig.builder().build());
            var own = Destination.platform(host);
            assertThat(admission.admit(own, request, "try it")).isNotNull();

            portal.get(DataSource.class).unwrap(HikariDataSource.class).close();
            var problem = Problems.of(() -> admission.admit(own, request, "try it"));

            assertThat(problem.refused()).isTrue();
            assertThat(problem.findings()).extracting("rule").containsExactly("guardrail");
        }
    }
}
