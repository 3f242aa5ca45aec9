package dev.mullion.security.tenant;

import dev.mullion.security.Audited;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.Trust;
import dev.mullion.security.Unguarded;
import dev.mullion.security.VisibleName;
import dev.mullion.security.access.AccessBook;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Service;

/**
 * The tenants. Who is in one and as what is told by {@link
 * dev.mullion.security.access.AccessService}.
 */
@Service
public class TenantService {

    private static final int LONGEST_NAME = 100;

    private final Callers callers;
    private final Authorizer authorizer;
    private final AccessBook book;
    private final Tenants tenants;
    private final Clock clock;

    TenantService(
            Callers callers, Authorizer authorizer, AccessBook book, Tenants tenants, Clock clock) {
        this.callers = callers;
        this.authorizer = authorizer;
        this.book = book;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** The tenants that the caller may see, by name. */
    @Unguarded("it asks for each tenant whether the caller may see it, and leaves out the others")
    public List<Tenant> list() {
        var caller = callers.current();
        if (!caller.known()) {
            return List.of();
        }
        return tenants.all().stream()
                .filter(tenant ->
                        authorizer.decide(caller, Permission.TENANT_READ, tenant.id()).allowed())
                .toList();
    }

    /**
     * One tenant.
     *
     * @throws NoSuchThingException if it does not exist, or no longer does
     */
    @Requires(Permission.TENANT_READ)
    public Tenant get(TenantId id) {
        return find(id);
    }

    /**
     * Makes a tenant. Nobody is in it yet: its first owner is added as a member.
     *
     * @param stages at least one
     * @throws RefusedInputException for the field {@code name} or {@code stages}
     */
    @Requires(Permission.TENANT_CREATE)
    public Tenant create(
            @Audited("tenant") String name,
            @Audited("trust") Trust trust,
            @Audited("stages") Set<Stage> stages) {
        var id = TenantId.random();
        var title = VisibleName.of("name", name, LONGEST_NAME);
        checkStages(stages);
        // Databases keep microseconds: what is answered now must equal what is read later.
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return book.change(before -> {
            checkFree(title, id);
            var tenant = new Tenant(id, title, trust, stages, null, now);
            tenants.insert(tenant);
            return tenant;
        });
    }

    /**
     * Gives a tenant another name and other stages. Who was bound at a stage that goes has that
     * role no longer.
     *
     * @throws NoSuchThingException if it does not exist
     * @throws RefusedInputException for the field {@code name} or {@code stages}
     */
    @Requires(Permission.TENANT_UPDATE)
    public Tenant change(
            TenantId id, @Audited("name") String name, @Audited("stages") Set<Stage> stages) {
        var title = VisibleName.of("name", name, LONGEST_NAME);
        checkStages(stages);
        return update(
                id,
                tenant -> {
                    checkFree(title, id);
                    return tenant.changed(title, stages);
                });
    }

    /** Says how far a tenant is trusted from now on. What runs already stays as it is. */
    @Requires(Permission.TENANT_TRUST)
    public Tenant trust(TenantId id, @Audited("trust") Trust trust) {
        return update(id, tenant -> tenant.trusted(trust));
    }

    /** Stops all that its members do in a tenant, at once. What runs goes on running. */
    @Requires(Permission.TENANT_SUSPEND)
    public Tenant suspend(TenantId id) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return update(id, tenant -> tenant.suspended() ? tenant : tenant.suspended(now));
    }

    /** Lets the members of a tenant go on. */
    @Requires(Permission.TENANT_SUSPEND)
    public Tenant resume(TenantId id) {
        return update(id, tenant -> tenant.suspended(null));
    }

    /**
     * Removes a tenant with all that is bound in it. Its id never comes back; its name may.
     *
     * @throws RefusedInputException for the field {@code tenant}, if it is not suspended
     */
    @Requires(Permission.TENANT_DELETE)
    public Tenant remove(TenantId id) {
        return book.change(before -> {
            var tenant = find(id);
            if (!tenant.suspended()) {
                throw new RefusedInputException(
                        "tenant", "Only a suspended tenant can be removed. Suspend it first.");
            }
            tenants.delete(tenant);
            return tenant;
        });
    }

    private Tenant update(TenantId id, UnaryOperator<Tenant> change) {
        return book.change(before -> {
            var tenant = change.apply(find(id));
            tenants.update(tenant);
            return tenant;
        });
    }

    private Tenant find(TenantId id) {
        return tenants.find(id)
                .orElseThrow(() -> new NoSuchThingException("There is no such tenant."));
    }

    private static void checkStages(Set<Stage> stages) {
        if (stages.isEmpty()) {
            throw new RefusedInputException(
                    "stages", "A tenant has at least one of development, qa and production.");
        }
    }

    private void checkFree(String name, TenantId id) {
        if (tenants.all().stream()
                .anyMatch(other -> !other.id().equals(id) && other.name().equalsIgnoreCase(name))) {
            throw new RefusedInputException("name", "There is a tenant of that name already.");
        }
    }
}
