package dev.mullion.backend.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.PostgresCluster;
import dev.mullion.backend.testing.TestDatabase;
import dev.mullion.security.quota.ClaimsOnHosts;
import dev.mullion.security.quota.Demand;
import dev.mullion.security.quota.Limits;
import dev.mullion.security.quota.QuotaExceededException;
import dev.mullion.security.quota.QuotaKind;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.QuotaPlace.OfTenant;
import dev.mullion.security.quota.QuotaService;
import dev.mullion.security.quota.Quotas;
import dev.mullion.security.quota.Reservation;
import dev.mullion.security.quota.SeenClaim;
import dev.mullion.security.quota.Share;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many who want the same room at once, on both kinds of database. */
@Timeout(300)
class QuotaRaceTest {

    private static final int CROWD = 100;
    private static final Demand SMALL = new Demand(Share.upTo(100), Share.upTo(1000), true, false);

    private final TenantId tenant = TenantId.random();
    private final OfTenant whole = new OfTenant(tenant);
    private final OfStage qa = new OfStage(tenant, Stage.QA);
    private final OfStage production = new OfStage(tenant, Stage.PRODUCTION);
    private final UUID host = UUID.randomUUID();

    @Test
    void ofAHundredWhoWantTheLastUnitOnH2ExactlyOneGetsIt() throws Exception {
        try (var database = H2File.create();
                var portal = portal(database)) {
            theLastUnit(portal, portal);
        }
    }

    @Test
    void ofAHundredWhoWantTheLastUnitOnPostgresAtTwoPortalsExactlyOneGetsIt() throws Exception {
        try (var cluster = PostgresCluster.start();
                var database = cluster.database();
                var portal = portal(database);
                var other = HostPortal.start(database)) {
            theLastUnit(portal, other);
        }
    }

    @Test
    void whateverComesAndGoesAtOnceNothingIsLostOrLeakedOnH2() throws Exception {
        try (var database = H2File.create();
                var portal = portal(database)) {
            comingAndGoing(portal);
        }
    }

    @Test
    void whateverComesAndGoesAtOnceNothingIsLostOrLeakedOnPostgres() throws Exception {
        try (var cluster = PostgresCluster.start();
                var database = cluster.database();
                var portal = portal(database)) {
            comingAndGoing(portal);
        }
    }

    private void theLastUnit(HostPortal one, HostPortal other) throws Exception {
        one.get(QuotaService.class).write(whole, limits(QuotaKind.RUNNING, 5));
        one.get(QuotaService.class).split(qa, limits(QuotaKind.MEMORY, 4500));
        for (int i = 0; i < 3; i++) {
            one.get(Quotas.class).reserve(qa, host, SMALL);
        }
        // one more fits into the stage's memory, though two into the tenant's running containers
        var won = crowd(i -> (i % 2 == 0 ? one : other).get(Quotas.class), qa);
        assertThat(won).hasSize(1);

        // and now one more into the tenant, from any stage
        var lastOfAll = crowd(i -> (i % 2 == 0 ? one : other).get(Quotas.class), production);
        assertThat(lastOfAll).hasSize(1);
        assertThat(one.get(QuotaService.class).read(whole).use().of(QuotaKind.RUNNING))
                .isEqualTo(5);
    }

    private List<Reservation> crowd(IntFunction<Quotas> quotas, OfStage at) throws Exception {
        var together = new CyclicBarrier(CROWD);
        List<Callable<Optional<Reservation>>> attempts = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            var mine = quotas.apply(i);
            attempts.add(() -> {
                together.await();
                return attempt(mine, at);
            });
        }
        List<Reservation> won = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var attempt : threads.invokeAll(attempts)) {
                attempt.get().ifPresent(won::add);
            }
        }
        return won;
    }

    private Optional<Reservation> attempt(Quotas quotas, OfStage at) {
        try {
            return Optional.of(quotas.reserve(at, host, SMALL));
        } catch (QuotaExceededException e) {
            return Optional.empty();
        }
    }

    /** Containers are made, fail, start, stop, go and are seen, all at once and in any order. */
    private void comingAndGoing(HostPortal portal) throws Exception {
        var quotas = portal.get(Quotas.class);
        var hosts = portal.get(ClaimsOnHosts.class);
        portal.get(QuotaService.class).write(whole, limits(QuotaKind.DEFINED, 8));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var works =
                    IntStream.range(0, 20)
                            .<Callable<Boolean>>mapToObj(number ->
                                    () -> {
                                        live(quotas, number);
                                        return true;
                                    })
                            .toList();
            for (var work : threads.invokeAll(works)) {
                assertThat(work.get()).isTrue();
            }
        }
        assertThat(portal.get(QuotaService.class).read(whole).use().of(QuotaKind.DEFINED))
                .isLessThanOrEqualTo(8);

        // what the host shows in the end is what counts, and all is let go of
        List<SeenClaim> left = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            for (int round = 0; round < 10; round++) {
                quotas.letGo(host, id(number, round));
            }
        }
        left.add(new SeenClaim(id(3, 3), qa, SMALL));
        hosts.reconcile(host, left, Set.of());
        assertThat(portal.get(QuotaService.class).read(whole).use().of(QuotaKind.DEFINED))
                .isEqualTo(1);
        assertThat(
                        portal.get(JdbcClient.class)
                                .sql("select count(*) from quota_claim")
                                .query(Long.class)
                                .single())
                .isEqualTo(1);
    }

    private void live(Quotas quotas, int number) {
        var random = new Random(number);
        for (int round = 0; round < 10; round++) {
            var reservation = attempt(quotas, random.nextBoolean() ? qa : production);
            if (reservation.isEmpty()) {
                continue;
            }
            if (random.nextInt(3) == 0) {
                quotas.release(reservation.get());
                continue;
            }
            quotas.settle(reservation.get(), id(number, round));
            if (random.nextInt(3) == 0) {
                quotas.release(reservation.get());
            } else {
                quotas.confirm(reservation.get());
            }
        }
    }

    private HostPortal portal(TestDatabase database) {
        var portal = HostPortal.start(database);
        var jdbc = portal.get(JdbcClient.class);
        jdbc.sql(
                        """
                        insert into tenant (id, name, name_key, trust, created_at)
                        values (:id, 'red', 'red', 'trusted', current_timestamp)
                        """)
                .param("id", tenant.value())
                .update();
        jdbc.sql("insert into quota_ledger (tenant_id, changes) values (:id, 0)")
                .param("id", tenant.value())
                .update();
        for (var stage : List.of("qa", "production")) {
            jdbc.sql("insert into tenant_stage (tenant_id, stage) values (:id, :stage)")
                    .param("id", tenant.value())
                    .param("stage", stage)
                    .update();
        }
        return portal;
    }

    private static Limits limits(QuotaKind kind, long most) {
        return new Limits(Map.of(kind, most));
    }

    private static String id(int number, int round) {
        return "%032x%032x".formatted(number, round);
    }
}
