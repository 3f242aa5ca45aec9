package dev.mullion.security.ownership;

import dev.mullion.security.Owned;
import dev.mullion.security.Resource;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a container is a tenant's. It says so by the ids of host and container alone: names and
 * labels are free for anybody to write.
 *
 * @param host the host's id
 * @param container 64 hex digits
 * @param account who made it; null if that account is gone or nobody known did
 * @param since when it became the tenant's, to the microsecond
 */
public record Belonging(
        UUID host,
        String container,
        TenantId tenant,
        Stage stage,
        @Nullable UUID account,
        Instant since) {

    /** The tenant's stage, where roles are bound. */
    public AccessPath place() {
        return tenant.at(stage);
    }

    /** Where it lies: {@code /tenants/{t}/stages/{s}/hosts/{h}/containers/{c}}. */
    public Resource located() {
        var path = place().path() + "/hosts/" + host + "/containers/" + container;
        return account == null ? Resource.at(path) : new Made(path, account);
    }

    private record Made(String path, UUID owner) implements Owned {}
}
