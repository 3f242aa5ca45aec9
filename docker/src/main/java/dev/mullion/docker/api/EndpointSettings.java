package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's place in one network: as it is asked for, and as it became.
 *
 * @param ipamConfig the addresses that are asked for
 * @param links containers it knows by name in this network
 * @param aliases more names of the container in the network
 * @param macAddress the hardware address
 * @param driverOpts what the network's driver is told
 * @param gwPriority which of several networks is the way out; the highest is
 * @param networkId the network's id
 * @param endpointId the id of this place
 * @param gateway the way out, IPv4
 * @param ipAddress the container's IPv4 address
 * @param ipPrefixLen how many bits of it name the network
 * @param ipv6Gateway the way out, IPv6
 * @param globalIpv6Address the container's IPv6 address
 * @param globalIpv6PrefixLen how many bits of it name the network
 * @param dnsNames all names that are answered for it
 */
@RecordBuilder
public record EndpointSettings(
        @Nullable @JsonProperty("IPAMConfig") IpamConfig ipamConfig,
        @NullWhenEmpty List<String> links,
        @NullWhenEmpty List<String> aliases,
        @Nullable String macAddress,
        @NullWhenEmpty Map<String, String> driverOpts,
        int gwPriority,
        @Nullable @JsonProperty("NetworkID") String networkId,
        @Nullable @JsonProperty("EndpointID") String endpointId,
        @Nullable String gateway,
        @Nullable @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @Nullable @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @Nullable @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @NullWhenEmpty @JsonProperty("DNSNames") List<String> dnsNames) {

    /** Fills in what is absent. */
    public EndpointSettings {
        networkId = Absent.orNull(networkId);
        endpointId = Absent.orNull(endpointId);
        gateway = Absent.orNull(gateway);
        ipAddress = Absent.orNull(ipAddress);
        ipv6Gateway = Absent.orNull(ipv6Gateway);
        globalIpv6Address = Absent.orNull(globalIpv6Address);
        macAddress = Absent.orNull(macAddress);
        links = Absent.list(links);
        aliases = Absent.list(aliases);
        driverOpts = Absent.map(driverOpts);
        dnsNames = Absent.list(dnsNames);
    }

    /** Begins a place about which nothing is said. */
    public static EndpointSettingsBuilder builder() {
        return EndpointSettingsBuilder.builder();
    }

    /** Begins a place like this one. */
    public EndpointSettingsBuilder toBuilder() {
        return EndpointSettingsBuilder.builder(this);
    }

    /**
     * Addresses that are asked for.
     *
     * @param ipv4Address the IPv4 address
     * @param ipv6Address the IPv6 address
     * @param linkLocalIps link-local addresses
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record IpamConfig(
            @Nullable @JsonProperty("IPv4Address") String ipv4Address,
            @Nullable @JsonProperty("IPv6Address") String ipv6Address,
            @JsonProperty("LinkLocalIPs") List<String> linkLocalIps) {

        /** Fills in what is absent. */
        public IpamConfig {
            ipv4Address = Absent.orNull(ipv4Address);
            ipv6Address = Absent.orNull(ipv6Address);
            linkLocalIps = Absent.list(linkLocalIps);
        }
    }
}
