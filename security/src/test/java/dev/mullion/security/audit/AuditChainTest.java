package dev.mullion.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.RefusedException;
import dev.mullion.security.TestClock;
import dev.mullion.security.TestPortal;
import dev.mullion.security.audit.AuditVerification.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = TestPortal.class)
class AuditChainTest {

    private static final int WRITTEN = 20;
    private static final Caller EVE = new Caller(UUID.randomUUID(), "eve", Door.API, "10.6.6.6");

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @Autowired AuditLog audit;
    @Autowired AuditService service;
    @Autowired AuditChain chain;
    @Autowired AuditTable table;
    @Autowired Callers callers;
    @Autowired JdbcClient jdbc;
    @Autowired TestClock clock;
    @Autowired PlatformTransactionManager transactions;

    @BeforeEach
    void twentyRecords() {
        jdbc.sql("delete from audit_record").update();
        table.moveHead(new AuditHead(0, ChainHash.NOTHING));
        for (int i = 1; i <= WRITTEN; i++) {
            clock.advance(Duration.ofSeconds(1));
            audit.event(
                    i % 2 == 0 ? Phase.SUCCEEDED : Phase.REFUSED,
                    i % 4 == 0 ? Caller.system() : EVE,
                    i % 5 == 0 ? "host.update" : "container.start",
                    i % 3 == 0 ? "/hosts/1/containers/" + i : "/hosts/12",
                    i == 7 ? "=cmd|' /C calc'!A0, \"quoted\"" : "detail " + i);
        }
    }

    @Test
    void whatNobodyTouchedIsIntact() {
        var verification = verify();

        assertThat(verification.findings()).isEmpty();
        assertThat(verification.intact()).isTrue();
        assertThat(verification.head().records()).isEqualTo(WRITTEN);
        assertThat(audit.newest(1).getFirst().hash()).isEqualTo(verification.head().hash());
    }

    @Test
    void aChangedRecordShows() {
        for (var change :
                List.of(
                        "detail = 'harmless'",
                        "detail = null",
                        "account_name = 'ada'",
                        "account_id = null",
                        "phase = 'SUCCEEDED'",
                        "resource = '/hosts/2'",
                        "action = 'host.read'",
                        "door = 'PAGE'",
                        "address = '127.0.0.1'",
                        "request_id = 'x'",
                        "call_id = random_uuid()",
                        "recorded_at = dateadd(microsecond, 1, recorded_at)")) {
            twentyRecords();
            tamper("update audit_record set " + change + " where chain_position = 7");

            assertThat(verify().findings())
                    .as(change)
                    .extracting(Finding::position)
                    .containsExactly(7L);
        }
    }

    @Test
    void aRecordThatIsChangedWithItsHashShowsAtTheNextOne() {
        tamper("update audit_record set detail = 'harmless' where chain_position = 7");
        var seventh = table.after(6, 1).getFirst();
        var sixth = table.after(5, 1).getFirst();
        jdbc.sql("update audit_record set chain_hash = :hash where chain_position = 7")
                .param("hash", ChainHash.of(sixth.hash(), 7, seventh))
                .update();

        assertThat(verify().findings()).extracting(Finding::position).containsExactly(8L);
    }

    @Test
    void textMovedFromOneFieldToItsNeighbourShows() {
        tamper(
                "update audit_record set account_name = 'ev', door = 'eAPI'"
                        + " where chain_position = 7");

        assertThat(verify().findings()).extracting(Finding::position).containsExactly(7L);
    }

    @Test
    void aRecordThatIsTakenOutShows() {
        tamper("delete from audit_record where chain_position = 7");

        assertThat(verify().findings())
                .contains(new Finding(7, "Record 7 is missing."))
                .extracting(Finding::position)
                .containsExactly(7L, 8L);
    }

    @Test
    void closingTheGapShowsToo() {
        tamper("delete from audit_record where chain_position = 7");
        for (int i = 8; i <= WRITTEN; i++) {
            tamper(
                    "update audit_record set chain_position = "
                            + (i - 1)
                            + " where chain_position = "
                            + i);
        }

        assertThat(verify().findings())
                .extracting(Finding::position)
                .startsWith(7L)
                .contains((long) WRITTEN);
    }

