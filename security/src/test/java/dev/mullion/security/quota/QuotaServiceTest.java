package dev.mullion.security.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Caller;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.access.AccessStory;
import dev.mullion.security.access.ReadyRole;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.Phase;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.QuotaPlace.OfTenant;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class QuotaServiceTest extends AccessStory {

    @Autowired QuotaService quotas;

    private Tenant tenant;
    private OfTenant whole;
    private OfStage qa;

    @BeforeEach
    void aTenant() {
        tenant = tenant("red");
        whole = new OfTenant(tenant.id());
        qa = new OfStage(tenant.id(), Stage.QA);
    }

    @Test
    void whatIsWrittenIsReadAgainWithEveryStage() {
        var limits = new Limits(Map.of(QuotaKind.CPU, 4000L, QuotaKind.RUNNING, 3L));
        as(owner, () -> quotas.write(whole, limits));
        as(owner, () -> quotas.split(qa, new Limits(Map.of(QuotaKind.RUNNING, 1L))));

        var read = as(owner, () -> quotas.read(whole));

        assertThat(read.limits()).isEqualTo(limits);
        assertThat(read.use()).isEqualTo(Use.NOTHING);
        assertThat(read.stages())
                .extracting(QuotaReport::place)
                .containsExactly(qa, new OfStage(tenant.id(), Stage.PRODUCTION));
        assertThat(as(owner, () -> quotas.read(qa))).isEqualTo(read.stages().getFirst());

        as(owner, () -> quotas.write(whole, Limits.NONE));
        assertThat(as(owner, () -> quotas.read(whole)).limits()).isEqualTo(Limits.NONE);
        assertThat(as(owner, () -> quotas.read(qa)).limits().most()).hasSize(1);
    }

    @Test
    void theTenantsOwnerReadsItAndSplitsItAndCannotRaiseIt() {
        var admin = member(tenant, ReadyRole.TENANT_OWNER);

        as(admin, () -> quotas.split(qa, new Limits(Map.of(QuotaKind.DEFINED, 7L))));

        assertThat(as(admin, () -> quotas.read(whole)).stages().getFirst().limits().most())
                .containsEntry(QuotaKind.DEFINED, 7L);
        assertRefused(() -> as(admin, () -> quotas.write(whole, Limits.NONE)));
    }

    @Test
    void aViewerOnlyReadsAndAStrangerNotEvenThat() {
        var viewer = member(tenant, ReadyRole.VIEWER);
        Caller stranger = member(tenant("blue"), ReadyRole.TENANT_OWNER);

        assertThat(as(viewer, () -> quotas.read(qa)).limits()).isEqualTo(Limits.NONE);
        assertRefused(() -> as(viewer, () -> quotas.split(qa, Limits.NONE)));
        assertRefused(() -> as(stranger, () -> quotas.read(whole)));
        assertRefused(() -> as(stranger, () -> quotas.split(qa, Limits.NONE)));
    }

    @Test
    void theAuditSaysWhatItWasAndWhatItIs() {
        as(owner, () -> quotas.write(whole, new Limits(Map.of(QuotaKind.MEMORY, 1L << 30))));
        as(
                owner,
                () ->
                        quotas.write(
                                whole,
                                new Limits(
                                        Map.of(QuotaKind.MEMORY, 3L << 29, QuotaKind.HYPERV, 2L))));

        assertThat(audit.newest(20))
                .filteredOn(record -> record.action().equals("quota.write"))
                .filteredOn(record -> record.phase() == Phase.SUCCEEDED)
                .filteredOn(record -> record.resource().equals(tenant.id().path()))
                .extracting(AuditRecord::detail)
                .containsExactly(
                        "memory 1 GiB -> memory 1.5 GiB, running Hyper-V containers 2",
                        "no limits -> memory 1 GiB");
    }

    @Test
    void aLimitThatCannotBeIsRefusedByItsName() {
        assertThatThrownBy(() -> new Limits(Map.of(QuotaKind.MEMORY, -1L)))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("between 0 and 256 TiB")
                .extracting(e -> ((RefusedInputException) e).field())
                .isEqualTo("memoryBytes");
        assertThatThrownBy(() -> new Limits(Map.of(QuotaKind.CPU, Long.MAX_VALUE)))
                .isInstanceOf(RefusedInputException.class);
    }

    @Test
    void aStageThatTheTenantHasNotHasNoQuota() {
        var development = new OfStage(tenant.id(), Stage.DEVELOPMENT);

        assertThatThrownBy(() -> as(owner, () -> quotas.read(development)))
                .isInstanceOf(NoSuchThingException.class);
        assertThatThrownBy(() -> as(owner, () -> quotas.split(development, Limits.NONE)))
                .isInstanceOf(NoSuchThingException.class);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RefusedException.class);
    }
}
