package dev.mullion.security.access;

import dev.mullion.security.Audited;
import dev.mullion.security.Callers;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.Resource;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/**
 * Gives roles and takes them away, and says who may what. Nobody gives or takes what they don't
 * hold there themselves, but for the roles that their own role appoints.
 */
@Service
public class AccessService {

    private final Callers callers;
    private final AccessBook book;
    private final AccessTables tables;
    private final Clock clock;

    AccessService(Callers callers, AccessBook book, AccessTables tables, Clock clock) {
        this.callers = callers;
        this.book = book;
        this.tables = tables;
        this.clock = clock;
    }

    /** Who has which role outside of tenants, by path. */
    @Requires(Permission.BINDING_READ)
    public List<BoundRole> bindings() {
        return bound(binding -> binding.path().tenant().isEmpty());
    }

    /**
     * Gives somebody a role outside of tenants.
     *
     * @throws RefusedInputException for the field {@code principal}, {@code role}, {@code path} or
     *     {@code until}
     * @throws RefusedException if it would give more than the caller has
     */
    @Requires(Permission.BINDING_WRITE)
    public BoundRole bind(NewBinding wanted) {
        if (wanted.at().tenant().isPresent()) {
            throw new RefusedInputException("path", "In a tenant, members are added.");
        }
        return give(wanted, Permission.BINDING_WRITE);
    }

    /**
     * Takes a role away; it counts no longer when this returns.
     *
     * @param at where the role is bound
     * @throws NoSuchThingException if there is no such binding there
     * @throws RefusedException if the caller could not have given it
     */
    @Requires(Permission.BINDING_WRITE)
    public BoundRole unbind(AccessPath at, @Audited("binding") UUID binding) {
        return take(at, binding, Permission.BINDING_WRITE);
    }

    /** Who has which role in a tenant or in one of its stages, by path. */
    @Requires(Permission.MEMBER_READ)
    public List<BoundRole> members(AccessPath at) {
        return bound(binding -> at.tenant().isPresent() && at.covers(binding.path().path()));
    }

    /**
     * Gives somebody a role in a tenant or a stage of one.
     *
     * @throws RefusedInputException for the field {@code principal}, {@code role}, {@code path} or
     *     {@code until}
     * @throws RefusedException if it would give more than the caller has
     */
    @Requires(Permission.MEMBER_WRITE)
    public BoundRole addMember(NewBinding wanted) {
        if (wanted.at().tenant().isEmpty()) {
            throw new RefusedInputException(
                    "path", "Only a tenant or one of its stages has members.");
        }
        return give(wanted, Permission.MEMBER_WRITE);
    }

    /**
     * Takes a role in a tenant away; it counts no longer when this returns.
     *
     * @throws NoSuchThingException if there is no such binding there
     * @throws RefusedException if the caller could not have given it
     */
    @Requires(Permission.MEMBER_WRITE)
    public BoundRole removeMember(AccessPath at, @Audited("binding") UUID binding) {
        return take(at, binding, Permission.MEMBER_WRITE);
    }

    /**
     * Which roles the caller can't give to anybody at a path, each with a clause that says why. The
     * others may still be refused to some: a role that is appointed never goes to who appoints.
     */
    @Requires(Permission.ACCOUNT_SELF)
    public Map<UUID, String> notToGive(AccessPath at) {
        var giver = callers.current().accountId();
        var snapshot = book.snapshot();
        var delegation = new Delegation(snapshot, clock.instant());
        var somebody =
                new Principal(UUID.randomUUID(), PrincipalKind.PERSON, "somebody", false, Set.of());
        var objections = new HashMap<UUID, String>();
        for (var role : snapshot.roles()) {
            var objection =
                    giver == null
                            ? Optional.of("only an account can give roles")
                            : delegation.objection(giver, role, somebody, at, null);
            objection.ifPresent(why -> objections.put(role.id(), why));
        }
        return objections;
    }

    /**
     * The id of an account or else a group, for who gives it a role.
     *
     * @param at where the role shall be given
     * @param name as it signs in, or as the group is called; capitals don't matter
     * @throws NoSuchThingException if nobody is called so
     */
    @Requires(Permission.MEMBER_READ)
    public Principal named(AccessPath at, String name) {
        return book.snapshot().principals().stream()
                .filter(known -> known.name().equalsIgnoreCase(name.strip()))
                .min(Comparator.comparing(Principal::kind))
                .orElseThrow(() -> new NoSuchThingException("Nobody is called so."));
    }

    /** What an account may at a path and what not, with the binding that gives each right. */
    @Requires(Permission.ACCESS_REVIEW)
    public List<EffectiveRight> rights(AccessPath at, @Audited("account") UUID account) {
        return effective(account, at);
    }

    /** What the caller may at a path and what not, with the binding that gives each right. */
    @Requires(Permission.ACCOUNT_SELF)
    public List<EffectiveRight> ownRights(Resource at) {
        var account = callers.current().accountId();
        return account == null ? List.of() : effective(account, at);
    }

    private List<EffectiveRight> effective(UUID account, Resource at) {
        var snapshot = book.snapshot();
        var now = clock.instant();
        return Arrays.stream(Permission.values())
                .map(permission ->
                        new EffectiveRight(
                                permission, snapshot.decide(account, permission, at, now)))
                .toList();
    }

    private List<BoundRole> bound(Predicate<Binding> wanted) {
        var snapshot = book.snapshot();
        var rules = new BindingRules(snapshot, clock.instant());
        return snapshot.bindings()
                .filter(wanted)
                .map(rules::bound)
                .sorted(
                        Comparator.comparing((BoundRole bound) -> bound.binding().path().path())
                                .thenComparing(bound -> bound.principal().name())
                                .thenComparing(bound -> bound.role().name()))
                .toList();
    }

    private BoundRole give(NewBinding wanted, Permission permission) {
        var caller = callers.current();
        return book.change(before -> {
            var rules = new BindingRules(before, clock.instant());
            var bound = rules.checkedNew(caller, permission, wanted, UUID.randomUUID());
            tables.insert(
                    bound.binding(), bound.principal().kind(), clock.instant(), caller.name());
            return bound;
        });
    }

    private BoundRole take(AccessPath at, UUID id, Permission permission) {
        var caller = callers.current();
        return book.change(before -> {
            var rules = new BindingRules(before, clock.instant());
            var binding = rules.binding(at, id);
            rules.checkRemoval(caller, permission, binding);
            tables.deleteBinding(id);
            return rules.bound(binding);
        });
    }
}
