package dev.mullion.hcs.document;

import java.util.Map;
import java.util.UUID;

/**
 * Asks for networks, endpoints or namespaces.
 *
 * @param schemaVersion 2.0
 * @param flags 0
 * @param filter JSON in a text
 */
public record NetworkQuery(SchemaVersion schemaVersion, int flags, String filter) {

    /**
     * Asks by name.
     *
     * @param name the whole name
     * @return the query
     */
    public static NetworkQuery named(String name) {
        return of(Map.of("Name", name));
    }

    /**
     * Asks for the endpoints of a network.
     *
     * @param network its GUID
     * @return the query
     */
    public static NetworkQuery endpointsOf(UUID network) {
        return of(Map.of("VirtualNetwork", network.toString()));
    }

    private static NetworkQuery of(Map<String, String> filter) {
        return new NetworkQuery(NetworkDocument.VERSION, 0, HcsJson.write(filter));
    }
}
