package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Permission;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DelegationTest {

    private static final String HOST = "/hosts/" + UUID.randomUUID();
    private static final String RED = "/tenants/" + UUID.randomUUID();
    private static final String BLUE = "/tenants/" + UUID.randomUUID();
    private static final String QA = RED + "/stages/qa";

    private final AccessWorld world = new AccessWorld();
    private final UUID ada = world.person("ada");
    private final UUID eve = world.person("eve");

    private static Role ready(ReadyRole role) {
        return ReadyRoles.of(role);
    }

    @Test
    void anOwnerGivesWhatTheyHold() {
        world.bind(ada, ReadyRole.TENANT_OWNER, RED);

        for (var role :
                new ReadyRole[] {
                    ReadyRole.TENANT_OWNER,
                    ReadyRole.ENVIRONMENT_MANAGER,
                    ReadyRole.DEPLOYER,
                    ReadyRole.DEVELOPER,
                    ReadyRole.OPERATOR,
                    ReadyRole.VIEWER
                }) {
            assertThat(world.objection(ada, ready(role), eve, RED)).as(role.title()).isEmpty();
        }
    }

    @Test
    void nobodyGivesMoreThanTheyHold() {
        world.bind(ada, ReadyRole.ENVIRONMENT_MANAGER, QA);

        assertThat(world.objection(ada, ready(ReadyRole.VIEWER), eve, QA)).isEmpty();
        assertThat(world.objection(ada, ready(ReadyRole.PLATFORM_OWNER), eve, "/"))
                .hasValueSatisfying(why -> assertThat(why).contains("don't hold"));
        assertThat(world.objection(ada, ready(ReadyRole.VIEWER), eve, RED)).isPresent();
        assertThat(world.objection(ada, ready(ReadyRole.VIEWER), eve, BLUE)).isPresent();
        assertThat(world.objection(ada, world.role("x", Permission.HOST_REMOVE), ada, QA))
                .hasValueSatisfying(why -> assertThat(why).contains("host.remove"));
    }

    @Test
    void thePlatformsOwnerAppointsATenantsOwnerButNotThemselves() {
        world.bind(ada, ReadyRole.PLATFORM_OWNER, "/");
        var owner = ready(ReadyRole.TENANT_OWNER);

        assertThat(world.objection(ada, owner, eve, RED)).isEmpty();
        assertThat(world.objection(ada, owner, ada, RED))
                .hasValueSatisfying(why -> assertThat(why).contains("not to yourself"));
    }

    @Test
    void nobodyAppointsThemselvesThroughAGroupOrAService() {
        var crew = world.group("crew");
        world.bind(ada, ReadyRole.PLATFORM_OWNER, "/");
        var owner = ready(ReadyRole.TENANT_OWNER);

        assertThat(world.objection(ada, owner, crew, RED))
                .hasValueSatisfying(why -> assertThat(why).contains("people only"));
        assertThat(world.objection(ada, owner, world.service("ci"), RED)).isPresent();
    }

    @Test
    void whatStopsAtTenantsIsNotHandedOnIntoThem() {
        world.bind(ada, ReadyRole.PLATFORM_OWNER, "/");
        var logs = world.role("Log reader", Permission.CONTAINER_LOGS);

        assertThat(world.objection(ada, logs, ada, HOST)).isEmpty();
        assertThat(world.objection(ada, logs, ada, "/hosts")).isEmpty();
        assertThat(world.objection(ada, logs, ada, "/")).isPresent();
        assertThat(world.objection(ada, logs, ada, RED)).isPresent();
        assertThat(world.objection(ada, ready(ReadyRole.VIEWER), eve, QA)).isPresent();
    }

    @Test
    void whatIsHeldOnOnesOwnOnlyIsNotHandedOnForEverything() {
        world.bind(ada, ReadyRole.DEVELOPER, QA);
        var remove = world.role("Remover", Permission.CONTAINER_REMOVE);

        assertThat(world.objection(ada, remove, eve, QA)).isPresent();
        assertThat(world.objection(ada, ready(ReadyRole.DEVELOPER), eve, QA)).isEmpty();
    }

    @Test
    void whatHasEndedIsNotHandedOn() {
        world.bind(ada, ReadyRole.TENANT_OWNER.id(), RED, null, AccessWorld.NOW);

        assertThat(world.objection(ada, ready(ReadyRole.VIEWER), eve, RED)).isPresent();
    }

    @Test
    void whatEndsIsNotHandedOnForLonger() {
        var end = AccessWorld.NOW.plusSeconds(3_600);
        world.bind(ada, ReadyRole.TENANT_OWNER.id(), RED, null, end);
        var manager = ready(ReadyRole.ENVIRONMENT_MANAGER);

        assertThat(world.objection(ada, manager, ada, RED))
                .hasValueSatisfying(why -> assertThat(why).contains("not for as long"));
        assertThat(world.objection(ada, manager, eve, RED, end.plusNanos(1))).isPresent();
        assertThat(world.objection(ada, manager, eve, RED, end)).isEmpty();
    }

    @Test
    void whoAppointsForATimeAppointsForThatTime() {
        var end = AccessWorld.NOW.plusSeconds(3_600);
        world.bind(ada, ReadyRole.PLATFORM_ADMINISTRATOR.id(), "/", null, end);
        var owner = ready(ReadyRole.TENANT_OWNER);

        assertThat(world.objection(ada, owner, eve, RED)).isPresent();
        assertThat(world.objection(ada, owner, eve, RED, end)).isEmpty();
    }
}
