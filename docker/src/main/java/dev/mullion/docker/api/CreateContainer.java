package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * The request for a new container ({@code POST /containers/create}).
 *
 * @param config what it runs and how; its members stand beside the other two in the JSON
 * @param hostConfig what it may use of the host
 * @param networkingConfig the networks it is in; absent takes the default one
 */
public record CreateContainer(
        @JsonUnwrapped ContainerConfig config,
        HostConfig hostConfig,
        @Nullable NetworkingConfig networkingConfig) {

    /** Fills in what is absent. */
    public CreateContainer {
        hostConfig = hostConfig == null ? HostConfig.builder().build() : hostConfig;
    }

    /**
     * Returns the request for a container in the default network.
     *
     * @param config what it runs and how
     * @param hostConfig what it may use of the host
     * @return the request
     */
    public static CreateContainer of(ContainerConfig config, HostConfig hostConfig) {
        return new CreateContainer(config, hostConfig, null);
    }
}
