package dev.mullion.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizerTest {

    private static final UUID ADA = UUID.randomUUID();

    private final Callers callers = new Callers();
    private final Set<UUID> allowed = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final Authorizer authorizer =
            new Authorizer(
                    callers,
                    (account, permission, resource) ->
                            allowed.contains(account)
                                    ? Decision.allow("a test says so")
                                    : Decision.refuse("no role held there grants it"),
                    resource -> resource,
                    watch);

    @BeforeEach
    void adaMayDoEverything() {
        allowed.add(ADA);
    }

    @AfterEach
    void stopWatching() {
        watch.shutdownNow();
    }

    @Test
    void theRightsDecideForAccounts() {
        assertThat(decide(ADA).allowed()).isTrue();
        assertThat(decide(UUID.randomUUID()).allowed()).isFalse();
        assertThat(
                        authorizer
                                .decide(Caller.system(), Permission.HOST_ADD, Resource.PLATFORM)
                                .allowed())
                .isTrue();
    }

    @Test
    void whatGoesOnIsToldToEndWithinASecondOfLosingTheRight() throws Exception {
        var ended = new CompletableFuture<Decision>();
        var _ =
                authorizer.whileAllowed(
                        caller(ADA),
                        Permission.CONTAINER_LOGS,
                        Resource.at("/hosts/1"),
                        ended::complete);

        long before = System.nanoTime();
        allowed.remove(ADA);

        assertThat(ended.get(10, TimeUnit.SECONDS).reason()).contains("no role");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatHasEndedByItselfIsToldNothing() throws Exception {
        var told = new AtomicInteger();
        var other = new CompletableFuture<Decision>();
        authorizer
                .whileAllowed(
                        caller(ADA),
                        Permission.CONTAINER_LOGS,
                        Resource.PLATFORM,
                        refusal -> told.incrementAndGet())
                .close();
        var _ =
                authorizer.whileAllowed(
                        caller(ADA), Permission.CONTAINER_LOGS, Resource.PLATFORM, other::complete);

        allowed.remove(ADA);
        other.get(10, TimeUnit.SECONDS);

        assertThat(told).hasValue(0);
    }

    @Test
    void whoMayNotCannotEvenBegin() {
        assertThatThrownBy(() ->
                        authorizer.whileAllowed(
                                caller(UUID.randomUUID()),
                                Permission.CONTAINER_LOGS,
                                Resource.PLATFORM,
                                refusal -> {}))
                .isInstanceOf(RefusedException.class);
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
        var seen = callers.runAs(caller(ADA), callers::current);

        assertThat(seen.accountId()).isEqualTo(ADA);
        assertThat(callers.current().known()).isFalse();
    }

    @Test
    void theInnermostNameCounts() {
        var other = UUID.randomUUID();

        var seen = callers.runAs(caller(ADA), () -> callers.runAs(caller(other), callers::current));

        assertThat(seen.accountId()).isEqualTo(other);
    }

    @Test
    void nobodyCanPoseAsThePortalItself() {
        assertThatThrownBy(() -> new Caller(ADA, "x", Door.SYSTEM, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Caller.anonymous(Door.SYSTEM, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathsThatCouldMeanTwoThingsAreNotTaken() {
        assertThatThrownBy(() -> Resource.at("hosts")).hasMessageContaining("hosts");
        assertThatThrownBy(() -> Resource.at("/hosts/")).hasMessageContaining("/hosts/");
        assertThatThrownBy(() -> Resource.at("/hosts//x")).hasMessageContaining("/hosts//x");
    }

    private Decision decide(UUID account) {
        return authorizer.decide(caller(account), Permission.HOST_ADD, Resource.at("/hosts/1"));
    }

    private static Caller caller(UUID account) {
        return new Caller(account, "somebody", Door.PAGE, "10.0.0.1");
    }
}
