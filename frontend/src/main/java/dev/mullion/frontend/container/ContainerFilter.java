package dev.mullion.frontend.container;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the list of containers is narrowed to, as it stands in the page's address. */
record ContainerFilter(String text, Set<HostId> hosts, Set<ContainerStatus> statuses) {

    private static final Pattern HOST_ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final String TEXT = "text";
    private static final String HOST = "host";
    private static final String STATE = "state";

    ContainerFilter {
        hosts = Set.copyOf(hosts);
        statuses = Set.copyOf(statuses);
    }

    static ContainerFilter none() {
        return new ContainerFilter("", Set.of(), Set.of());
    }

    /** Reads the address; what is no host or no state is left out. */
    static ContainerFilter of(QueryParameters parameters) {
        Set<HostId> hosts =
                parameters.getParameters(HOST).stream()
                        .filter(HOST_ID.asMatchPredicate())
                        .map(HostId::of)
                        .collect(Collectors.toSet());
        Set<ContainerStatus> statuses = EnumSet.noneOf(ContainerStatus.class);
        for (ContainerStatus status : ContainerStatus.values()) {
            if (parameters.getParameters(STATE).contains(word(status))) {
                statuses.add(status);
            }
        }
        return new ContainerFilter(parameters.getSingleParameter(TEXT).orElse(""), hosts, statuses);
    }

    QueryParameters parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isBlank()) {
            parameters.put(TEXT, List.of(text));
        }
        if (!hosts.isEmpty()) {
            parameters.put(HOST, hosts.stream().sorted().map(HostId::toString).toList());
        }
        if (!statuses.isEmpty()) {
            List<ContainerStatus> sorted = new ArrayList<>(statuses);
            sorted.sort(null);
            parameters.put(STATE, sorted.stream().map(ContainerFilter::word).toList());
        }
        return new QueryParameters(parameters);
    }

    boolean narrows() {
        return !equals(none());
    }

    ContainerQuery query(ContainerQuery.Sort sort, boolean descending, int offset, int limit) {
        return new ContainerQuery(
                text.strip(), hosts, statuses, null, sort, descending, offset, limit);
    }

    private static String word(ContainerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
