package dev.mullion.backend.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.testing.PostgresCluster;
import dev.mullion.backend.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ActivitiesOnPostgresTest extends ActivitiesContract {

    private static PostgresCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = PostgresCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    TestDatabase open() {
        return cluster.database();
    }

    @Test
    void whatALivingPortalRunsIsLeftAloneByOneThatStarts() throws Exception {
        try (var database = cluster.database();
                var first = TestPortal.start(database)) {
            var id = first.startAs(TestPortal.ADA, "endless", Map.of());
            var context = first.get(TestPortal.Started.class).next();
            try (var second = TestPortal.start(database)) {
                // longer than a dead portal would be believed in
                await().during(Duration.ofSeconds(4))
                        .atMost(Duration.ofSeconds(6))
                        .until(() -> second.activity(id).state() == ActivityState.RUNNING);
                assertThat(context.cancelled()).isFalse();

                // but anybody may end it from there
                second.cancelAs(TestPortal.ADA, id);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> second.activity(id).state() == ActivityState.CANCELLED);
                assertThat(context.cancelled()).isTrue();
            }
        }
    }

    @Test
    void aPortalThatWasTakenForDeadLetsGoOfItsRun() throws Exception {
        try (var database = cluster.database();
                var portal = TestPortal.start(database)) {
            var id = portal.startAs(TestPortal.ADA, "endless-once", Map.of());
            var context = portal.get(TestPortal.Started.class).next();
            // what another portal does when the heartbeats of this one stay away
            portal.get(Interruptions.class).interrupted(id);
            context.progress(Progress.saying("still here"));
            await().atMost(Duration.ofSeconds(20)).until(context::cancelled);
            assertThat(portal.activity(id).state()).isEqualTo(ActivityState.INTERRUPTED);
        }
    }
}
