package dev.mullion.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizerTest {

    private static final UUID ADMINISTRATOR = UUID.randomUUID();

    private final Callers callers = new Callers();
    private final Authorizer authorizer =
            new Authorizer(
                    callers,
                    account ->
                            account.equals(ADMINISTRATOR)
                                    ? Optional.of(Role.PLATFORM_ADMINISTRATOR)
                                    : Optional.empty());

    @ParameterizedTest
    @EnumSource(Permission.class)
    void administratorMayDoEverything(Permission permission) {
        assertThat(
                        authorizer
                                .decide(caller(ADMINISTRATOR), permission, Resource.PLATFORM)
                                .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void anotherAccountMayDoNothing(Permission permission) {
        var decision =
                authorizer.decide(caller(UUID.randomUUID()), permission, Resource.at("/hosts/1"));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reason()).contains("no role");
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void nobodyMayDoNothing(Permission permission) {
        var nobody = Caller.anonymous(Door.API, "10.0.0.1");

        assertThat(authorizer.decide(nobody, permission, Resource.PLATFORM).allowed()).isFalse();
    }

    @Test
    void aThreadWithoutCallerIsNobody() {
        assertThat(callers.current().known()).isFalse();
        assertThatThrownBy(() -> authorizer.require(Permission.HOST_READ, Resource.PLATFORM))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("host.read")
                .hasMessageContaining("nobody is signed in");
    }

    @Test
    void workInAnothersNameEndsWithTheWork() {
        var seen = callers.runAs(caller(ADMINISTRATOR), callers::current);

        assertThat(seen.accountId()).isEqualTo(ADMINISTRATOR);
        assertThat(callers.current().known()).isFalse();
    }

    @Test
    void theInnermostNameCounts() {
        var other = UUID.randomUUID();

        var seen =
                callers.runAs(
                        caller(ADMINISTRATOR),
                        () -> callers.runAs(caller(other), callers::current));

        assertThat(seen.accountId()).isEqualTo(other);
    }

    @Test
    void nobodyCanPoseAsThePortalItself() {
        assertThatThrownBy(() -> new Caller(ADMINISTRATOR, "x", Door.SYSTEM, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Caller.anonymous(Door.SYSTEM, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathsThatCouldMeanTwoThingsAreNotTaken() {
        assertThatThrownBy(() -> Resource.at("hosts")).hasMessageContaining("hosts");
        assertThatThrownBy(() -> Resource.at("/hosts/")).hasMessageContaining("/hosts/");
    }

    private static Caller caller(UUID account) {
        return new Caller(account, "somebody", Door.PAGE, "10.0.0.1");
    }
}
