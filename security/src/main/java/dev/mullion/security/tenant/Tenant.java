package dev.mullion.security.tenant;

import dev.mullion.security.Auditable;
import dev.mullion.security.Trust;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A team, a department or a customer, apart from all others.
 *
 * @param stages the stages it has, at least one
 * @param suspendedAt since when its members may do nothing in it; absent for most
 */
public record Tenant(
        TenantId id,
        String name,
        Trust trust,
        Set<Stage> stages,
        @Nullable Instant suspendedAt,
        Instant createdAt)
        implements Auditable {

    public Tenant {
        stages = Collections.unmodifiableSet(EnumSet.copyOf(stages));
    }

    public boolean suspended() {
        return suspendedAt != null;
    }

    Tenant changed(String name, Set<Stage> stages) {
        return new Tenant(id, name, trust, stages, suspendedAt, createdAt);
    }

    Tenant trusted(Trust trust) {
        return new Tenant(id, name, trust, stages, suspendedAt, createdAt);
    }

    Tenant suspended(@Nullable Instant at) {
        return new Tenant(id, name, trust, stages, at, createdAt);
    }

    @Override
    public String auditText() {
        return "tenant \"" + name + "\" " + id + ", " + trust.code() + ", " + stages;
    }
}
