package dev.mullion.docker.api;

import java.util.Map;

/**
 * The networks a container is created into.
 *
 * @param endpointsConfig its place in each network, by the network's name
 */
public record NetworkingConfig(Map<String, EndpointSettings> endpointsConfig) {

    /** Fills in what is absent. */
    public NetworkingConfig {
        endpointsConfig = Absent.map(endpointsConfig);
    }
}
