package dev.mullion.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Caller;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Trust;
import dev.mullion.security.access.AccessStory;
import dev.mullion.security.access.ReadyRole;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.Phase;
import dev.mullion.security.guardrail.IsolationFloor;
import dev.mullion.security.guardrail.MergedPolicy.Effect;
import dev.mullion.security.guardrail.Most;
import dev.mullion.security.guardrail.Origin;
import dev.mullion.security.guardrail.PolicyFormatException;
import dev.mullion.security.guardrail.ReadyMade;
import dev.mullion.security.guardrail.Rules;
import dev.mullion.security.policy.PolicyPlace.OfStage;
import dev.mullion.security.policy.PolicyPlace.OfTenant;
import dev.mullion.security.policy.PolicyPlace.OfTrust;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class PolicyServiceTest extends AccessStory {

    private static final String HYPERV = "{\"rules\":{\"isolation\":\"hyperv\"}}";
    private static final String ANYTHING = "{\"rules\":{\"isolation\":\"any\"}}";

    @Autowired PolicyService policies;
    @Autowired PolicyBook policyBook;
    @Autowired JdbcClient jdbc;

    @AfterEach
    void asItCame() {
        jdbc.sql("delete from policy_document").update();
        jdbc.sql("update policy_version set version = version + 1").update();
    }

    @Test
    void whatNobodyWroteIsAsItComes() {
        for (var trust : Trust.values()) {
            var read = as(owner, () -> policies.read(new OfTrust(trust)));

            assertThat(read.policy()).isEqualTo(ReadyMade.usual(trust).policy());
            assertThat(read.version()).isEqualTo(WrittenPolicy.UNWRITTEN);
        }
    }

    @Test
    void whatIsWrittenIsReadAgainAndTakenBack() {
        var place = new OfTrust(Trust.TRUSTED);

        var written = write(owner, place, 0, HYPERV).now();
        var read = as(owner, () -> policies.read(place));
        assertThat(read).isEqualTo(written);
        assertThat(read.policy().value(Rules.ISOLATION)).isEqualTo(IsolationFloor.HYPERV);
        assertThat(read.writtenBy()).isEqualTo("owner");

        as(owner, () -> policies.reset(place, written.version()));
        assertThat(as(owner, () -> policies.read(place)).policy())
                .isEqualTo(ReadyMade.usual(Trust.TRUSTED).policy());
    }

    @Test
    void thePlatformsPolicyReplacesWhatIsUsualButNeverWhatIsBuiltIn() {
        write(owner, new OfTrust(Trust.HOSTILE), 0, ANYTHING);

        var merged = as(owner, () -> policies.merged(new OfTrust(Trust.HOSTILE)));

        assertThat(merged.rule(Rules.USER).value())
                .isEqualTo(ReadyMade.floor(Trust.HOSTILE).policy().value(Rules.USER));
        assertThat(merged.rule(Rules.ISOLATION).value()).isEqualTo(IsolationFloor.HYPERV);
        assertThat(merged.rule(Rules.ISOLATION).contributions())
                .filteredOn(said -> said.origin().level() == Origin.Level.PLATFORM)
                .singleElement()
                .extracting(said -> said.effect())
                .isEqualTo(Effect.WITHOUT_EFFECT);
    }

    @Test
    void everyLevelTightensAndSaysWhereItIs() {
        var tenant = tenant("red");
        write(owner, new OfTenant(tenant.id()), 0, "{\"rules\":{\"memoryBytes\":1000}}");
        write(
                owner,
                new OfStage(tenant.id(), Stage.QA),
                0,
                "{\"rules\":{\"memoryBytes\":2000,\"processes\":5}}");

        var merged = as(owner, () -> policies.merged(new OfStage(tenant.id(), Stage.QA)));

        var memory = merged.rule(Rules.MEMORY);
        assertThat(memory.value()).isEqualTo(new Most(1000));
        assertThat(memory.contributions())
                .extracting(said -> said.origin().path())
                .containsExactly(tenant.id().path(), tenant.id().at(Stage.QA).path());
        assertThat(memory.contributions().getLast().effect()).isEqualTo(Effect.WITHOUT_EFFECT);
        assertThat(merged.rule(Rules.PROCESSES).value()).isEqualTo(new Most(5));
        assertThat(
                        as(owner, () -> policies.merged(new OfTenant(tenant.id())))
                                .rule(Rules.PROCESSES)
                                .value())
                .isEqualTo(Most.ANY);
    }

    @Test
    void ofTwoEditorsTheSecondIsToldAndNothingIsLost() throws Exception {
        var place = new OfTrust(Trust.RESTRICTED);
        long version = write(owner, place, 0, HYPERV).now().version();

        assertThatThrownBy(() -> write(owner, place, 0, ANYTHING))
                .isInstanceOf(PolicyConflictException.class)
                .hasMessageContaining("owner");
        write(owner, place, version, ANYTHING);
        assertThatThrownBy(() -> as(owner, () -> policies.reset(place, version)))
                .isInstanceOf(PolicyConflictException.class);

        assertThat(as(owner, () -> policies.read(place)).policy().value(Rules.ISOLATION))
                .isEqualTo(IsolationFloor.ANY);
    }

    @Test
    void ofManyAtOnceOneWrites() throws Exception {
        var place = new OfTrust(Trust.TRUSTED);
        var together = new CyclicBarrier(8);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries =
                    IntStream.range(0, 8)
                            .mapToObj(_ ->
                                    threads.submit(() -> {
                                        together.await();
                                        try {
                                            write(owner, place, 0, HYPERV);
                                            return 1;
                                        } catch (PolicyConflictException e) {
                                            return 0;
                                        }
                                    }))
                            .toList();
            int wrote = 0;
            for (var attempt : tries) {
                wrote += attempt.get();
            }
            assertThat(wrote).isEqualTo(1);
        }
    }

    @Test
    void aPolicyThatIsNotUnderstoodIsNotTaken() {
        for (var document :
                Set.of(
                        "{\"rules\":{\"isolation\":\"hyperv\",\"isolation\":\"any\"}}",
                        "{\"rules\":{\"Isolation\":\"hyperv\"}}",
                        "{\"rules\":{\"foreign\":\"always\"}}",
                        "{\"rules\":{}, \"more\":1}")) {
            assertThatThrownBy(() -> write(owner, new OfTrust(Trust.TRUSTED), 0, document))
                    .isInstanceOf(PolicyFormatException.class);
        }
    }

    @Test
    void aChangeOfPolicyTrustOrStagesCountsAtOnce() {
        var tenant = tenant("red");
        assertThat(isolation(tenant)).isEqualTo(IsolationFloor.HYPERV_WHERE_OFFERED);

        write(owner, new OfStage(tenant.id(), Stage.QA), 0, HYPERV);
        assertThat(isolation(tenant)).isEqualTo(IsolationFloor.HYPERV);

        as(
                owner,
                () ->
                        policies.reset(
                                new OfStage(tenant.id(), Stage.QA),
                                policies.read(new OfStage(tenant.id(), Stage.QA)).version()));
        as(owner, () -> tenants.trust(tenant.id(), Trust.TRUSTED));
        assertThat(isolation(tenant)).isEqualTo(IsolationFloor.ANY);
        as(owner, () -> tenants.trust(tenant.id(), Trust.HOSTILE));
        assertThat(isolation(tenant)).isEqualTo(IsolationFloor.HYPERV);
    }

    @Test
    void aStoredPolicyThatIsNotUnderstoodStopsThoseItIsAboutUntilItIsWrittenAnew() {
        var tenant = tenant("red");
        var other = tenant("blue");
        var place = new OfTenant(tenant.id());
        long version = write(owner, place, 0, HYPERV).now().version();
        jdbc.sql("update policy_document set document = '{\"rules\":{\"ofTomorrow\":1}}'").update();
        jdbc.sql("update policy_version set version = version + 1").update();

        assertThatThrownBy(() -> isolation(tenant))
                .isInstanceOf(PolicyUnreadableException.class)
                .hasMessageContaining("version " + version);
        assertThat(isolation(other)).isNotNull();

        write(owner, place, version, ANYTHING);
        assertThat(isolation(tenant)).isNotNull();
    }

    @Test
    void thereIsNoPolicyOfWhatIsNotThere() {
        var tenant = tenant("red");

        for (var place :
                Set.of(
                        new OfTenant(TenantId.random()),
                        new OfStage(tenant.id(), Stage.DEVELOPMENT))) {
            assertThatThrownBy(() -> as(owner, () -> policies.read(place)))
                    .isInstanceOf(NoSuchThingException.class);
            assertThatThrownBy(() -> write(owner, place, 0, HYPERV))
                    .isInstanceOf(NoSuchThingException.class);
        }
    }

    @Test
    void aTenantsOwnerWritesInTheTenantOnlyAndItsMembersRead() {
        var tenant = tenant("red");
        var other = tenant("blue");
        var boss = member(tenant, ReadyRole.TENANT_OWNER);
        var viewer = member(tenant, ReadyRole.VIEWER);

        write(boss, new OfTenant(tenant.id()), 0, HYPERV);
        assertThat(as(viewer, () -> policies.merged(new OfStage(tenant.id(), Stage.QA))))
                .isNotNull();
        assertThatThrownBy(() -> write(viewer, new OfTenant(tenant.id()), 0, HYPERV))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> write(boss, new OfTrust(Trust.HOSTILE), 0, ANYTHING))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> write(boss, new OfTenant(other.id()), 0, HYPERV))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> as(viewer, () -> policies.read(new OfTenant(other.id()))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void theAuditTellsWhatWasSaidBeforeAndIsNow() {
        write(owner, new OfTrust(Trust.HOSTILE), 0, "{\"rules\":{\"processes\":7}}");

        assertThat(audit.newest(10))
                .filteredOn(record -> record.action().equals("policy.write"))
                .filteredOn(record -> record.phase() == Phase.SUCCEEDED)
                .first()
                .extracting(AuditRecord::detail)
                .asString()
                .contains("processes nothing -> 7", "user \"no-administrator\" -> nothing");
    }

    private PolicyChange write(Caller by, PolicyPlace place, long version, String document) {
        return as(by, () -> policies.write(place, version, document));
    }

    private IsolationFloor isolation(Tenant tenant) {
        var state = policyBook.now();
        var subject = state.subject(tenant.id().value()).orElseThrow();
        return Objects.requireNonNull(state.at(subject, Stage.QA).rule(Rules.ISOLATION).value());
    }
}
