package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import dev.mullion.security.Auditable;
import org.jspecify.annotations.Nullable;

/**
 * A host to add.
 *
 * @param name how to call it; null takes the engine's own name for it
 */
public record NewHost(@Nullable String name, HostAddress address) implements Auditable {

    @Override
    public String auditText() {
        return name == null ? address.toString() : name + " at " + address;
    }
}
