package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;

/** What doesn't go together with the network of another container. */
final class SharedNetwork {

    private SharedNetwork() {}

    /**
     * Checks a request.
     *
     * @throws EngineProblem 400, saying what doesn't go together
     */
    static void check(ContainerConfig config, HostConfig asked) {
        boolean named = config.hostname() != null;
        conflict(named, "hostname and the network mode");
        conflict(!asked.links().isEmpty(), "container type network can't be used with links");
        conflict(!asked.dns().isEmpty(), "dns and the network mode");
        conflict(!asked.extraHosts().isEmpty(), "custom host-to-IP mapping and the network mode");
        conflict(
                !asked.portBindings().isEmpty() || asked.publishAllPorts(),
                "port publishing and the container type network mode");
        conflict(
                !config.exposedPorts().isEmpty(),
                "port exposing and the container type network mode");
    }

    private static void conflict(boolean there, String what) {
        if (there) {
            throw EngineProblem.invalid("conflicting options: " + what);
        }
    }
}
