package dev.mullion.security.guardrail;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is already on the host under the names that a request uses. Whose something is comes from
 * the portal's own books, never from a name or a label.
 *
 * @param containers containers by the very text the request uses
 * @param volumes volumes by name
 * @param newVolumes names of volumes of which the host said that they aren't there yet; one that is
 *     in neither may be anybody's
 * @param networks networks by the very text the request uses
 */
public record Surroundings(
        Map<String, Owner> containers,
        Map<String, Owner> volumes,
        Set<String> newVolumes,
        Map<String, Network> networks) {

    /** Nothing is there. */
    public static final Surroundings EMPTY =
            new Surroundings(Map.of(), Map.of(), Set.of(), Map.of());

    /** Keeps its own copies. */
    public Surroundings {
        containers = Map.copyOf(containers);
        volumes = Map.copyOf(volumes);
        newVolumes = Set.copyOf(newVolumes);
        networks = Map.copyOf(networks);
    }

    /**
     * Whose something is.
     *
     * @param tenant null for what was made outside the portal
     * @param stage the tenant's stage, likewise
     */
    public record Owner(@Nullable UUID tenant, @Nullable String stage) {

        /** Whether it is of the same tenant and stage as what shall run. */
        boolean sameAs(Placement placement) {
            return placement.tenant().equals(tenant) && placement.stage().equals(stage);
        }
    }

    /**
     * A network.
     *
     * @param driver for example {@code nat}
     * @param predefined whether the engine brought it and everybody on the host may be in it
     * @param owner whose it is otherwise
     */
    public record Network(String driver, boolean predefined, Owner owner) {}
}
