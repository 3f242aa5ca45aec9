package dev.mullion.frontend.container;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostId;
import dev.mullion.frontend.frame.ListFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the list of containers is narrowed to. */
record ContainerFilter(String text, Set<HostId> hosts, Set<ContainerStatus> statuses)
        implements ListFilter {

    private static final String STATE = "state";

    ContainerFilter {
        hosts = Set.copyOf(hosts);
        statuses = Set.copyOf(statuses);
    }

    static ContainerFilter none() {
        return new ContainerFilter("", Set.of(), Set.of());
    }

    /** Reads the address; what is no state is left out. */
    static ContainerFilter of(QueryParameters address) {
        Set<ContainerStatus> statuses = EnumSet.noneOf(ContainerStatus.class);
        for (ContainerStatus status : ContainerStatus.values()) {
            if (address.getParameters(STATE).contains(word(status))) {
                statuses.add(status);
            }
        }
        return new ContainerFilter(ListFilter.text(address), ListFilter.hosts(address), statuses);
    }

    @Override
    public QueryParameters parameters() {
        Map<String, List<String>> parameters = ListFilter.address(this);
        if (!statuses.isEmpty()) {
            parameters.put(STATE, statuses.stream().sorted().map(ContainerFilter::word).toList());
        }
        return new QueryParameters(parameters);
    }

    @Override
    public boolean narrows() {
        return !equals(none());
    }

    ContainerQuery query(ContainerQuery.Sort sort, boolean descending, int offset, int limit) {
        return new ContainerQuery(
                text.strip(), hosts, statuses, null, null, null, sort, descending, offset, limit);
    }

    private static String word(ContainerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
