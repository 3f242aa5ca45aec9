package dev.mullion.hcs.document;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A change of a namespace or an endpoint.
 *
 * @param resourceType {@code Endpoint}, {@code Policy}
 * @param requestType {@code Add}, {@code Remove} or {@code Update}
 * @param settings as the resource wants it
 */
public record NetworkModification(String resourceType, String requestType, Object settings) {

    /**
     * Attaches an endpoint to a namespace.
     *
     * @param endpoint its GUID
     * @return the request
     */
    public static NetworkModification attach(UUID endpoint) {
        return new NetworkModification("Endpoint", "Add", Map.of("EndpointId", endpoint));
    }

    /**
     * Detaches an endpoint from a namespace.
     *
     * @param endpoint its GUID
     * @return the request
     */
    public static NetworkModification detach(UUID endpoint) {
        return new NetworkModification("Endpoint", "Remove", Map.of("EndpointId", endpoint));
    }

    /**
     * Replaces an endpoint's policies (that it replaces them all is UNVERIFIED for each type).
     *
     * @param policies all of them
     * @return the request
     */
    public static NetworkModification policies(List<NetworkPolicy> policies) {
        return new NetworkModification("Policy", "Update", Map.of("Policies", policies));
    }
}
