package dev.mullion.frontend.image;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.image.ImageQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the list of images is narrowed to, as it stands in the page's address. */
record ImageFilter(String text, Set<HostId> hosts) {

    private static final Pattern HOST_ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    ImageFilter {
        hosts = Set.copyOf(hosts);
    }

    static ImageFilter none() {
        return new ImageFilter("", Set.of());
    }

    /** Reads the address; what is no host is left out. */
    static ImageFilter of(QueryParameters parameters) {
        Set<HostId> hosts =
                parameters.getParameters("host").stream()
                        .filter(HOST_ID.asMatchPredicate())
                        .map(HostId::of)
                        .collect(Collectors.toSet());
        return new ImageFilter(parameters.getSingleParameter("text").orElse(""), hosts);
    }

    QueryParameters parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isBlank()) {
            parameters.put("text", List.of(text));
        }
        if (!hosts.isEmpty()) {
            parameters.put("host", hosts.stream().sorted().map(HostId::toString).toList());
        }
        return new QueryParameters(parameters);
    }

    boolean narrows() {
        return !equals(none());
    }

    ImageQuery query(ImageQuery.Sort sort, boolean descending, int offset, int limit) {
        return new ImageQuery(text.strip(), hosts, sort, descending, offset, limit);
    }
}