    @Test
    void aRecordThatIsPutInShows() {
        tamper(
                """
                insert into audit_record (call_id, recorded_at, phase, action, resource,
                    account_name, door)
                values (random_uuid(), current_timestamp, 'SUCCEEDED', 'x', '/', 'ada', 'PAGE')
                """);

        assertThat(verify().findings())
                .containsExactly(
                        new Finding(0, "1 records were put in without being in the chain."));
        // not even a restart takes it in
        chain.afterSingletonsInstantiated();
        assertThat(verify().intact()).isFalse();
    }

    @Test
    void recordsThatChangePlacesShow() {
        tamper("update audit_record set chain_position = 1000 where chain_position = 7");
        tamper("update audit_record set chain_position = 7 where chain_position = 8");
        tamper("update audit_record set chain_position = 8 where chain_position = 1000");

        assertThat(verify().findings()).extracting(Finding::position).contains(7L, 8L);
    }

    @Test
    void anEndThatIsCutOffShows() {
        tamper("delete from audit_record where chain_position > 15");

        assertThat(verify().findings())
                .extracting(Finding::what)
                .containsExactly(
                        "Records 16 to 20 are missing.",
                        "The last record is another one than the head says.");
    }

    @Test
    void anEndThatIsCutOffWithTheHeadShowsAgainstAHeadThatWasNoted() {
        var noted = verify().head();
        var fifteenth = table.after(14, 1).getFirst();
        tamper("delete from audit_record where chain_position > 15");
        table.moveHead(new AuditHead(15, fifteenth.hash()));

        assertThat(verify().intact()).isTrue();
        assertThat(callers.runAs(Caller.system(), () -> service.verify(noted)).findings())
                .extracting(Finding::what)
                .containsExactly(
                        "There were 20 records when the head was noted, and now there are 15.");
    }

    @Test
    void aChainThatIsWrittenAnewShowsAgainstAHeadThatWasNoted() {
        var noted = AuditHead.of(verify().head().toString());
        twentyRecords();

        assertThat(verify().intact()).isTrue();
        assertThat(callers.runAs(Caller.system(), () -> service.verify(noted)).findings())
                .extracting(Finding::position)
                .containsExactly((long) WRITTEN);
    }

    @Test
    void whatIsWrittenAfterAHeadWasNotedKeepsItTrue() {
        var noted = verify().head();
        audit.event(Phase.SUCCEEDED, EVE, "signout", "/", null);

        assertThat(callers.runAs(Caller.system(), () -> service.verify(noted)).intact()).isTrue();
    }

