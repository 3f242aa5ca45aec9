package dev.mullion.frontend.container;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostId;
import dev.mullion.frontend.frame.ChosenTenant;
import dev.mullion.frontend.frame.ListFilter;
import dev.mullion.security.tenant.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the list of containers is narrowed to.
 *
 * @param tenant the tenant that the person works in; null for all
 */
record ContainerFilter(
        String text, Set<HostId> hosts, Set<ContainerStatus> statuses, @Nullable TenantId tenant)
        implements ListFilter {

    private static final String STATE = "state";

    ContainerFilter {
        hosts = Set.copyOf(hosts);
        statuses = Set.copyOf(statuses);
    }

    /** All containers of a tenant, or of all. */
    static ContainerFilter all(@Nullable TenantId tenant) {
        return new ContainerFilter("", Set.of(), Set.of(), tenant);
    }

    /**
     * Reads the address; what is no state is left out.
     *
     * @param tenant the one that the person works in, whatever the address says of it
     */
    static ContainerFilter of(QueryParameters address, @Nullable TenantId tenant) {
        Set<ContainerStatus> statuses = EnumSet.noneOf(ContainerStatus.class);
        for (ContainerStatus status : ContainerStatus.values()) {
            if (address.getParameters(STATE).contains(word(status))) {
                statuses.add(status);
            }
        }
        return new ContainerFilter(
                ListFilter.text(address), ListFilter.hosts(address), statuses, tenant);
    }

    @Override
    public QueryParameters parameters() {
        Map<String, List<String>> parameters = ListFilter.address(this);
        if (!statuses.isEmpty()) {
            parameters.put(STATE, statuses.stream().sorted().map(ContainerFilter::word).toList());
        }
        if (tenant != null) {
            parameters.put(ChosenTenant.PARAMETER, List.of(tenant.toString()));
        }
        return new QueryParameters(parameters);
    }

    @Override
    public boolean narrows() {
        return !equals(all(tenant));
    }

    ContainerQuery query(ContainerQuery.Sort sort, boolean descending, int offset, int limit) {
        return new ContainerQuery(
                text.strip(), hosts, statuses, null, tenant, null, sort, descending, offset, limit);
    }

    private static String word(ContainerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
