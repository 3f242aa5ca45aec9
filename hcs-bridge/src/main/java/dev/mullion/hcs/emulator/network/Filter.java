package dev.mullion.hcs.emulator.network;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which networks, endpoints or namespaces a query asks for.
 *
 * @param wanted what their properties have to be; nothing is all
 */
record Filter(ObjectNode wanted) {

    /** The filter is JSON in a text inside the query. */
    static Filter of(@Nullable String query) {
        JsonNode filter = Documents.read(query).path("Filter");
        return new Filter(Documents.read(filter.isString() ? filter.asString() : null));
    }

    boolean matches(ObjectNode document) {
        for (Map.Entry<String, JsonNode> each : wanted.properties()) {
            // an endpoint's network has its name of the first schema here
            String name =
                    each.getKey().equals("VirtualNetwork") ? "HostComputeNetwork" : each.getKey();
            if (!Documents.text(document, name).equalsIgnoreCase(each.getValue().asString(""))) {
                return false;
            }
        }
        return true;
    }
}
