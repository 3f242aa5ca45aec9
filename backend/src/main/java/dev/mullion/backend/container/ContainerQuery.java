package dev.mullion.backend.container;

import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import dev.mullion.docker.Isolation;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which containers to list, and in what order.
 *
 * @param text words that must all occur, in any case, in the name, image, id, host's name or
 *     labels; empty for all
 * @param hosts only on these; empty for all
 * @param statuses only these; empty for all
 * @param isolation only this; null for all
 * @param tenant only this tenant's; null for all
 * @param stage only those at this stage; null for all
 * @param offset how many to leave out at the front
 * @param limit how many to give at most, 1 to {@value Page#MOST}
 */
public record ContainerQuery(
        String text,
        Set<HostId> hosts,
        Set<ContainerStatus> statuses,
        @Nullable Isolation isolation,
        @Nullable TenantId tenant,
        @Nullable Stage stage,
        Sort sort,
        boolean descending,
        int offset,
        int limit) {

    /** What the list can be ordered by; equals are ordered by name, then by host. */
    public enum Sort {
        NAME,
        STATUS,
        IMAGE,
        HOST,
        CREATED
    }

    public ContainerQuery {
        hosts = Set.copyOf(hosts);
        statuses = Set.copyOf(statuses);
        Page.check(offset, limit);
    }

    /** All containers by name, as many as a page can hold. */
    public static ContainerQuery all() {
        return new ContainerQuery(
                "", Set.of(), Set.of(), null, null, null, Sort.NAME, false, 0, Page.MOST);
    }
}
