package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network of the host compute network.
 *
 * @param id given by the service; null when it is made
 * @param name its name
 * @param type {@code NAT} and others; null in answers about NAT networks, so {@link #typeOrNat}
 * @param flags 8 for one that a reboot ends; null is 0
 * @param ipams its subnets; null lets the service choose one
 * @param dns for its endpoints, or null
 * @param macPool for its endpoints, or null
 * @param policies or null
 * @param schemaVersion 2.0
 */
public record NetworkDocument(
        @JsonProperty("ID") @Nullable UUID id,
        @Nullable String name,
        @Nullable String type,
        @Nullable Integer flags,
        @Nullable List<Ipam> ipams,
        @Nullable Dns dns,
        @Nullable MacPool macPool,
        @Nullable List<NetworkPolicy> policies,
        @Nullable SchemaVersion schemaVersion) {

    /** The version that networks, endpoints and namespaces are sent with. */
    public static final SchemaVersion VERSION = new SchemaVersion(2, 0);

    /**
     * Returns the type.
     *
     * @return as the service answered; NAT, its zero value, where it left it out
     */
    public String typeOrNat() {
        return type == null ? "NAT" : type;
    }

    /**
     * Addresses.
     *
     * @param type {@code Static} or {@code Dhcp}
     * @param subnets of these
     */
    public record Ipam(String type, List<Subnet> subnets) {}

    /**
     * A subnet.
     *
     * @param ipAddressPrefix for example {@code 172.28.0.0/20}
     * @param routes with the default one among them, which the service insists on
     */
    public record Subnet(String ipAddressPrefix, List<Route> routes) {}

    /**
     * A route.
     *
     * @param nextHop the gateway
     * @param destinationPrefix {@code 0.0.0.0/0} for the default
     */
    public record Route(String nextHop, String destinationPrefix) {}

    /**
     * Names.
     *
     * @param domain or null
     * @param search domains to append, or null
     * @param serverList addresses, or null
     */
    public record Dns(
            @Nullable String domain,
            @Nullable List<String> search,
            @Nullable List<String> serverList) {}

    /**
     * The addresses of network cards.
     *
     * @param ranges from which they are taken
     */
    public record MacPool(List<MacRange> ranges) {}

    /**
     * Some addresses of network cards.
     *
     * @param startMacAddress with hyphens
     * @param endMacAddress with hyphens
     */
    public record MacRange(String startMacAddress, String endMacAddress) {}
}
