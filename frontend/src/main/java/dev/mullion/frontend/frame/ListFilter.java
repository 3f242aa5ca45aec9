package dev.mullion.frontend.frame;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.host.HostId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a list is narrowed to, as it stands in the page's address: every list knows a text and
 * hosts.
 */
public interface ListFilter {

    /** What is looked for, as it was typed; blank for anything. */
    String text();

    /** The hosts it is narrowed to; none for all. */
    Set<HostId> hosts();

    /** Whether anything is left out. */
    boolean narrows();

    /** The part of the address that says all of it. */
    QueryParameters parameters();

    /** Reads the text of an address. */
    static String text(QueryParameters address) {
        return address.getSingleParameter("text").orElse("");
    }

    /** Reads the hosts of an address; what is no host is left out. */
    static Set<HostId> hosts(QueryParameters address) {
        Pattern id = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        return address.getParameters("host").stream()
                .filter(id.asMatchPredicate())
                .map(HostId::of)
                .collect(Collectors.toSet());
    }

    /** The text and the hosts as parts of an address, to which more can be added. */
    static Map<String, List<String>> address(ListFilter filter) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!filter.text().isBlank()) {
            parameters.put("text", List.of(filter.text()));
        }
        if (!filter.hosts().isEmpty()) {
            parameters.put("host", filter.hosts().stream().sorted().map(HostId::toString).toList());
        }
        return parameters;
    }
}
