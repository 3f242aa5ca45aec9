package dev.mullion.security.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.access.AccessStory;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.QuotaPlace.OfTenant;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class QuotasTest extends AccessStory {

    private static final long GIB = 1L << 30;

    @Autowired Quotas quotas;
    @Autowired QuotaService service;
    @Autowired ClaimsOnHosts hosts;

    private final UUID host = UUID.randomUUID();
    private TenantId tenant;
    private OfTenant whole;
    private OfStage qa;
    private OfStage production;

    @BeforeEach
    void aTenant() {
        tenant = tenant("red").id();
        whole = new OfTenant(tenant);
        qa = new OfStage(tenant, Stage.QA);
        production = new OfStage(tenant, Stage.PRODUCTION);
    }

    @Test
    void withoutALimitAnythingGoes() {
        for (int i = 0; i < 20; i++) {
            quotas.reserve(
                    qa, host, new Demand(Share.all(64_000), Share.all(99 * GIB), true, true));
        }

        assertThat(use(whole).taken())
                .containsEntry(QuotaKind.RUNNING, 20L)
                .containsEntry(QuotaKind.HYPERV, 20L)
                .containsEntry(QuotaKind.MEMORY, 20 * 99 * GIB);
        assertThat(use(whole).withoutMemoryLimit()).isEqualTo(20);
    }

    @Test
    void theSentenceNamesTheQuotaWhatIsTakenWhatIsAskedAndWhoCanChangeIt() {
        limit(whole, Map.of(QuotaKind.MEMORY, 16 * GIB));
        quotas.reserve(qa, host, running(14 * GIB));

        assertThatThrownBy(() -> quotas.reserve(qa, host, running(4 * GIB)))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessage(
                        "the quota of the tenant is 16 GiB of memory, of which 14 GiB are taken,"
                                + " and this asks for 4 GiB more. Ask for less, or stop something"
                                + " else. Who can raise the quota of the tenant: Platform Owner,"
                                + " Platform Administrator.");
        assertThat(use(whole).of(QuotaKind.MEMORY)).isEqualTo(14 * GIB);
    }

    @Test
    void theStagesQuotaAndTheTenantsHoldBoth() {
        limit(whole, Map.of(QuotaKind.RUNNING, 3L));
        limit(qa, Map.of(QuotaKind.RUNNING, 2L));
        quotas.reserve(qa, host, running(GIB));
        quotas.reserve(qa, host, running(GIB));

        var stageFull = refused(qa, running(GIB));
        quotas.reserve(production, host, running(GIB));
        var tenantFull = refused(production, running(GIB));

        assertThat(stageFull.exceeded()).extracting(Forecast::place).containsExactly(qa);
        assertThat(stageFull).hasMessageContaining("Tenant Owner");
        assertThat(tenantFull.exceeded()).extracting(Forecast::place).containsExactly(whole);
    }

    @Test
    void withoutALimitOfItsOwnNothingComesIntoATenantWithAQuotaOfMemory() {
        limit(whole, Map.of(QuotaKind.MEMORY, 16 * GIB));
        var endless = new Demand(Share.upTo(500), Share.all(GIB), true, false);
        var endlessLater = new Demand(Share.upTo(500), Share.all(GIB), false, false);

        for (var demand : List.of(endless, endlessLater)) {
            assertThatThrownBy(() -> quotas.reserve(qa, host, demand))
                    .isInstanceOf(QuotaExceededException.class)
                    .hasMessage(
                            "the quota of the tenant is 16 GiB of memory, and this container has no"
                                    + " limit of memory. Give it a limit of memory.");
        }
    }

    @Test
    void whatIsOnlyDefinedTakesNeitherMemoryNorARunningPlace() {
        limit(
                whole,
                Map.of(
                        QuotaKind.MEMORY,
                        GIB,
                        QuotaKind.RUNNING,
                        0L,
                        QuotaKind.HYPERV,
                        0L,
                        QuotaKind.DEFINED,
                        1L));
        quotas.reserve(qa, host, new Demand(Share.upTo(1), Share.upTo(5 * GIB), false, true));

        assertThat(refused(qa, running(1)).exceeded())
                .extracting(Forecast::kind)
                .containsExactly(QuotaKind.RUNNING, QuotaKind.DEFINED);
    }

    @Test
    void theForecastSaysWhatWouldBeTakenAndReservesNothing() {
        limit(whole, Map.of(QuotaKind.MEMORY, 16 * GIB));
        limit(qa, Map.of(QuotaKind.RUNNING, 4L));
        quotas.reserve(qa, host, running(12 * GIB));

        var lines = as(owner, () -> service.after(qa, running(2 * GIB)));

        assertThat(lines).extracting(Forecast::words).containsExactly("14 GiB of 16 GiB", "2 of 4");
        assertThat(lines).allMatch(Forecast::fits);
        assertThat(use(whole).of(QuotaKind.MEMORY)).isEqualTo(12 * GIB);
    }

    @Test
    void whatIsReleasedIsFreeAgain() {
        limit(whole, Map.of(QuotaKind.DEFINED, 1L));
        var first = quotas.reserve(qa, host, running(1));
        refused(qa, running(1));

        quotas.release(first);
        quotas.reserve(qa, host, running(1));
        quotas.release(first);

        assertThat(use(whole).of(QuotaKind.DEFINED)).isEqualTo(1);
    }

    @Test
    void killedBeforeTheContainerIsMadeTheReservationLapses() {
        limit(whole, Map.of(QuotaKind.DEFINED, 1L));
        quotas.reserve(qa, host, running(1));
        clock.advance(Quotas.LONGEST_WORK.minus(Duration.ofMillis(1)));
        refused(qa, running(1));

        clock.advance(Duration.ofMillis(1));

        assertThat(use(whole).of(QuotaKind.DEFINED)).isZero();
        assertThat(hosts.reconcile(host, List.of(), Set.of())).isTrue();
        quotas.reserve(qa, host, running(1));
    }

    @Test
    void killedAfterTheContainerIsSomebodysItsHostBringsItInAndTheReservationLapses() {
        quotas.reserve(qa, host, running(GIB));
        hosts.reconcile(host, List.of(seen("a", qa, running(GIB))), Set.of());
        assertThat(use(qa).of(QuotaKind.DEFINED)).as("for a while counted twice").isEqualTo(2);

        clock.advance(Quotas.LONGEST_WORK);
        hosts.reconcile(host, List.of(seen("a", qa, running(GIB))), Set.of());

        assertThat(use(qa).of(QuotaKind.MEMORY)).isEqualTo(GIB);
        assertThat(use(qa).of(QuotaKind.DEFINED)).isEqualTo(1);
    }

    @Test
    void killedAfterItIsSettledNothingIsTakenOffBeforeItLapses() {
        var reservation = quotas.reserve(qa, host, running(GIB));
        quotas.settle(reservation, id("a"));
        var notStarted = seen("a", qa, stopped(GIB));

        hosts.reconcile(host, List.of(notStarted), Set.of());
        assertThat(use(qa).of(QuotaKind.RUNNING)).isEqualTo(1);
        hosts.reconcile(host, List.of(), Set.of());
        assertThat(use(qa).of(QuotaKind.DEFINED)).isEqualTo(1);

        clock.advance(Quotas.LONGEST_WORK);
        hosts.reconcile(host, List.of(notStarted), Set.of());
        assertThat(use(qa).of(QuotaKind.RUNNING)).isZero();
        assertThat(use(qa).of(QuotaKind.DEFINED)).isEqualTo(1);
        hosts.reconcile(host, List.of(), Set.of());
        assertThat(use(qa).of(QuotaKind.DEFINED)).isZero();
    }

    @Test
    void whatIsConfirmedFollowsItsHostSoonAfter() {
        var reservation = quotas.reserve(qa, host, running(GIB));
        quotas.settle(reservation, id("a"));
        quotas.confirm(reservation);
        var ended = List.of(seen("a", qa, stopped(GIB)));

        hosts.reconcile(host, ended, Set.of());
        assertThat(use(qa).of(QuotaKind.RUNNING)).isEqualTo(1);
        clock.advance(Quotas.NOT_SHOWN_YET);
        hosts.reconcile(host, ended, Set.of());

        assertThat(use(qa).of(QuotaKind.RUNNING)).isZero();
    }

    @Test
    void settlingTwiceOrAfterItLapsedCountsOnce() {
        var reservation = quotas.reserve(qa, host, running(GIB));
        hosts.reconcile(host, List.of(seen("a", qa, running(GIB))), Set.of());
        quotas.settle(reservation, id("a"));
        quotas.settle(reservation, id("a"));
        quotas.confirm(reservation);
        assertThat(use(qa).of(QuotaKind.DEFINED)).isEqualTo(1);

        var late = quotas.reserve(qa, host, running(GIB));
        clock.advance(Quotas.LONGEST_WORK);
        hosts.reconcile(host, List.of(seen("b", qa, running(GIB))), Set.of());
        quotas.settle(late, id("b"));
        quotas.confirm(late);
        assertThat(use(qa).of(QuotaKind.DEFINED)).isEqualTo(1);
    }

    @Test
    void aStartTakesWhatAStoppedContainerDidNot() {
        limit(whole, Map.of(QuotaKind.RUNNING, 1L, QuotaKind.DEFINED, 2L));
        hosts.reconcile(
                host, List.of(seen("a", qa, stopped(GIB)), seen("b", qa, stopped(GIB))), Set.of());

        var start = quotas.reserveStart(qa, host, id("a"), stopped(GIB));
        assertThatThrownBy(() -> quotas.reserveStart(qa, host, id("b"), stopped(GIB)))
                .isInstanceOf(QuotaExceededException.class);
        var again = quotas.reserveStart(qa, host, id("a"), stopped(GIB));
        quotas.release(again);
        assertThat(use(whole).of(QuotaKind.RUNNING))
                .as("nothing is given back that was not taken")
                .isEqualTo(1);

        quotas.release(start);
        quotas.confirm(quotas.reserveStart(qa, host, id("b"), stopped(GIB)));
        assertThat(use(whole).of(QuotaKind.RUNNING)).isEqualTo(1);
        assertThat(use(whole).of(QuotaKind.DEFINED)).isEqualTo(2);
    }

    @Test
    void anAdoptedContainerThatNobodyReckonedYetIsReckonedWhenItStarts() {
        limit(whole, Map.of(QuotaKind.DEFINED, 0L, QuotaKind.RUNNING, 1L));

        quotas.reserveStart(qa, host, id("a"), stopped(GIB));

        assertThat(use(whole).of(QuotaKind.DEFINED)).isEqualTo(1);
        assertThat(use(whole).of(QuotaKind.RUNNING)).isEqualTo(1);
    }

    @Test
    void whatWasStartedPastThePortalCountsEvenBeyondTheQuotaAndKeepsOthersOut() {
        limit(whole, Map.of(QuotaKind.RUNNING, 1L, QuotaKind.MEMORY, 8 * GIB));

        hosts.reconcile(
                host,
                List.of(
                        seen("a", qa, running(GIB)),
                        seen("b", qa, new Demand(Share.upTo(1), Share.all(64 * GIB), true, false))),
                Set.of());

        assertThat(use(whole).of(QuotaKind.RUNNING)).isEqualTo(2);
        assertThat(use(whole).of(QuotaKind.MEMORY)).isEqualTo(65 * GIB);
        assertThat(use(whole).withoutMemoryLimit()).isEqualTo(1);
        assertThat(refused(qa, running(1)).exceeded())
                .extracting(Forecast::kind)
                .containsExactly(QuotaKind.MEMORY, QuotaKind.RUNNING);
        quotas.reserve(qa, host, stopped(GIB));
    }

    @Test
    void whatAHostShowsReplacesWhatWasReckoned() {
        var reservation = quotas.reserve(qa, host, running(GIB));
        quotas.settle(reservation, id("a"));
        quotas.confirm(reservation);

        hosts.reconcile(host, List.of(seen("a", qa, running(3 * GIB))), Set.of());
        assertThat(use(qa).of(QuotaKind.MEMORY)).isEqualTo(3 * GIB);

        hosts.reconcile(host, List.of(seen("a", production, running(3 * GIB))), Set.of());
        assertThat(use(qa).of(QuotaKind.MEMORY)).isZero();
        assertThat(use(production).of(QuotaKind.MEMORY)).isEqualTo(3 * GIB);
    }

    @Test
    void ofWhatIsNotKnownWellEnoughWhatWasReckonedStays() {
        hosts.reconcile(host, List.of(seen("a", qa, running(GIB))), Set.of());

        assertThat(hosts.reconcile(host, List.of(), Set.of(id("a")))).isFalse();
        assertThat(use(qa).of(QuotaKind.MEMORY)).isEqualTo(GIB);
        assertThat(hosts.reconcile(host, List.of(), Set.of())).isTrue();
        assertThat(use(qa).of(QuotaKind.MEMORY)).isZero();
    }

    @Test
    void whatWasToldToGoIsTakenOffAsSoonAsItsHostShowsIt() {
        var reservation = quotas.reserve(qa, host, running(GIB));
        quotas.settle(reservation, id("a"));
        quotas.confirm(reservation);

        quotas.letGo(host, id("a"));
        hosts.reconcile(host, List.of(), Set.of());

        assertThat(use(qa)).isEqualTo(Use.NOTHING);
    }

    @Test
    void whatIsOnAnotherHostStaysAndAHostThatIsGoneTakesItsOwnAlong() {
        var other = UUID.randomUUID();
        hosts.reconcile(host, List.of(seen("a", qa, running(GIB))), Set.of());
        hosts.reconcile(other, List.of(seen("a", qa, running(GIB))), Set.of());
        assertThat(use(qa).of(QuotaKind.RUNNING)).isEqualTo(2);
        assertThat(hosts.hosts()).contains(host, other);

        hosts.forget(host);

        assertThat(use(qa).of(QuotaKind.RUNNING)).isEqualTo(1);
        assertThat(hosts.hosts()).contains(other).doesNotContain(host);
    }

    @Test
    void anotherTenantsTakingIsNoneOfOurs() {
        var other = new OfStage(tenant("blue").id(), Stage.QA);
        limit(whole, Map.of(QuotaKind.DEFINED, 1L));
        quotas.reserve(other, host, running(GIB));
        quotas.reserve(other, host, running(GIB));

        quotas.reserve(qa, host, running(GIB));

        assertThat(use(whole).of(QuotaKind.DEFINED)).isEqualTo(1);
    }

    @Test
    void aTenantThatIsGoneTakesItsQuotasAlongAndReservesNothing() {
        limit(whole, Map.of(QuotaKind.DEFINED, 5L));
        quotas.reserve(qa, host, running(GIB));
        as(owner, () -> tenants.suspend(tenant));
        as(owner, () -> tenants.remove(tenant));

        assertThatThrownBy(() -> quotas.reserve(qa, host, running(GIB)))
                .isInstanceOf(NoSuchThingException.class);
        assertThatThrownBy(() -> as(owner, () -> service.read(whole)))
                .isInstanceOf(NoSuchThingException.class);
    }

    @Test
    void hugeNumbersOverflowNothing() {
        limit(whole, Map.of(QuotaKind.MEMORY, Share.MOST));
        quotas.reserve(qa, host, running(Long.MAX_VALUE));

        assertThat(refused(qa, running(Long.MAX_VALUE)).exceeded()).hasSize(1);
        assertThat(use(whole).of(QuotaKind.MEMORY)).isEqualTo(Share.MOST);
    }

    private QuotaExceededException refused(OfStage at, Demand demand) {
        var refusal =
                catchThrowableOfType(
                        QuotaExceededException.class, () -> quotas.reserve(at, host, demand));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private Use use(QuotaPlace place) {
        return as(owner, () -> service.read(place)).use();
    }

    private void limit(QuotaPlace place, Map<QuotaKind, Long> most) {
        as(
                owner,
                () ->
                        switch (place) {
                            case OfTenant ofTenant -> service.write(ofTenant, new Limits(most));
                            case OfStage ofStage -> service.split(ofStage, new Limits(most));
                        });
    }

    private static Demand running(long memory) {
        return new Demand(Share.upTo(500), Share.upTo(memory), true, false);
    }

    private static Demand stopped(long memory) {
        return new Demand(Share.upTo(500), Share.upTo(memory), false, false);
    }

    private static SeenClaim seen(String name, OfStage at, Demand demand) {
        return new SeenClaim(id(name), at, demand);
    }

    private static String id(String name) {
        return name.repeat(64);
    }
}
