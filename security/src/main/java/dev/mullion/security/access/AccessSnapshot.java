package dev.mullion.security.access;

import dev.mullion.security.Decision;
import dev.mullion.security.Owned;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is bound to which roles where, at one moment: never changes, so that a decision is never made
 * of two states. Rights add up; nothing takes one away but a suspension, of the account or, for
 * what is bound inside of it, of the tenant.
 */
public final class AccessSnapshot {

    private final long version;
    private final Map<UUID, Role> roles;
    private final Map<UUID, Principal> principals;
    private final Map<UUID, List<Binding>> bindings;
    private final Map<UUID, KnownTenant> tenants;

    private AccessSnapshot(
            long version,
            Map<UUID, Role> roles,
            Map<UUID, Principal> principals,
            Map<UUID, List<Binding>> bindings,
            Map<UUID, KnownTenant> tenants) {
        this.version = version;
        this.roles = roles;
        this.principals = principals;
        this.bindings = bindings;
        this.tenants = tenants;
    }

    /**
     * Puts a snapshot together; the ready-made roles are in it always.
     *
     * @param version grows with every change
     * @param custom the roles that people made up
     * @param bindings of principals and roles; one whose principal or role is unknown counts for
     *     nothing
     */
    public static AccessSnapshot of(
            long version,
            Collection<Role> custom,
            Collection<Principal> principals,
            Collection<Binding> bindings,
            Collection<KnownTenant> tenants) {
        var roles =
                Stream.concat(ReadyRoles.all().stream(), custom.stream())
                        .collect(Collectors.toUnmodifiableMap(Role::id, Function.identity()));
        var known =
                principals.stream()
                        .collect(Collectors.toUnmodifiableMap(Principal::id, Function.identity()));
        var byPrincipal = new HashMap<UUID, List<Binding>>();
        for (var binding : bindings) {
            if (known.containsKey(binding.principal()) && roles.containsKey(binding.role())) {
                byPrincipal
                        .computeIfAbsent(binding.principal(), id -> new ArrayList<>())
                        .add(binding);
            }
        }
        byPrincipal.replaceAll((id, list) -> List.copyOf(list));
        return new AccessSnapshot(
                version,
                roles,
                known,
                Map.copyOf(byPrincipal),
                tenants.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        KnownTenant::id, Function.identity())));
    }

    /** Grows with every change of who may what. */
    public long version() {
        return version;
    }

    /** The answer, and what it rests on. */
    public Decision decide(UUID account, Permission permission, Resource resource, Instant now) {
        var caller = principals.get(account);
        if (caller == null) {
            return Decision.refuse("there is no such account");
        }
        if (caller.suspended()) {
            return Decision.refuse("the account is suspended");
        }
        if (permission.everyones()) {
            return caller.kind() == PrincipalKind.PERSON
                    ? Decision.allow("everybody who signs in may")
                    : Decision.refuse("only a person may");
        }
        for (var holding : holdings(caller)) {
            if (holding.reaches(permission, resource, account)
                    && holding.binding().validAt(now)
                    && !suspended(holding.binding().path())) {
                return Decision.allow(holding.grant());
            }
        }
        return Decision.refuse(
                whyNot(caller, permission, resource, now),
                grantors(permission, AccessPath.insideTenants(resource.path())));
    }

    /** Whether there is a place where an account may, as far as it is now in force. */
    boolean anywhere(UUID account, Permission permission, Instant now) {
        return permission.everyones()
                ? decide(account, permission, Resource.PLATFORM, now).allowed()
                : inForce(account, now).stream()
                        .anyMatch(holding -> holding.role().reach(permission).isPresent());
    }

    /**
     * What a principal is bound to, itself and through its groups, as far as it is now in force.
     */
    public List<Holding> inForce(UUID principal, Instant now) {
        var known = principals.get(principal);
        if (known == null || known.suspended()) {
            return List.of();
        }
        return holdings(known).stream()
                .filter(holding -> holding.binding().validAt(now))
                .filter(holding -> !suspended(holding.binding().path()))
                .toList();
    }

    /** What is bound to a principal, itself and through its groups, whether in force or not. */
    List<Holding> bindingsWithGroups(UUID principal) {
        return principal(principal).map(this::holdings).orElse(List.of());
    }

    /** What is bound to a principal itself, whether in force or not. */
    public List<Binding> bindingsOf(UUID principal) {
        return bindings.getOrDefault(principal, List.of());
    }

    /** All bindings. */
    public Stream<Binding> bindings() {
        return bindings.values().stream().flatMap(List::stream);
    }

    /** A role by its id. */
    public Optional<Role> role(UUID id) {
        return Optional.ofNullable(roles.get(id));
    }

    /** All roles, ready-made and custom, in no order. */
    public Collection<Role> roles() {
        return roles.values();
    }

    /** An account or group by its id. */
    public Optional<Principal> principal(UUID id) {
        return Optional.ofNullable(principals.get(id));
    }

    /** All accounts and groups, in no order. */
    public Collection<Principal> principals() {
        return principals.values();
    }

    /** A tenant by its id. */
    public Optional<KnownTenant> tenant(UUID id) {
        return Optional.ofNullable(tenants.get(id));
    }

    /**
     * A binding as its holder has it.
     *
     * @param group the group it is through, null if it is bound to the account itself
     */
    public record Holding(Binding binding, Role role, @Nullable Principal group) {

        /** The binding in words. */
        public Decision.Grant grant() {
            return new Decision.Grant(
                    binding.id(),
                    role.name(),
                    binding.path().path(),
                    group == null ? null : group.name(),
                    binding.until());
        }

        private boolean reaches(Permission permission, Resource resource, UUID account) {
            var reach = role.permissions().get(permission);
            return reach != null
                    && binding.path().covers(resource.path())
                    && switch (reach) {
                        case EVERYWHERE -> true;
                        case OUTSIDE_TENANTS -> !AccessPath.insideTenants(resource.path());
                        case OWN ->
                                resource instanceof Owned owned && owned.owner().equals(account);
                    };
        }
    }

    private List<Holding> holdings(Principal principal) {
        var mine = new ArrayList<Holding>();
        add(mine, principal.id(), null);
        for (var id : principal.groups()) {
            var group = principals.get(id);
            if (group != null && !group.suspended()) {
                add(mine, id, group);
            }
        }
        return mine;
    }

    private void add(List<Holding> holdings, UUID principal, @Nullable Principal group) {
        for (var binding : bindings.getOrDefault(principal, List.of())) {
            var role = roles.get(binding.role());
            if (role != null) {
                holdings.add(new Holding(binding, role, group));
            }
        }
    }

    private boolean suspended(AccessPath path) {
        return path.tenant().flatMap(this::tenant).filter(KnownTenant::suspended).isPresent();
    }

    private String whyNot(Principal caller, Permission permission, Resource resource, Instant now) {
        for (var holding : holdings(caller)) {
            if (holding.reaches(permission, resource, caller.id())) {
                var binding = holding.binding();
                if (suspended(binding.path())) {
                    return "the tenant is suspended";
                }
                return binding.from() != null && now.isBefore(binding.from())
                        ? "the role " + holding.role().name() + " counts from " + binding.from()
                        : "the role " + holding.role().name() + " ended at " + binding.until();
            }
        }
        return "no role held there grants it";
    }

    /**
     * Names of the ready-made roles whose holders can hand the permission on: those that have it
     * themselves and may bind, and those that appoint a role that has it.
     */
    private static List<String> grantors(Permission permission, boolean insideTenants) {
        return ReadyRoles.all().stream()
                .filter(role -> handsOn(role, permission, insideTenants))
                .map(Role::name)
                .toList();
    }

    private static boolean handsOn(Role role, Permission permission, boolean insideTenants) {
        return Delegation.binds(role, insideTenants)
                && (reachesPlace(role, permission, insideTenants)
                        || ReadyRoles.all().stream()
                                .filter(other -> role.appoints().contains(other.id()))
                                .anyMatch(other -> reachesPlace(other, permission, insideTenants)));
    }

    private static boolean reachesPlace(Role role, Permission permission, boolean insideTenants) {
        var reach = role.permissions().get(permission);
        return reach == Reach.EVERYWHERE || (reach == Reach.OUTSIDE_TENANTS && !insideTenants);
    }
}
