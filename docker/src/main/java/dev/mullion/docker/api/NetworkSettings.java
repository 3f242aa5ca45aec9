package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is reached.
 *
 * @param ports where its ports ({@code 80/tcp}) are published; an empty list for one that isn't
 * @param networks its place in each network, by the network's name
 * @param ipAddress its address in the default network, from older engines
 */
public record NetworkSettings(
        Map<String, List<PortBinding>> ports,
        Map<String, EndpointSettings> networks,
        @Nullable @JsonProperty("IPAddress") String ipAddress) {

    /** In no network at all. */
    public static final NetworkSettings NONE = new NetworkSettings(Map.of(), Map.of(), null);

    /** Fills in what is absent. */
    public NetworkSettings {
        ipAddress = Absent.orNull(ipAddress);
        ports = Absent.lists(ports);
        networks = Absent.map(networks);
    }
}
