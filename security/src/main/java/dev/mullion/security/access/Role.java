package dev.mullion.security.access;

import dev.mullion.security.Permission;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody may do who has it, wherever it is bound.
 *
 * @param readyMade whether it comes with Mullion, and so never changes
 * @param permissions what it grants, and how far below its path
 * @param places where it can be bound
 * @param appoints roles that who has this one may give to other people without holding what they
 *     grant; never to themselves
 */
public record Role(
        UUID id,
        String name,
        String summary,
        boolean readyMade,
        Map<Permission, Reach> permissions,
        Set<Place> places,
        Set<UUID> appoints) {

    public Role {
        permissions =
                permissions.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new EnumMap<>(permissions));
        places = Set.copyOf(places);
        appoints = Set.copyOf(appoints);
    }

    /** A role that somebody made up: whatever it grants it grants everywhere below its path. */
    public static Role custom(UUID id, String name, String summary, Set<Permission> permissions) {
        var everywhere = new EnumMap<Permission, Reach>(Permission.class);
        permissions.forEach(permission -> everywhere.put(permission, Reach.EVERYWHERE));
        return new Role(id, name, summary, false, everywhere, Set.of(Place.values()), Set.of());
    }

    /** How far a permission of this role goes; empty if the role does not have it. */
    public Optional<Reach> reach(Permission permission) {
        return Optional.ofNullable(permissions.get(permission));
    }
}
