package dev.mullion.security.guardrail;

import dev.mullion.docker.api.ImageDetails;
import java.util.Set;
import java.util.UUID;

/**
 * The image that a request means, as the host has it.
 *
 * @param details what the host says about it
 * @param catalogue whether it is offered to every tenant
 * @param tenants the tenants that pulled or built it
 */
public record ResolvedImage(ImageDetails details, boolean catalogue, Set<UUID> tenants) {

    /** Keeps its own copy. */
    public ResolvedImage {
        tenants = Set.copyOf(tenants);
    }
}
