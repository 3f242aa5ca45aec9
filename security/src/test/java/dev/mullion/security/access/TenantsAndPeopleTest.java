package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Resource;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.token.TokenService;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class TenantsAndPeopleTest extends AccessStory {

    @Autowired TokenService tokens;

    @Test
    void aTenantIsKeptAsItWasMade() {
        var made = tenant("red");

        assertThat(as(owner, () -> tenants.get(made.id()))).isEqualTo(made);
        assertThat(made.stages()).containsExactly(Stage.QA, Stage.PRODUCTION);
        assertThat(made.trust()).isEqualTo(Trust.RESTRICTED);
    }

    @Test
    void namesAreGivenOnce() {
        var red = tenant("red");
        var blue = tenant("blue");

        assertThatThrownBy(() ->
                        as(
                                owner,
                                () ->
                                        tenants.create(
                                                " " + red.name().toUpperCase(Locale.ROOT),
                                                Trust.TRUSTED,
                                                Set.of(Stage.QA))))
                .isInstanceOf(RefusedInputException.class);
        assertThatThrownBy(() ->
                        as(owner, () -> tenants.change(blue.id(), red.name(), Set.of(Stage.QA))))
                .isInstanceOf(RefusedInputException.class);
        assertThat(as(owner, () -> tenants.change(red.id(), red.name(), Set.of(Stage.QA))).stages())
                .containsExactly(Stage.QA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u202Eb", "line\nbreak", "\u0000"})
    void namesThatHideSomethingAreNotTaken(String name) {
        assertThatThrownBy(() ->
                        as(owner, () -> tenants.create(name, Trust.TRUSTED, Set.of(Stage.QA))))
                .isInstanceOf(RefusedInputException.class);
    }

    @Test
    void aNameThatIsTakenAgainBringsNoRightsBack() {
        var first = tenant("red");
        var viewer = member(first, ReadyRole.VIEWER);
        as(owner, () -> tenants.suspend(first.id()));
        as(owner, () -> tenants.remove(first.id()));

        var second = as(owner, () -> tenants.create(first.name(), Trust.TRUSTED, Set.of(Stage.QA)));

        assertThat(may(viewer, Permission.TENANT_READ, second.id())).isFalse();
        assertThat(book.snapshot().bindingsOf(id(viewer))).isEmpty();
        assertThatThrownBy(() -> as(owner, () -> tenants.get(first.id())))
                .isInstanceOf(NoSuchThingException.class);
    }

    @Test
    void onlyASuspendedTenantIsRemoved() {
        var tenant = tenant("red");

        assertThatThrownBy(() -> as(owner, () -> tenants.remove(tenant.id())))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("Suspend it first");
    }

    @Test
    void aSuspendedTenantsMembersAreStoppedAtOnceAndGoOnAfterwards() {
        var tenant = tenant("red");
        var operator = member(tenant, ReadyRole.OPERATOR);
        assertThat(may(operator, Permission.CONTAINER_START, tenant.id())).isTrue();

        as(owner, () -> tenants.suspend(tenant.id()));
        assertThat(may(operator, Permission.CONTAINER_START, tenant.id())).isFalse();
        assertThat(as(operator, () -> tenants.list())).isEmpty();
        assertThat(as(owner, () -> tenants.list()))
                .anyMatch(known -> known.id().equals(tenant.id()) && known.suspended());

        as(owner, () -> tenants.resume(tenant.id()));
        assertThat(may(operator, Permission.CONTAINER_START, tenant.id())).isTrue();
    }

    @Test
    void whoIsBoundAtAStageThatGoesIsBoundThereNoLonger() {
        var tenant = tenant("red");
        var boss = member(tenant, ReadyRole.TENANT_OWNER);
        var eve = somebody("eve");
        give(boss, eve, ReadyRole.VIEWER, tenant.id().at(Stage.QA));
        assertThatThrownBy(
                        () -> give(boss, eve, ReadyRole.VIEWER, tenant.id().at(Stage.DEVELOPMENT)))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("no such stage");

        as(boss, () -> tenants.change(tenant.id(), tenant.name(), Set.of(Stage.PRODUCTION)));
        as(boss, () -> tenants.change(tenant.id(), tenant.name(), Set.of(Stage.QA)));

        assertThat(may(eve, Permission.CONTAINER_READ, tenant.id().at(Stage.QA))).isFalse();
    }

    @Test
    void aTenantsOwnerDoesNotDecideHowFarItIsTrusted() {
        var tenant = tenant("red");
        var boss = member(tenant, ReadyRole.TENANT_OWNER);

        assertThatThrownBy(() -> as(boss, () -> tenants.trust(tenant.id(), Trust.TRUSTED)))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> as(boss, () -> tenants.suspend(tenant.id())))
                .isInstanceOf(RefusedException.class);
        assertThat(as(owner, () -> tenants.trust(tenant.id(), Trust.HOSTILE)).trust())
                .isEqualTo(Trust.HOSTILE);
    }

    @Test
    void aTenantThatNeverWasCannotBeTold() {
        assertThatThrownBy(() -> as(owner, () -> tenants.get(TenantId.random())))
                .isInstanceOf(NoSuchThingException.class);
    }

    @Test
    void aSuspendedAccountIsStoppedEverywhereAndItsTokensWithIt() {
        var eve = somebody("eve");
        give(owner, eve, ReadyRole.HOST_OPERATOR, AccessPath.PLATFORM);
        var token = as(eve, () -> tokens.create("x", Duration.ofDays(1)));

        as(owner, () -> people.suspend(id(eve)));
        assertThat(may(eve, Permission.HOST_READ, Resource.PLATFORM)).isFalse();
        assertThat(may(eve, Permission.ACCOUNT_SELF, Resource.PLATFORM)).isFalse();
        assertThat(tokens.caller(token.text(), null)).isEmpty();

        as(owner, () -> people.resume(id(eve)));
        assertThat(may(eve, Permission.HOST_READ, Resource.PLATFORM)).isTrue();
        assertThat(tokens.caller(token.text(), null)).isPresent();
    }

    @Test
    void nobodySuspendsWhoHasMoreRightsOrThemselves() {
        var administrator = somebody("administrator");
        give(owner, administrator, ReadyRole.PLATFORM_ADMINISTRATOR, AccessPath.PLATFORM);
        var eve = member(tenant("red"), ReadyRole.DEVELOPER);

        assertThatThrownBy(() -> as(administrator, () -> people.suspend(id(owner))))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> as(owner, () -> people.suspend(id(owner))))
                .isInstanceOf(RefusedInputException.class);
        assertThat(as(administrator, () -> people.suspend(id(eve))).suspendedAt()).isNotNull();
    }

    @Test
    void aServiceCallsWithTokensFromWhoMayAllThatItMay() {
        var service = as(owner, () -> people.createService("ci-" + UUID.randomUUID().toString()));
        var host = AccessPath.of("/hosts/" + UUID.randomUUID());
        as(owner, () -> access.bind(NewBinding.of(host, service.id(), ReadyRole.DEPLOYER.id())));
        var token = as(owner, () -> tokens.createFor(service.id(), "build", Duration.ofDays(1)));

        var caller = tokens.caller(token.text(), "10.0.0.9").orElseThrow();
        assertThat(may(caller, Permission.CONTAINER_CREATE, host)).isTrue();
        assertThatThrownBy(() -> as(caller, () -> tokens.create("x", Duration.ofDays(1))))
                .isInstanceOf(RefusedException.class);

        var officer = somebody("officer");
        give(owner, officer, ReadyRole.SECURITY_OFFICER, AccessPath.PLATFORM);
        assertThatThrownBy(() ->
                        as(officer, () -> tokens.createFor(service.id(), "x", Duration.ofDays(1))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("may do more than you");
        assertThatThrownBy(() ->
                        as(owner, () -> tokens.createFor(id(officer), "x", Duration.ofDays(1))))
                .isInstanceOf(NoSuchThingException.class);
    }

    @Test
    void whatChangesTenantsAndRightsIsOnRecord() {
        var tenant = tenant("red");
        var eve = somebody("eve");
        give(owner, eve, ReadyRole.TENANT_OWNER, tenant.id().accessPath());

        assertThat(audit.newest(1))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.action()).isEqualTo("member.write");
                    assertThat(record.accountName()).isEqualTo("owner");
                    assertThat(record.detail())
                            .isEqualTo(
                                    "Tenant Owner at %s for %s %s"
                                            .formatted(tenant.id().path(), eve.name(), id(eve)));
                });
        assertThat(audit.newest(20).toString()).doesNotContain(PASSWORD);
    }
}
