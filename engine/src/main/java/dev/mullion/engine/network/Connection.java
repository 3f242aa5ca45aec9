package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * A container's place in a network, from before its start until after its end.
 *
 * @param container whose
 * @param network the network's name: {@code bridge}, {@code host} or {@code none}; empty for
 *     another container's
 * @param networkId the network's id; empty for another container's
 * @param endpointId the id of this place
 * @param namespace what the process's namespaces need: {@code NamespaceSpec.OWN}, {@code
 *     NamespaceSpec.HOST} or the pid of the process whose network it joins
 * @param peer the container whose network it joins; null for a network of this host
 * @param endpoint its address and published ports; null but on a bridge
 */
public record Connection(
        ContainerId container,
        String network,
        String networkId,
        String endpointId,
        long namespace,
        @Nullable ContainerId peer,
        @Nullable EndpointSpec endpoint) {}
