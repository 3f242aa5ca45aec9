package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's place in one network.
 *
 * @param networkId the network's id
 * @param endpointId the id of this place
 * @param gateway the way out, IPv4
 * @param ipAddress the container's IPv4 address
 * @param ipPrefixLen how many bits of it name the network
 * @param ipv6Gateway the way out, IPv6
 * @param globalIpv6Address the container's IPv6 address
 * @param globalIpv6PrefixLen how many bits of it name the network
 * @param macAddress the hardware address
 * @param aliases more names of the container in the network
 * @param dnsNames all names that are answered for it
 */
public record EndpointSettings(
        @Nullable @JsonProperty("NetworkID") String networkId,
        @Nullable @JsonProperty("EndpointID") String endpointId,
        @Nullable String gateway,
        @Nullable @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @Nullable @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @Nullable @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @Nullable String macAddress,
        List<String> aliases,
        @JsonProperty("DNSNames") List<String> dnsNames) {

    /** Fills in what is absent. */
    public EndpointSettings {
        networkId = Absent.orNull(networkId);
        endpointId = Absent.orNull(endpointId);
        gateway = Absent.orNull(gateway);
        ipAddress = Absent.orNull(ipAddress);
        ipv6Gateway = Absent.orNull(ipv6Gateway);
        globalIpv6Address = Absent.orNull(globalIpv6Address);
        macAddress = Absent.orNull(macAddress);
        aliases = Absent.list(aliases);
        dnsNames = Absent.list(dnsNames);
    }
}
