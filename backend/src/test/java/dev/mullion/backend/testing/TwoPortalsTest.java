package dev.mullion.backend.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.AccessService;
import dev.mullion.security.access.NewBinding;
import dev.mullion.security.access.ReadyRole;
import dev.mullion.security.account.PeopleService;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.AuditQuery;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.AuditService;
import dev.mullion.security.audit.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two portals on one PostgreSQL: what one changes, the other goes by. */
class TwoPortalsTest {

    private static PostgresCluster cluster;
    private static TestServer one;
    private static Path folder;
    private static ConfigurableApplicationContext two;

    @BeforeAll
    static void start() throws Exception {
        cluster = PostgresCluster.start();
        var database = cluster.database();
        one = TestServer.start(database);
        folder = Files.createTempDirectory("mullion-second-");
        two =
                new SpringApplicationBuilder(TestServer.Parts.class)
                        .properties(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.main.banner-mode=off",
                                "spring.datasource.url=" + database.url(),
                                "spring.datasource.username=" + database.username(),
                                "spring.datasource.password=" + database.password(),
                                "mullion.data-dir=" + folder)
                        .run();
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        cluster.close();
        H2File.deleteRecursively(folder);
    }

    @Test
    void aRightThatIsTakenAtOnePortalIsGoneAtTheOther() {
        var person =
                one.asAdministrator(() ->
                        one.get(PeopleService.class).create("eve", "four unrelated words here"));
        var eve = new Caller(person.id(), "eve", Door.API, "10.0.0.1");
        var host = AccessPath.of("/hosts/" + UUID.randomUUID());
        var bound =
                one.asAdministrator(() ->
                        one.get(AccessService.class)
                                .bind(NewBinding.of(host, person.id(), ReadyRole.OPERATOR.id())));
        var authorizer = two.getBean(Authorizer.class);
        awaitMay(authorizer, eve, host, true);

        one.asAdministrator(() -> one.get(AccessService.class).unbind(host, bound.binding().id()));
        long taken = System.nanoTime();
        awaitMay(authorizer, eve, host, false);

        var late = Duration.ofNanos(System.nanoTime() - taken);
        System.out.printf("a right taken at another portal: gone after %,d ms%n", late.toMillis());
        // half a second between two looks; the rest is for a busy machine
        assertThat(late).isLessThan(Duration.ofSeconds(2));
    }

    private static void awaitMay(
            Authorizer authorizer, Caller caller, Resource at, boolean expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        authorizer.decide(caller, Permission.CONTAINER_START, at).allowed()
                                == expected);
    }

    @Test
    void bothWriteOneChainOfTheAudit() throws Exception {
        var caller = new Caller(UUID.randomUUID(), "crowd", Door.API, "10.0.0.2");
        List<Callable<UUID>> works = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var audit = i % 2 == 0 ? one.get(AuditLog.class) : two.getBean(AuditLog.class);
            var detail = "record " + i;
            works.add(() -> audit.attempt(caller, "host.update", "/hosts/7/x", detail));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var written : threads.invokeAll(works)) {
                assertThat(written.get()).isNotNull();
            }
        }

        var service = two.getBean(AuditService.class);
        var callers = two.getBean(Callers.class);
        assertThat(callers.runAs(Caller.system(), () -> service.verify(null)).findings()).isEmpty();
        var query =
                new AuditQuery(
                        "/hosts/7",
                        null,
                        null,
                        caller.accountId(),
                        "host.update",
                        Set.of(Phase.ATTEMPT),
                        "RECORD 17");
        assertThat(callers.runAs(Caller.system(), () -> service.list(query, null, 100)))
                .extracting(AuditRecord::detail)
                .containsExactlyInAnyOrder(
                        "record 17",
                        "record 170",
                        "record 171",
                        "record 172",
                        "record 173",
                        "record 174",
                        "record 175",
                        "record 176",
                        "record 177",
                        "record 178",
                        "record 179");
    }
}
