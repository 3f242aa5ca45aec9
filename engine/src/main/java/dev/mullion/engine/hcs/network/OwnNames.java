package dev.mullion.engine.hcs.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.NetworkSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an engine's things are told from those of others on the same machine, also after a crash:
 * networks and endpoints by their names, namespaces, which have none, by their ids.
 */
record OwnNames(String instance) {

    private static final String NETWORK = "net-";
    private static final String CONTAINER = "ct-";

    private String prefix() {
        return "mullion-" + instance + "-";
    }

    String network(NetworkSpec network) {
        return prefix() + NETWORK + network.name();
    }

    String endpoint(ContainerId container) {
        return prefix() + CONTAINER + container.hex();
    }

    /** The same for the same container, so that it is found again whatever happened in between. */
    UUID namespace(ContainerId container) {
        return UUID.nameUUIDFromBytes(
                (prefix() + "ns-" + container.hex()).getBytes(StandardCharsets.US_ASCII));
    }

    boolean isNetwork(@Nullable String name) {
        return name != null && name.startsWith(prefix() + NETWORK);
    }

    /** Whose endpoint it is; nothing if it isn't one of this engine. */
    Optional<ContainerId> container(@Nullable String endpoint) {
        String begin = prefix() + CONTAINER;
        if (endpoint == null || !endpoint.startsWith(begin)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContainerId.of(endpoint.substring(begin.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
