package dev.mullion.backend.host;

import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where something shall be made, and whose it will be.
 *
 * @param tenant whose; null for the platform's own, which belongs to no tenant
 * @param stage the tenant's stage; null exactly if the tenant is
 */
public record Destination(@Nullable TenantId tenant, @Nullable Stage stage, HostId host)
        implements Resource, Auditable {

    public Destination {
        if ((tenant == null) != (stage == null)) {
            throw new IllegalArgumentException("A tenant and one of its stages go together");
        }
    }

    /** The platform's own, on a host. */
    public static Destination platform(HostId host) {
        return new Destination(null, null, host);
    }

    /** On a host, for a tenant's stage or else for the platform. */
    public static Destination of(Optional<Owner> owner, HostId host) {
        return owner.map(whose -> new Destination(whose.tenant(), whose.stage(), host))
                .orElseGet(() -> platform(host));
    }

    /** The tenant's stage; empty for the platform's own. */
    public Optional<Owner> owner() {
        return tenant == null || stage == null
                ? Optional.empty()
                : Optional.of(new Owner(tenant, stage));
    }

    /** Whose something is. */
    public record Owner(TenantId tenant, Stage stage) {}

    @Override
    public String path() {
        return owner().map(owner -> owner.tenant().at(owner.stage()).path()).orElse("")
                + host.path();
    }

    @Override
    public String auditText() {
        return "on host " + host;
    }
}
