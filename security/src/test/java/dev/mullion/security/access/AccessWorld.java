package dev.mullion.security.access;

import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small world of people and what is bound to them, to ask decisions of. */
final class AccessWorld {

    static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");

    private final Map<UUID, Principal> principals = new LinkedHashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final List<Role> roles = new ArrayList<>();
    private final List<KnownTenant> tenants = new ArrayList<>();

    UUID person(String name, UUID... groups) {
        return add(PrincipalKind.PERSON, name, false, groups);
    }

    UUID service(String name) {
        return add(PrincipalKind.SERVICE, name, false);
    }

    UUID group(String name) {
        return add(PrincipalKind.GROUP, name, false);
    }

    UUID suspended(String name) {
        return add(PrincipalKind.PERSON, name, true);
    }

    private UUID add(PrincipalKind kind, String name, boolean suspended, UUID... groups) {
        var id = UUID.randomUUID();
        principals.put(id, new Principal(id, kind, name, suspended, Set.of(groups)));
        return id;
    }

    Role role(String name, Permission... permissions) {
        var role = Role.custom(UUID.randomUUID(), name, name, Set.of(permissions));
        roles.add(role);
        return role;
    }

    Binding bind(UUID principal, ReadyRole role, String path) {
        return bind(principal, role.id(), path, null, null);
    }

    Binding bind(
            UUID principal, UUID role, String path, @Nullable Instant from, @Nullable Instant to) {
        var binding =
                new Binding(UUID.randomUUID(), principal, role, AccessPath.of(path), from, to);
        bindings.add(binding);
        return binding;
    }

    void suspendTenant(String path) {
        tenants.add(
                new KnownTenant(AccessPath.of(path).tenant().orElseThrow(), true, Set.of("qa")));
    }

    AccessSnapshot snapshot() {
        return AccessSnapshot.of(1, roles, principals.values(), bindings, tenants);
    }

    Decision decide(UUID account, Permission permission, String path) {
        return decide(account, permission, Resource.at(path));
    }

    Decision decide(UUID account, Permission permission, Resource resource) {
        return snapshot().decide(account, permission, resource, NOW);
    }

    boolean may(UUID account, Permission permission, String path) {
        return decide(account, permission, path).allowed();
    }

    Optional<String> objection(UUID giver, Role role, UUID receiver, String path) {
        return objection(giver, role, receiver, path, null);
    }

    Optional<String> objection(
            UUID giver, Role role, UUID receiver, String path, @Nullable Instant until) {
        var snapshot = snapshot();
        return new Delegation(snapshot, NOW)
                .objection(
                        giver,
                        role,
                        snapshot.principal(receiver).orElseThrow(),
                        AccessPath.of(path),
                        until);
    }
}