    @Test
    void recordsFromBeforeThereWasAChainAreTakenInOnce() {
        jdbc.sql("update audit_record set chain_position = null, chain_hash = null").update();
        table.moveHead(new AuditHead(0, ChainHash.NOTHING));
        jdbc.sql("update audit_head set older_chained = false").update();
        assertThat(verify().intact()).isFalse();

        chain.afterSingletonsInstantiated();

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().head().records()).isEqualTo(WRITTEN);
        assertThat(audit.newest(1).getFirst().detail()).isEqualTo("detail " + WRITTEN);
    }

    @Test
    void ofManyWhoWriteAtOnceAllAreInTheChain() throws Exception {
        List<Callable<UUID>> works = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            var detail = "parallel " + i;
            works.add(() -> audit.attempt(EVE, "container.start", "/hosts/1", detail));
        }
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var written : threads.invokeAll(works)) {
                assertThat(written.get()).isNotNull();
            }
        }
        System.out.printf(
                "500 parallel records of the audit: %,d ms%n",
                Duration.ofNanos(System.nanoTime() - begin).toMillis());

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().head().records()).isEqualTo(WRITTEN + 500);
    }

    @Test
    void aRecordStaysWhenTheWorkItIsAboutIsRolledBack() {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> {
                    audit.event(Phase.FAILED, EVE, "host.update", "/", "rolled back");
                    status.setRollbackOnly();
                });

        assertThat(audit.newest(1).getFirst().detail()).isEqualTo("rolled back");
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void whatCannotBeWrittenFailsAloneAndTheChainGoesOn() throws Exception {
        // an action that no column holds: the record before and after it are written all the same
        List<Callable<Boolean>> works = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var account = i == 20 ? "x".repeat(500) : "eve";
            works.add(() -> {
                try {
                    chain.add(
                            new AuditRecord(
                                    0,
                                    "",
                                    UUID.randomUUID(),
                                    clock.instant(),
                                    Phase.ATTEMPT,
                                    "x",
                                    "/",
                                    null,
                                    account,
                                    "API",
                                    null,
                                    null,
                                    null));
                    return true;
                } catch (RuntimeException tooLong) {
                    return false;
                }
            });
        }
        int written = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(works)) {
                written += done.get() ? 1 : 0;
            }
        }

        assertThat(written).isEqualTo(39);
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().head().records()).isEqualTo(WRITTEN + 39);
    }

    @Test
    void halfACharacterDoesNotGetIn() {
        audit.event(Phase.FAILED, EVE, "x", "/", "a\uD83Db\uDE00c");
        audit.event(Phase.FAILED, EVE, "x", "/", "x".repeat(498) + "\uD83D\uDE00tail");

        assertThat(audit.newest(2))
                .extracting(AuditRecord::detail)
                .containsExactly("x".repeat(498) + "…", "abc");
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void theAuditIsFilteredByWhereWhoWhenAndWhat() {
        assertThat(list(AuditQuery.at("/hosts/1"))).hasSize(6);
        assertThat(list(AuditQuery.at("/hosts/12"))).hasSize(14);
        var first = table.after(0, 1).getFirst();
        var third = table.after(2, 1).getFirst();
        assertThat(
                        list(
                                new AuditQuery(
                                        "/",
                                        first.recordedAt(),
                                        third.recordedAt(),
                                        null,
                                        null,
                                        Set.of(),
                                        null)))
                .hasSize(2);
        assertThat(
                        list(
                                new AuditQuery(
                                        "/",
                                        null,
                                        null,
                                        EVE.accountId(),
                                        "host.update",
                                        Set.of(Phase.REFUSED),
                                        "DETAIL 1")))
                .extracting(AuditRecord::position)
                .containsExactly(15L);
        var all = AuditQuery.everything();
        assertThat(callers.runAs(Caller.system(), () -> service.list(all, 11L, 3)))
                .extracting(AuditRecord::position)
                .containsExactly(10L, 9L, 8L);
    }

    @Test
    void theAuditIsTakenOutAsLinesOfJson() throws Exception {
        var lines = export(ExportFormat.JSON_LINES, AuditQuery.everything()).lines().toList();

        // with the record that it is being taken out
        assertThat(lines).hasSize(WRITTEN + 1);
        var seventh = JsonMapper.shared().readTree(lines.get(6));
        assertThat(seventh.path("position").asInt()).isEqualTo(7);
        assertThat(seventh.path("account").asString()).isEqualTo("eve");
        assertThat(seventh.path("detail").asString()).startsWith("=cmd|");
        assertThat(seventh.path("hash").asString()).hasSize(64);
        assertThat(audit.newest(2))
                .extracting(AuditRecord::action, AuditRecord::phase)
                .containsExactly(
                        tuple("audit.export", Phase.SUCCEEDED),
                        tuple("audit.export", Phase.ATTEMPT));
    }

    @Test
    void theAuditIsTakenOutAsATableWithoutFormulas() throws Exception {
        var rows = export(ExportFormat.CSV, AuditQuery.everything()).split("\r\n");

        assertThat(rows).hasSize(WRITTEN + 2);
        assertThat(rows[0]).startsWith("position,recordedAt,phase,action,resource,account,");
        assertThat(rows[7]).contains(",\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\",");
    }

    @Test
    void nobodyReadsItWithoutARight() {
        assertThatThrownBy(() ->
                        callers.runAs(EVE, () -> service.list(AuditQuery.everything(), null, 1)))
                .isInstanceOf(RefusedException.class);
    }

    private String export(ExportFormat format, AuditQuery query) throws IOException {
        var out = new ByteArrayOutputStream();
        callers.<Boolean, IOException>runAs(
                Caller.system(),
                () -> {
                    service.export(query, format, out);
                    return true;
                });
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<AuditRecord> list(AuditQuery query) {
        return callers.runAs(Caller.system(), () -> service.list(query, null, 100));
    }

    private AuditVerification verify() {
        return callers.runAs(Caller.system(), () -> service.verify(null));
    }

    private void tamper(String statement) {
        jdbc.sql(statement).update();
    }
}
