package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Permission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadyRolesTest {

    private static final Set<Permission> SHARED =
            Arrays.stream(Permission.values())
                    .filter(permission -> !permission.everyones())
                    .collect(Collectors.toSet());

    @Test
    void thereAreTwelveWithIdsThatNeverChange() {
        assertThat(ReadyRoles.all()).hasSize(12);
        assertThat(ReadyRole.PLATFORM_OWNER.id())
                .hasToString("00000000-0000-4000-8000-000000000001");
        assertThat(ReadyRole.VIEWER.id()).hasToString("00000000-0000-4000-8000-000000000012");
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void everyPermissionIsEitherOnesOwnOrInTheTable(Permission permission) {
        var holders =
                ReadyRoles.all().stream()
                        .filter(role -> role.reach(permission).isPresent())
                        .toList();

        assertThat(holders.isEmpty()).isEqualTo(permission.everyones());
    }

    @Test
    void theOwnerHasThemAll() {
        assertThat(ReadyRoles.of(ReadyRole.PLATFORM_OWNER).permissions().keySet())
                .isEqualTo(SHARED);
    }

    @Test
    void theAuditorAndTheViewerChangeNothing() {
        for (var role : EnumSet.of(ReadyRole.AUDITOR, ReadyRole.VIEWER)) {
            assertThat(ReadyRoles.of(role).permissions().keySet())
                    .as(role.title())
                    .noneMatch(Permission::changes);
        }
    }

    @Test
    void onlyWhoAnswersForThemHasRightsInsideOfTenantsOnWhatRunsThere() {
        var content =
                EnumSet.of(
                        Permission.CONTAINER_CREATE,
                        Permission.CONTAINER_START,
                        Permission.CONTAINER_REMOVE);

        for (var role :
                EnumSet.of(
                        ReadyRole.PLATFORM_OWNER,
                        ReadyRole.PLATFORM_ADMINISTRATOR,
                        ReadyRole.HOST_OPERATOR,
                        ReadyRole.SECURITY_OFFICER,
                        ReadyRole.AUDITOR,
                        ReadyRole.CATALOGUE_CURATOR)) {
            for (var permission : content) {
                assertThat(ReadyRoles.of(role).reach(permission))
                        .as(role.title() + " " + permission)
                        .isNotEqualTo(Optional.of(Reach.EVERYWHERE));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLATFORM_ADMINISTRATOR, host.enroll,       container.logs",
        "HOST_OPERATOR,          container.stop,    container.create",
        "SECURITY_OFFICER,       binding.write,     container.logs",
        "AUDITOR,                container.logs,    activity.cancel",
        "CATALOGUE_CURATOR,      image.tag,         container.list",
        "TENANT_OWNER,           member.write,      host.enroll",
        "ENVIRONMENT_MANAGER,    container.remove,  binding.write",
        "DEPLOYER,               container.create,  container.pause",
        "DEVELOPER,              container.start,   member.read",
        "OPERATOR,               container.restart, container.create",
        "VIEWER,                 container.logs,    container.start",
    })
    void eachRoleIsWhatItsNameSays(ReadyRole role, String may, String mayNot) {
        assertThat(ReadyRoles.of(role).reach(Permission.ofCode(may))).contains(Reach.EVERYWHERE);
        assertThat(ReadyRoles.of(role).reach(Permission.ofCode(mayNot))).isEmpty();
    }
}
