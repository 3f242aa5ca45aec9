package dev.mullion.security.access;

import dev.mullion.security.Permission;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rule that nobody hands on what they don't hold themselves at that path: of a role's
 * permissions each has to be held, at least as far and as long, at the path or above it. The
 * exception is a role that the giver's own role appoints: it goes to another person, never to the
 * giver, a group or a service, so that nobody gets at it alone.
 */
final class Delegation {

    private final AccessSnapshot snapshot;
    private final Instant now;

    Delegation(AccessSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
    }

    /** Whether who has the role binds roles at all. */
    static boolean binds(Role role, boolean insideTenants) {
        return insideTenants
                ? role.reach(Permission.MEMBER_WRITE).isPresent()
                : role.reach(Permission.BINDING_WRITE).isPresent();
    }

    /**
     * What stands against giving a role to somebody, a clause; empty if nothing does.
     *
     * @param giver the account that gives it
     * @param until how long the receiver shall have it; for good if absent
     */
    Optional<String> objection(
            UUID giver, Role role, Principal receiver, AccessPath path, @Nullable Instant until) {
        var missing = firstNotHeld(giver, role.permissions(), path, until);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        if (!appoints(giver, role, path, until)) {
            return Optional.of(
                    "it grants \""
                            + missing.get().code()
                            + "\", which you don't hold there yourself, or not for as long");
        }
        if (receiver.id().equals(giver)) {
            return Optional.of("you may give that role to others, not to yourself");
        }
        return receiver.kind() == PrincipalKind.PERSON
                ? Optional.empty()
                : Optional.of("you may give that role to people only, one by one");
    }

    /** What stands against somebody acting as another account: anything it has that they lack. */
    Optional<String> objectionToActAs(UUID account, UUID other) {
        return more(account, other, true);
    }

    /**
     * What stands against somebody ending what another account may: that it has a role on the
     * platform that they could not give. What it is in tenants does not protect it.
     */
    Optional<String> objectionToSuspend(UUID account, UUID other) {
        return more(account, other, false);
    }

    private Optional<String> more(UUID account, UUID other, boolean inTenants) {
        return snapshot.bindingsWithGroups(other).stream()
                .filter(holding -> !ended(holding.binding()))
                .filter(holding -> inTenants || holding.binding().path().tenant().isEmpty())
                .flatMap(holding -> missing(account, holding, !inTenants).stream())
                .findFirst();
    }

    private Optional<String> missing(
            UUID account, AccessSnapshot.Holding holding, boolean suspending) {
        var role = holding.role();
        var path = holding.binding().path();
        // who suspends gives nothing, so how long they have their own rights does not matter
        var until = suspending ? now : holding.binding().until();
        return firstNotHeld(account, role.permissions(), path, until)
                .filter(permission -> !suspending || !appoints(account, role, path, until))
                .map(permission ->
                        "it has \"" + permission.code() + "\" at " + path + " as " + role.name());
    }

    private boolean ended(Binding binding) {
        return binding.until() != null && !now.isBefore(binding.until());
    }

    /** The first permission that the giver does not hold as far at the path; empty if all are. */
    Optional<Permission> firstNotHeld(
            UUID giver,
            Map<Permission, Reach> permissions,
            AccessPath path,
            @Nullable Instant until) {
        return permissions.entrySet().stream()
                .filter(wanted -> !holds(giver, wanted.getKey(), wanted.getValue(), path, until))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean holds(
            UUID giver,
            Permission permission,
            Reach wanted,
            AccessPath path,
            @Nullable Instant until) {
        return snapshot.inForce(giver, now).stream()
                .filter(holding -> holding.binding().path().covers(path.path()))
                .filter(holding -> lasts(holding.binding(), until))
                .map(holding -> holding.role().permissions().get(permission))
                .anyMatch(held -> held != null && enough(held, wanted, path));
    }

    private static boolean enough(Reach held, Reach wanted, AccessPath path) {
        return held == Reach.EVERYWHERE
                || (held == wanted && (held == Reach.OWN || path.tenant().isEmpty()))
                || (held == Reach.OUTSIDE_TENANTS && path.apartFromTenants());
    }

    private boolean appoints(UUID giver, Role role, AccessPath path, @Nullable Instant until) {
        return snapshot.inForce(giver, now).stream()
                .anyMatch(holding ->
                        holding.binding().path().covers(path.path())
                                && lasts(holding.binding(), until)
                                && holding.role().appoints().contains(role.id()));
    }

    /** What ends is not handed on for longer. */
    private static boolean lasts(Binding held, @Nullable Instant until) {
        return held.until() == null || (until != null && !until.isAfter(held.until()));
    }
}
