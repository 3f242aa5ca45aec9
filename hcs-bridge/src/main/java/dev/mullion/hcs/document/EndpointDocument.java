package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint: a network card with its addresses. All but network and schema version may be null:
 * the service chooses.
 *
 * @param id given by the service; null when it is made
 * @param name begins with the container's id, so that one left over can be told
 * @param hostComputeNetwork its network
 * @param hostComputeNamespace where it is attached; only in answers
 * @param ipConfigurations its addresses
 * @param macAddress with hyphens
 * @param dns wins over the network's
 * @param routes its routes
 * @param policies its published ports and filters
 * @param schemaVersion 2.0
 */
public record EndpointDocument(
        @JsonProperty("ID") @Nullable UUID id,
        @Nullable String name,
        @Nullable UUID hostComputeNetwork,
        @Nullable UUID hostComputeNamespace,
        @Nullable List<IpConfiguration> ipConfigurations,
        @Nullable String macAddress,
        NetworkDocument.@Nullable Dns dns,
        @Nullable List<NetworkDocument.Route> routes,
        @Nullable List<NetworkPolicy> policies,
        @Nullable SchemaVersion schemaVersion) {

    /**
     * An address.
     *
     * @param ipAddress for example {@code 172.28.0.10}
     * @param prefixLength of its subnet
     */
    public record IpConfiguration(String ipAddress, int prefixLength) {}
}
