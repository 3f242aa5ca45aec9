package dev.mullion.security.access;

import dev.mullion.security.Caller;
import dev.mullion.security.Decision;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has to be true of a binding that is made or taken away, at one moment. */
final class BindingRules {

    private final AccessSnapshot snapshot;
    private final Instant now;

    BindingRules(AccessSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
    }

    /**
     * Makes sure that the caller may give the role as asked.
     *
     * @throws RefusedInputException for the field {@code role}, {@code path}, {@code until} or
     *     {@code principal}
     * @throws RefusedException if it would give more than the caller has
     */
    BoundRole checkedNew(Caller caller, Permission permission, NewBinding wanted, UUID id) {
        var role = role(wanted.role());
        var receiver = principal(wanted.principal());
        if (!role.places().contains(wanted.at().place())) {
            throw new RefusedInputException(
                    "role", "The role " + role.name() + " can't be bound at " + wanted.at() + ".");
        }
        checkPlace(wanted.at());
        checkTimes(wanted);
        boolean twice =
                snapshot.bindingsOf(receiver.id()).stream()
                        .filter(known -> known.role().equals(role.id()))
                        .filter(known -> known.path().equals(wanted.at()))
                        .anyMatch(known -> known.until() == null || now.isBefore(known.until()));
        if (twice) {
            throw new RefusedInputException(
                    "principal",
                    receiver.name()
                            + " has the role "
                            + role.name()
                            + " there already. To change it, take it away first.");
        }
        refuseIf(
                objection(caller, role, receiver, wanted.at(), wanted.until()),
                caller,
                permission,
                wanted.at());
        return bound(wanted.withId(id));
    }

    /**
     * Makes sure that the caller may take the role away: one that the caller could give, or the
     * caller's own.
     */
    void checkRemoval(Caller caller, Permission permission, Binding binding) {
        var role = role(binding.role());
        if (!binding.principal().equals(caller.accountId())) {
            refuseIf(
                    objection(caller, role, principal(binding.principal()), binding.path(), now),
                    caller,
                    permission,
                    binding.path());
        }
        if (isOwner(binding) && owners() <= 1) {
            throw new RefusedInputException(
                    "binding",
                    "This is the last Platform Owner. Without one nobody could give rights any more:"
                            + " appoint another one first.");
        }
    }

    /** A binding that is at this path. */
    Binding binding(AccessPath at, UUID id) {
        return snapshot.bindings()
                .filter(binding -> binding.id().equals(id) && binding.path().equals(at))
                .findFirst()
                .orElseThrow(() ->
                        new NoSuchThingException("There is no binding " + id + " at " + at + "."));
    }

    BoundRole bound(Binding binding) {
        var role = role(binding.role());
        var principal = principal(binding.principal());
        boolean inForce =
                binding.validAt(now)
                        && !principal.suspended()
                        && binding.path().tenant().flatMap(snapshot::tenant).stream()
                                .noneMatch(KnownTenant::suspended);
        return new BoundRole(binding, role, principal, inForce);
    }

    /** People who are Platform Owners in person, for good, and can sign in. */
    private long owners() {
        return snapshot.bindings()
                .filter(BindingRules::isOwner)
                .map(Binding::principal)
                .distinct()
                .flatMap(id -> snapshot.principal(id).stream())
                .filter(owner -> owner.kind() == PrincipalKind.PERSON && !owner.suspended())
                .count();
    }

    /** Whether this account is the only one that is Platform Owner. */
    boolean isLastOwner(UUID account) {
        return owners() <= 1
                && snapshot.bindingsOf(account).stream().anyMatch(BindingRules::isOwner);
    }

    private static boolean isOwner(Binding binding) {
        return binding.role().equals(ReadyRole.PLATFORM_OWNER.id())
                && binding.path().equals(AccessPath.PLATFORM)
                && binding.from() == null
                && binding.until() == null;
    }

    private void checkPlace(AccessPath at) {
        var tenant = at.tenant();
        if (tenant.isEmpty()) {
            return;
        }
        var known =
                snapshot.tenant(tenant.get())
                        .orElseThrow(() -> new NoSuchThingException("There is no such tenant."));
        if (at.place() == Place.STAGE
                && known.stages().stream()
                        .map(stage -> AccessPath.ofStage(known.id(), stage))
                        .noneMatch(at::equals)) {
            throw new RefusedInputException("path", "The tenant has no such stage.");
        }
    }

    private void checkTimes(NewBinding wanted) {
        var until = wanted.until();
        if (until != null
                && (!now.isBefore(until)
                        || (wanted.from() != null && !wanted.from().isBefore(until)))) {
            throw new RefusedInputException(
                    "until", "The end has to lie in the future, and after the begin.");
        }
    }

    private Optional<String> objection(
            Caller caller, Role role, Principal receiver, AccessPath at, @Nullable Instant until) {
        var giver = caller.accountId();
        return giver == null
                ? Optional.of("only an account can give or take roles")
                : new Delegation(snapshot, now).objection(giver, role, receiver, at, until);
    }

    private static void refuseIf(
            Optional<String> objection, Caller caller, Permission permission, AccessPath at) {
        if (objection.isPresent()) {
            throw new RefusedException(
                    caller,
                    permission,
                    at,
                    Decision.refuse("that role is not yours to give or take: " + objection.get()));
        }
    }

    private Role role(UUID id) {
        return snapshot.role(id)
                .orElseThrow(
                        () -> new RefusedInputException("role", "There is no role " + id + "."));
    }

    private Principal principal(UUID id) {
        return snapshot.principal(Objects.requireNonNull(id))
                .orElseThrow(() ->
                        new RefusedInputException(
                                "principal", "There is no account or group " + id + "."));
    }
}
