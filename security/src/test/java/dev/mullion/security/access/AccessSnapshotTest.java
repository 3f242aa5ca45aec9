package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Decision;
import dev.mullion.security.Owned;
import dev.mullion.security.Permission;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSnapshotTest {

    private static final String HOST = "/hosts/" + UUID.randomUUID();
    private static final String CONTAINER = HOST + "/containers/c0ffee";
    private static final String RED = "/tenants/" + UUID.randomUUID();
    private static final String BLUE = "/tenants/" + UUID.randomUUID();
    private static final String QA = RED + "/stages/qa";

    private final AccessWorld world = new AccessWorld();
    private final UUID ada = world.person("ada");

    @Test
    void withoutARoleNothingIsAllowedButOnesOwnAccount() {
        assertThat(world.decide(ada, Permission.HOST_READ, HOST).reason()).contains("no role");
        assertThat(world.may(ada, Permission.TOKEN_CREATE, "/")).isTrue();
        assertThat(world.may(world.service("ci"), Permission.TOKEN_CREATE, "/")).isFalse();
        assertThat(world.may(UUID.randomUUID(), Permission.ACCOUNT_SELF, "/")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void theOwnerMayDoEverythingThatBelongsToNoTenant(Permission permission) {
        world.bind(ada, ReadyRole.PLATFORM_OWNER, "/");

        assertThat(world.decide(ada, permission, CONTAINER))
                .returns(true, decision -> decision.allowed());
    }

    @Test
    void theOwnerDoesNotWorkInWhatTenantsRun() {
        world.bind(ada, ReadyRole.PLATFORM_OWNER, "/");

        assertThat(world.may(ada, Permission.CONTAINER_READ, QA + "/containers/1")).isTrue();
        assertThat(world.may(ada, Permission.CONTAINER_LOGS, QA + "/containers/1")).isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_START, QA + "/containers/1")).isFalse();
    }

    @Test
    void aRoleReachesWhatLiesBelowItsPathAndNothingElse() {
        world.bind(ada, ReadyRole.OPERATOR, QA);

        assertThat(world.may(ada, Permission.CONTAINER_START, QA)).isTrue();
        assertThat(world.may(ada, Permission.CONTAINER_START, QA + "/containers/1")).isTrue();
        assertThat(world.may(ada, Permission.CONTAINER_START, QA + "x")).isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_START, RED)).isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_START, RED + "/stages/production"))
                .isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_START, BLUE + "/stages/qa")).isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_START, "/")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/TENANTS/", "/tenants/../tenants/", "/tenant/", "/tenants/%2e/"})
    void anotherSpellingIsAnotherPath(String prefix) {
        world.bind(ada, ReadyRole.VIEWER, RED);

        assertThat(world.may(ada, Permission.CONTAINER_READ, RED.replace("/tenants/", prefix)))
                .isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_READ, RED.toUpperCase(Locale.ROOT)))
                .isFalse();
    }

    @Test
    void theDecisionSaysByWhichBindingAndThroughWhom() {
        var testers = world.group("testers");
        var eve = world.person("eve", testers);
        var binding = world.bind(testers, ReadyRole.VIEWER, QA);

        var decision = world.decide(eve, Permission.CONTAINER_LOGS, QA);

        assertThat(decision.reason()).isEqualTo("Viewer at " + QA + " through group testers");
        assertThat(decision.grant())
                .isEqualTo(new Decision.Grant(binding.id(), "Viewer", QA, "testers", null));
    }

    @Test
    void theRefusalSaysWhoCouldGiveTheRight() {
        assertThat(world.decide(ada, Permission.CONTAINER_LOGS, QA).grantableBy())
                .containsExactly(
                        "Platform Owner",
                        "Platform Administrator",
                        "Security Officer",
                        "Tenant Owner",
                        "Environment Manager");
        assertThat(world.decide(ada, Permission.HOST_ADD, "/").grantableBy())
                .containsExactly("Platform Owner");
    }

    @Test
    void rightsAddUp() {
        world.bind(ada, ReadyRole.VIEWER, RED);
        world.bind(ada, ReadyRole.DEPLOYER, QA);

        assertThat(world.may(ada, Permission.CONTAINER_CREATE, QA)).isTrue();
        assertThat(world.may(ada, Permission.CONTAINER_CREATE, RED + "/stages/production"))
                .isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_READ, RED + "/stages/production")).isTrue();
    }

    @Test
    void aBindingCountsFromItsBeginUntilItsEnd() {
        var now = AccessWorld.NOW;
        var role = ReadyRole.VIEWER.id();
        world.bind(ada, role, RED, now, now.plusSeconds(1));
        var early = world.person("early");
        world.bind(early, role, RED, now.plusNanos(1), null);
        var late = world.person("late");
        world.bind(late, role, RED, now.minus(Duration.ofDays(1)), now);

        assertThat(world.may(ada, Permission.CONTAINER_READ, RED)).isTrue();
        assertThat(world.decide(early, Permission.CONTAINER_READ, RED).reason())
                .contains("Viewer")
                .contains("counts from");
        assertThat(world.decide(late, Permission.CONTAINER_READ, RED).reason())
                .contains("ended at 2030-06-01T12:00:00Z");
    }

    @Test
    void aSuspendedAccountMayNothing() {
        var eve = world.suspended("eve");
        world.bind(eve, ReadyRole.PLATFORM_OWNER, "/");

        assertThat(world.decide(eve, Permission.HOST_READ, "/").reason()).contains("suspended");
        assertThat(world.may(eve, Permission.ACCOUNT_SELF, "/")).isFalse();
    }

    @Test
    void aSuspendedTenantStopsItsMembersAndNobodyElse() {
        var owner = world.person("owner");
        world.bind(owner, ReadyRole.PLATFORM_OWNER, "/");
        world.bind(ada, ReadyRole.TENANT_OWNER, RED);
        world.bind(ada, ReadyRole.VIEWER, BLUE);
        world.suspendTenant(RED);

        assertThat(world.decide(ada, Permission.CONTAINER_READ, QA).reason())
                .isEqualTo("the tenant is suspended");
        assertThat(world.may(ada, Permission.CONTAINER_READ, BLUE)).isTrue();
        assertThat(world.may(owner, Permission.CONTAINER_READ, QA)).isTrue();
    }

    @Test
    void aDeveloperHandlesTheirOwnOnly() {
        world.bind(ada, ReadyRole.DEVELOPER, QA);

        assertThat(world.decide(ada, Permission.CONTAINER_REMOVE, new Made(QA, ada)).allowed())
                .isTrue();
        assertThat(
                        world.decide(
                                        ada,
                                        Permission.CONTAINER_REMOVE,
                                        new Made(QA, UUID.randomUUID()))
                                .allowed())
                .isFalse();
        assertThat(world.may(ada, Permission.CONTAINER_REMOVE, QA + "/containers/1")).isFalse();
    }

    private record Made(String path, UUID owner) implements Owned {}

    @Test
    void aCustomRoleGrantsWhatItNames() {
        var logs = world.role("Log reader", Permission.CONTAINER_LOGS);
        world.bind(ada, logs.id(), HOST, null, null);

        assertThat(world.may(ada, Permission.CONTAINER_LOGS, CONTAINER)).isTrue();
        assertThat(world.may(ada, Permission.CONTAINER_READ, CONTAINER)).isFalse();
    }

    @Test
    void aBindingOfARoleThatIsGoneCountsForNothing() {
        world.bind(ada, UUID.randomUUID(), "/", null, null);

        assertThat(world.may(ada, Permission.HOST_READ, "/")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hosts",
                "/hosts/",
                "/hosts/web-1",
                "/hosts/1-1-1-1-1",
                "/hosts/AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE",
                "/tenants",
                "/tenants/x/stages/qa",
                "/tenants/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/stages",
                "/tenants/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/stages/",
                "/tenants/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/stages/..",
                "/tenants/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/stages/qa/containers/1",
                "/hosts/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/stages/qa"
            })
    void rolesAreBoundOnlyAtPathsWithOneSpelling(String path) {
        assertThatThrownBy(() -> AccessPath.of(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No role can be bound at");
    }
}
