package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Isolation;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs what is inside, however he is called. */
class UserTest {

    private static List<Finding> judged(
            HostSystem system, UserFloor floor, Isolation isolation, @Nullable String user) {
        PolicyLevel level =
                new PolicyLevel(
                        Origin.tenant(Requests.TENANT, "Red"),
                        Policy.EMPTY.with(Rules.USER, floor));
        return Guardrail.judge(
                        Requests.config(config -> config.user(user))
                                .andThen(Requests.imageConfig(config -> config.user(user)))
                                .andThen(Requests.host(host -> host.isolation(isolation)))
                                .apply(Requests.good(system, Trust.TRUSTED)),
                        Policies.merge(level))
                .findings();
    }

    private static void assertAdministrator(HostSystem system, @Nullable String user) {
        assertThat(judged(system, UserFloor.NO_ADMINISTRATOR, Isolation.HYPERV, user))
                .extracting(Finding::rule)
                .containsExactly("user");
        assertThat(judged(system, UserFloor.ADMINISTRATOR_WITH_HYPERV, Isolation.PROCESS, user))
                .extracting(Finding::rule)
                .containsExactly("user");
        assertThat(judged(system, UserFloor.ADMINISTRATOR_WITH_HYPERV, Isolation.HYPERV, user))
                .isEmpty();
        assertThat(judged(system, UserFloor.ANY, Isolation.PROCESS, user)).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "ContainerAdministrator",
                "CONTAINERADMINISTRATOR",
                "User Manager\\ContainerAdministrator",
                "S-1-5-93-2-1",
                "s-1-5-93-2-1",
                "SYSTEM",
                "NT AUTHORITY\\SYSTEM",
                "AUTORITE NT\\Syst\u00e8me",
                "NT-AUTORIT\u00c4T\\SYSTEM",
                "S-1-5-18",
                "S-1-5-19",
                "S-1-5-32-544",
                "S-1-5-21-1004336348-1177238915-682003330-500",
                "Administrator",
                "Administrateur",
                "Administrador",
                "J\u00e4rjestelm\u00e4nvalvoja",
                "\u0410\u0434\u043c\u0438\u043d\u0438\u0441\u0442\u0440\u0430\u0442\u043e\u0440",
                "BUILTIN\\Administrators",
                "CORP\\Administrator",
                ".\\Administrator",
                "CORP\\ContainerUser",
                ".\\ContainerUser",
                "ContainerUser ",
                " ContainerUser",
                "ContainerUser\u0000",
                "Conta\u0131nerUser",
                "ContainerUser@corp",
                "S-1-5-93-2-2-1",
                "S-1-5-93-2-02",
                "somebody",
                "1000"
            })
    void onWindowsOnlyContainerUserIsNoAdministrator(@Nullable String user) {
        assertAdministrator(HostSystem.WINDOWS, user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ContainerUser",
                "containeruser",
                "User Manager\\ContainerUser",
                "S-1-5-93-2-2",
                "s-1-5-93-2-2"
            })
    void onWindowsContainerUserMayRun(String user) {
        assertThat(judged(HostSystem.WINDOWS, UserFloor.NO_ADMINISTRATOR, Isolation.HYPERV, user))
                .isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "0",
                "00",
                "0000000000",
                "+0",
                "-0",
                "0:1000",
                "0:0",
                "root",
                "root:wheel",
                "ROOT",
                "toor",
                "nobody",
                "1000:staff",
                "1000:",
                ":1000",
                "+1000",
                "0x0",
                "4294967295",
                "4294967296",
                "18446744073709551616",
                "\u0661",
                "1000 ",
                "1000\n"
            })
    void onLinuxOnlyANumberIsNoAdministrator(@Nullable String user) {
        assertAdministrator(HostSystem.LINUX, user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000", "1000:1000", "65534", "01000", "1000:0"})
    void onLinuxANumberMayRun(String user) {
        assertThat(judged(HostSystem.LINUX, UserFloor.NO_ADMINISTRATOR, Isolation.HYPERV, user))
                .isEmpty();
    }

    @Test
    void usersOwnWordOutweighsTheImages() {
        Workload asked =
                Requests.imageConfig(config -> config.user("ContainerUser"))
                        .andThen(Requests.config(config -> config.user("ContainerAdministrator")))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(Guardrail.judge(asked, Requests.policy(Trust.HOSTILE)).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.asked()).isEqualTo("ContainerAdministrator"));
    }

    @Test
    void imagesUserIsNamedWhereTheRequestNamesNone() {
        Workload asked =
                Requests.imageConfig(config -> config.user(null))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.HOSTILE));

        assertThat(Guardrail.judge(asked, Requests.policy(Trust.HOSTILE)).findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.asked())
                                .isEqualTo("what the image has (nobody: ContainerAdministrator)"));
    }
}
