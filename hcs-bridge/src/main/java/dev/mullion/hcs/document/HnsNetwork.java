package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network as the first generation of the interface ({@code HNSCall}, {@code /networks/}) sees it.
 *
 * @param id given by the service; null when it is made
 * @param name its name
 * @param type {@code nat} and others, in small letters
 * @param subnets its blocks, or null
 * @param dnsServerList addresses with commas between them, or null
 * @param dnsSuffix a domain, or null
 * @param macPools for its endpoints, or null
 * @param networkAdapterName the host's card that it is bound to, or null
 */
public record HnsNetwork(
        @JsonProperty("ID") @Nullable UUID id,
        @Nullable String name,
        @Nullable String type,
        @Nullable List<Subnet> subnets,
        @JsonProperty("DNSServerList") @Nullable String dnsServerList,
        @JsonProperty("DNSSuffix") @Nullable String dnsSuffix,
        @Nullable List<NetworkDocument.MacRange> macPools,
        @Nullable String networkAdapterName) {

    /**
     * A block of addresses.
     *
     * @param addressPrefix for example {@code 172.28.0.0/20}
     * @param gatewayAddress the host's own in it
     */
    public record Subnet(String addressPrefix, @Nullable String gatewayAddress) {}
}
