package dev.mullion.security.access;

import java.util.Set;
import java.util.UUID;

/**
 * What a decision has to know of a tenant.
 *
 * @param suspended whether what is bound inside of it counts for nothing now
 * @param stages the names of its stages
 */
public record KnownTenant(UUID id, boolean suspended, Set<String> stages) {

    public KnownTenant {
        stages = Set.copyOf(stages);
    }
}
