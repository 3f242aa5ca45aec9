package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is reached.
 *
 * @param bridge the bridge, where the container has one of its own
 * @param sandboxId the id of its network stack
 * @param sandboxKey the file that holds its network stack
 * @param ports where its ports ({@code 80/tcp}) are published; an empty list for one that isn't
 * @param networks its place in each network, by the network's name
 * @param endpointId the id of its place in the default network; this and what follows is from
 *     engines before API 1.52
 * @param gateway the way out of the default network, IPv4
 * @param ipAddress its IPv4 address in the default network
 * @param ipPrefixLen how many bits of it name the network
 * @param ipv6Gateway the way out, IPv6
 * @param globalIpv6Address its IPv6 address
 * @param globalIpv6PrefixLen how many bits of it name the network
 * @param macAddress its hardware address in the default network
 * @param hairpinMode whether it reaches its own published ports through the bridge
 * @param linkLocalIpv6Address its link-local IPv6 address
 * @param linkLocalIpv6PrefixLen how many bits of it name the network
 * @param secondaryIpAddresses never set
 * @param secondaryIpv6Addresses never set
 */
@RecordBuilder
public record NetworkSettings(
        @Nullable String bridge,
        @Nullable @JsonProperty("SandboxID") String sandboxId,
        @Nullable String sandboxKey,
        Map<String, List<PortBinding>> ports,
        boolean hairpinMode,
        @Nullable @JsonProperty("LinkLocalIPv6Address") String linkLocalIpv6Address,
        @JsonProperty("LinkLocalIPv6PrefixLen") int linkLocalIpv6PrefixLen,
        @NullWhenEmpty @JsonProperty("SecondaryIPAddresses") List<Object> secondaryIpAddresses,
        @NullWhenEmpty @JsonProperty("SecondaryIPv6Addresses") List<Object> secondaryIpv6Addresses,
        @Nullable @JsonProperty("EndpointID") String endpointId,
        @Nullable String gateway,
        @Nullable @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @Nullable @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @Nullable @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @Nullable String macAddress,
        Map<String, EndpointSettings> networks) {

    /** In no network at all. */
    public static final NetworkSettings NONE = builder().build();

    /** Fills in what is absent. */
    public NetworkSettings {
        bridge = Absent.orNull(bridge);
        sandboxId = Absent.orNull(sandboxId);
        sandboxKey = Absent.orNull(sandboxKey);
        linkLocalIpv6Address = Absent.orNull(linkLocalIpv6Address);
        secondaryIpAddresses = Absent.list(secondaryIpAddresses);
        secondaryIpv6Addresses = Absent.list(secondaryIpv6Addresses);
        endpointId = Absent.orNull(endpointId);
        gateway = Absent.orNull(gateway);
        globalIpv6Address = Absent.orNull(globalIpv6Address);
        ipAddress = Absent.orNull(ipAddress);
        ipv6Gateway = Absent.orNull(ipv6Gateway);
        macAddress = Absent.orNull(macAddress);
        ports = Absent.lists(ports);
        networks = Absent.map(networks);
    }

    /** Begins settings of a container in no network. */
    public static NetworkSettingsBuilder builder() {
        return NetworkSettingsBuilder.builder();
    }
}
