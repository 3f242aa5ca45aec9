package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network of a host.
 *
 * @param name for example {@code bridge}
 * @param id 64 hexadecimal digits
 * @param created when it was made
 * @param scope {@code local} for one of this host alone
 * @param driver its kind: {@code bridge}, {@code host}, {@code null}
 * @param enableIpv4 whether it has IPv4 addresses
 * @param enableIpv6 whether it has IPv6 addresses
 * @param ipam its addresses
 * @param internal whether nothing leads out of it
 * @param attachable whether containers may join a network of a swarm
 * @param ingress whether it distributes the published ports of a swarm
 * @param configFrom the network it takes its configuration from
 * @param configOnly whether it is nothing but a configuration
 * @param containers the running containers in it, by their ids; a list of networks leaves them out
 * @param options what its driver was told
 * @param labels what people noted on it
 */
public record NetworkDetails(
        String name,
        String id,
        Instant created,
        String scope,
        String driver,
        @JsonProperty("EnableIPv4") boolean enableIpv4,
        @JsonProperty("EnableIPv6") boolean enableIpv6,
        @JsonProperty("IPAM") Ipam ipam,
        boolean internal,
        boolean attachable,
        boolean ingress,
        ConfigFrom configFrom,
        boolean configOnly,
        Map<String, Member> containers,
        Map<String, String> options,
        Map<String, String> labels) {

    /** Fills in what is absent. */
    public NetworkDetails {
        containers = Absent.map(containers);
        options = Absent.map(options);
        labels = Absent.map(labels);
    }

    /**
     * The addresses of a network.
     *
     * @param driver who gives them, {@code default}
     * @param options what it was told
     * @param config the blocks of addresses
     */
    public record Ipam(
            String driver,
            @NullWhenEmpty Map<String, String> options,
            @NullWhenEmpty List<Block> config) {

        /** Fills in what is absent. */
        public Ipam {
            driver = Absent.text(driver);
            options = Absent.map(options);
            config = Absent.list(config);
        }
    }

    /**
     * A block of addresses.
     *
     * @param subnet for example {@code 172.17.0.0/16}
     * @param gateway the host's own address in it
     */
    public record Block(String subnet, String gateway) {}

    /**
     * Where a configuration is taken from.
     *
     * @param network the name of a network; empty for none
     */
    public record ConfigFrom(String network) {

        /** Fills in what is absent. */
        public ConfigFrom {
            network = Absent.text(network);
        }
    }

    /**
     * A container in a network.
     *
     * @param name the container's name
     * @param endpointId the id of its place
     * @param macAddress its hardware address
     * @param ipv4Address its address with the number of bits that name the network
     * @param ipv6Address the same for IPv6
     */
    public record Member(
            String name,
            @JsonProperty("EndpointID") String endpointId,
            @Nullable String macAddress,
            @Nullable @JsonProperty("IPv4Address") String ipv4Address,
            @Nullable @JsonProperty("IPv6Address") String ipv6Address) {

        /** Fills in what is absent. */
        public Member {
            macAddress = Absent.orNull(macAddress);
            ipv4Address = Absent.orNull(ipv4Address);
            ipv6Address = Absent.orNull(ipv6Address);
        }
    }
}
