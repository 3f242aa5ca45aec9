package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the first generation of the interface ({@code HNSCall}, {@code /endpoints/}) sees
 * it. All but the network may be null: the service chooses.
 *
 * @param id given by the service; null when it is made
 * @param name its name
 * @param virtualNetwork the GUID of its network
 * @param virtualNetworkName the name of its network
 * @param macAddress with hyphens
 * @param ipAddress its address
 * @param prefixLength of its subnet
 * @param gatewayAddress the host's own address in the subnet
 * @param dnsServerList addresses with commas between them
 * @param dnsSuffix a domain
 * @param enableInternalDns whether the service itself answers for names
 * @param disableIcc whether it is kept from the other endpoints of its network
 * @param policies its published ports and limits
 * @param namespace where it is attached
 * @param sharedContainers the systems that use it
 * @param state 1 created, 2 attached, 3 attached and shared, 4 detached, 5 degraded, 6 destroyed
 */
public record HnsEndpoint(
        @JsonProperty("ID") @Nullable UUID id,
        @Nullable String name,
        @Nullable UUID virtualNetwork,
        @Nullable String virtualNetworkName,
        @Nullable String macAddress,
        @JsonProperty("IPAddress") @Nullable String ipAddress,
        @Nullable Integer prefixLength,
        @Nullable String gatewayAddress,
        @JsonProperty("DNSServerList") @Nullable String dnsServerList,
        @JsonProperty("DNSSuffix") @Nullable String dnsSuffix,
        @JsonProperty("EnableInternalDNS") @Nullable Boolean enableInternalDns,
        @JsonProperty("DisableICC") @Nullable Boolean disableIcc,
        @Nullable List<Policy> policies,
        @Nullable Reference namespace,
        @Nullable List<String> sharedContainers,
        @Nullable Integer state) {

    /**
     * Another thing.
     *
     * @param id its GUID
     */
    public record Reference(@JsonProperty("ID") UUID id) {}

    /**
     * A published port or a limit.
     *
     * @param type {@code NAT} or {@code QOS}
     * @param protocol of a port: {@code tcp} or {@code udp}
     * @param internalPort the container's
     * @param externalPort the host's
     * @param externalPortReserved whether the caller has made sure itself that nobody else has it
     * @param maximumOutgoingBandwidthInBytes of a limit, a second
     */
    public record Policy(
            String type,
            @Nullable String protocol,
            @Nullable Integer internalPort,
            @Nullable Integer externalPort,
            @Nullable Boolean externalPortReserved,
            @Nullable Long maximumOutgoingBandwidthInBytes) {}
}
