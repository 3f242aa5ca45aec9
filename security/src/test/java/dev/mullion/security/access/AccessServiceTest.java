package dev.mullion.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.Caller;
import dev.mullion.security.Decision;
import dev.mullion.security.Door;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Resource;
import dev.mullion.security.audit.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessServiceTest extends AccessStory {

    private final AccessPath host = AccessPath.of("/hosts/" + UUID.randomUUID());
    private final Resource container = Resource.at(host + "/containers/c0ffee");

    @Test
    void aRoleCountsFromTheNextDecisionAndIsGoneAtTheNextOneAfterItIsTaken() {
        var eve = somebody("eve");
        assertThat(may(eve, Permission.CONTAINER_START, container)).isFalse();

        var bound = give(owner, eve, ReadyRole.OPERATOR, host);
        assertThat(may(eve, Permission.CONTAINER_START, container)).isTrue();

        as(owner, () -> access.unbind(host, bound.binding().id()));
        assertThat(may(eve, Permission.CONTAINER_START, container)).isFalse();
    }

    @Test
    void whatIsOpenEndsWithinASecondOfTheRoleBeingTaken() throws Exception {
        var eve = somebody("eve");
        var bound = give(owner, eve, ReadyRole.VIEWER, host);
        var ended = new CompletableFuture<Decision>();
        var _ = authorizer.whileAllowed(eve, Permission.CONTAINER_LOGS, container, ended::complete);

        as(owner, () -> access.unbind(host, bound.binding().id()));
        long taken = System.nanoTime();

        assertThat(ended.get(10, TimeUnit.SECONDS).reason()).contains("no role");
        assertThat(Duration.ofNanos(System.nanoTime() - taken)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aRoleForATimeEndsByItself() {
        var eve = somebody("eve");
        var until = clock.instant().plus(Duration.ofHours(1));
        as(
                owner,
                () ->
                        access.bind(
                                new NewBinding(host, id(eve), ReadyRole.VIEWER.id(), null, until)));

        assertThat(may(eve, Permission.CONTAINER_LOGS, container)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(may(eve, Permission.CONTAINER_LOGS, container)).isFalse();
    }

    @Test
    void nobodyGivesThemselvesMore() {
        var officer = somebody("officer");
        give(owner, officer, ReadyRole.SECURITY_OFFICER, AccessPath.PLATFORM);

        for (var role : List.of(ReadyRole.PLATFORM_OWNER, ReadyRole.HOST_OPERATOR)) {
            assertThatThrownBy(() -> give(officer, officer, role, AccessPath.PLATFORM))
                    .as(role.title())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("don't hold there yourself");
        }
        assertThat(may(officer, Permission.HOST_ADD, Resource.PLATFORM)).isFalse();
    }

    @Test
    void aRefusedGiftIsOnRecordWithItsReason() {
        var tenant = tenant("red");
        var manager = member(tenant, ReadyRole.ENVIRONMENT_MANAGER);

        assertThatThrownBy(() ->
                        give(manager, manager, ReadyRole.TENANT_OWNER, tenant.id().accessPath()))
                .isInstanceOf(RefusedException.class);

        assertThat(audit.newest(1))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.phase()).isEqualTo(Phase.REFUSED);
                    assertThat(record.action()).isEqualTo("member.write");
                    assertThat(record.resource()).isEqualTo(tenant.id().path());
                    assertThat(record.detail()).contains("don't hold there yourself");
                });
    }

    @Test
    void theOwnerCannotEnterATenantAlone() {
        var tenant = tenant("red");
        var at = tenant.id().accessPath();

        assertThatThrownBy(() -> give(owner, owner, ReadyRole.TENANT_OWNER, at))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not to yourself");
        var crew = as(owner, () -> groups.create("crew " + UUID.randomUUID()));
        assertThatThrownBy(() ->
                        as(
                                owner,
                                () ->
                                        access.addMember(
                                                NewBinding.of(
                                                        at,
                                                        crew.id(),
                                                        ReadyRole.TENANT_OWNER.id()))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("people only");
        assertThat(may(owner, Permission.CONTAINER_LOGS, tenant.id())).isFalse();
    }

    @Test
    void onesOwnTenantIsNoWayIntoAnother() {
        var red = tenant("red");
        var blue = tenant("blue");
        var redOwner = member(red, ReadyRole.TENANT_OWNER);
        var blueOwner = member(blue, ReadyRole.TENANT_OWNER);
        var eve = somebody("eve");
        var bound = give(blueOwner, eve, ReadyRole.VIEWER, blue.id().accessPath());

        assertThatThrownBy(() -> give(redOwner, eve, ReadyRole.VIEWER, blue.id().accessPath()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> as(redOwner, () -> access.members(blue.id().accessPath())))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() ->
                        as(
                                redOwner,
                                () ->
                                        access.removeMember(
                                                blue.id().accessPath(), bound.binding().id())))
                .isInstanceOf(RefusedException.class);
        // another tenant's binding below one's own path
        assertThatThrownBy(() ->
                        as(
                                redOwner,
                                () ->
                                        access.removeMember(
                                                red.id().accessPath(), bound.binding().id())))
                .isInstanceOf(NoSuchThingException.class);
        assertThat(as(redOwner, () -> tenants.list())).containsExactly(red);
        assertThatThrownBy(() -> as(redOwner, () -> tenants.get(blue.id())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void theLastOwnerStays() {
        var binding =
                as(owner, () -> access.bindings()).stream()
                        .filter(bound -> bound.principal().id().equals(owner.accountId()))
                        .findFirst()
                        .orElseThrow()
                        .binding();

        assertThatThrownBy(() -> as(owner, () -> access.unbind(AccessPath.PLATFORM, binding.id())))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("last Platform Owner");
    }

    @Test
    void rolesAreBoundOnlyWhereTheyMakeSense() {
        var eve = somebody("eve");

        assertThatThrownBy(() -> give(owner, eve, ReadyRole.PLATFORM_OWNER, host))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("can't be bound at /hosts");
        assertThatThrownBy(() ->
                        give(
                                owner,
                                eve,
                                ReadyRole.TENANT_OWNER,
                                AccessPath.ofTenant(UUID.randomUUID())))
                .isInstanceOf(NoSuchThingException.class);
        give(owner, eve, ReadyRole.VIEWER, host);
        assertThatThrownBy(() -> give(owner, eve, ReadyRole.VIEWER, host))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("already");
    }

    @Test
    void aGroupsRolesAreGivenToWhoIsPutIntoIt() {
        var eve = somebody("eve");
        var crew = as(owner, () -> groups.create("crew " + UUID.randomUUID()));
        as(owner, () -> access.bind(NewBinding.of(host, crew.id(), ReadyRole.OPERATOR.id())));
        run(owner, () -> groups.add(crew.id(), id(eve)));

        assertThat(authorizer.decide(eve, Permission.CONTAINER_START, container).reason())
                .isEqualTo("Operator at " + host + " through group " + crew.name());
        run(owner, () -> groups.takeOut(crew.id(), id(eve)));
        assertThat(may(eve, Permission.CONTAINER_START, container)).isFalse();
    }

    @Test
    void nobodyPutsThemselvesIntoAMorePowerfulGroup() {
        var administrator = somebody("administrator");
        give(owner, administrator, ReadyRole.PLATFORM_ADMINISTRATOR, AccessPath.PLATFORM);
        var owners = as(owner, () -> groups.create("owners " + UUID.randomUUID()));
        as(
                owner,
                () ->
                        access.bind(
                                NewBinding.of(
                                        AccessPath.PLATFORM,
                                        owners.id(),
                                        ReadyRole.PLATFORM_OWNER.id())));

        assertThatThrownBy(
                        () -> run(administrator, () -> groups.add(owners.id(), id(administrator))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void growingARoleThatIsBoundIsGiving() {
        var officer = somebody("officer");
        give(owner, officer, ReadyRole.SECURITY_OFFICER, AccessPath.PLATFORM);
        var mine =
                as(
                        officer,
                        () ->
                                roles.create(
                                        "Reader " + UUID.randomUUID(),
                                        "",
                                        Set.of(Permission.HOST_READ)));
        as(officer, () -> access.bind(NewBinding.of(AccessPath.PLATFORM, id(officer), mine.id())));

        assertThatThrownBy(() ->
                        as(
                                officer,
                                () ->
                                        roles.change(
                                                mine.id(),
                                                mine.name(),
                                                "",
                                                Set.of(Permission.HOST_READ, Permission.HOST_ADD))))
                .isInstanceOf(RefusedException.class);
        assertThat(may(officer, Permission.HOST_ADD, Resource.PLATFORM)).isFalse();

        run(officer, () -> roles.remove(mine.id()));
        assertThat(book.snapshot().role(mine.id())).isEmpty();
    }

    @Test
    void theEffectiveRightsNameTheBindingThatGivesEach() {
        var tenant = tenant("red");
        var viewer = member(tenant, ReadyRole.VIEWER);
        var boss = member(tenant, ReadyRole.TENANT_OWNER);

        var rights = as(boss, () -> access.rights(tenant.id().accessPath(), id(viewer)));

        assertThat(rights).hasSize(Permission.values().length);
        assertThat(rights)
                .filteredOn(right -> right.permission() == Permission.CONTAINER_LOGS)
                .extracting(right -> right.decision().reason())
                .containsExactly("Viewer at " + tenant.id().path());
        assertThat(as(viewer, () -> access.ownRights(tenant.id()))).isEqualTo(rights);
        assertThatThrownBy(
                        () -> as(viewer, () -> access.rights(tenant.id().accessPath(), id(boss))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void ofAHundredWhoBindAtOnceAllAreBoundOnceAndCount() throws Exception {
        var crew = new ArrayList<Caller>();
        var group = as(owner, () -> groups.create("crowd " + UUID.randomUUID()));
        for (int i = 0; i < 100; i++) {
            crew.add(new Caller(group.id(), "host " + i, Door.PAGE, null));
        }
        var hosts = crew.stream().map(_ -> AccessPath.of("/hosts/" + UUID.randomUUID())).toList();
        long version = book.snapshot().version();
        List<Callable<BoundRole>> works = new ArrayList<>();
        for (var at : hosts) {
            works.add(() ->
                    as(
                            owner,
                            () ->
                                    access.bind(
                                            NewBinding.of(at, group.id(), ReadyRole.VIEWER.id()))));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(works)) {
                assertThat(done.get().inForce()).isTrue();
            }
        }

        assertThat(book.snapshot().bindingsOf(group.id()))
                .extracting(Binding::path)
                .containsExactlyInAnyOrderElementsOf(hosts);
        assertThat(book.snapshot().version()).isEqualTo(version + 100);
    }

    @Test
    void ofManyWhoGiveTheSameOneDoes() throws Exception {
        var eve = somebody("eve");
        Callable<Boolean> work =
                () -> {
                    try {
                        give(owner, eve, ReadyRole.VIEWER, host);
                        return true;
                    } catch (RefusedInputException late) {
                        return false;
                    }
                };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int given = 0;
            for (var done : threads.invokeAll(Collections.nCopies(10, work))) {
                given += done.get() ? 1 : 0;
            }
            assertThat(given).isEqualTo(1);
        }
    }

    private void run(Caller caller, Runnable work) {
        callers.<Boolean, RuntimeException>runAs(
                caller,
                () -> {
                    work.run();
                    return true;
                });
    }
}
