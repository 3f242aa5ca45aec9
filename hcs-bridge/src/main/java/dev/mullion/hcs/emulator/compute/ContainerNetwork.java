package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.network.EmulatedNetworks;
import dev.mullion.hcs.emulator.program.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The network of one system: a namespace in the second schema, endpoints in the first. */
final class ContainerNetwork implements Network {

    private final EmulatedNetworks networks;
    private final String system;
    private final @Nullable UUID namespace;
    private final List<UUID> plugged = new ArrayList<>();

    private ContainerNetwork(EmulatedNetworks networks, String system, @Nullable UUID namespace) {
        this.networks = networks;
        this.system = system;
        this.namespace = namespace;
    }

    /**
     * Connects a system.
     *
     * @throws Refusal if its namespace or an endpoint isn't there or in use
     */
    static ContainerNetwork take(EmulatedNetworks networks, SystemSpec spec) {
        UUID namespace = spec.namespace() == null ? null : guid(spec.namespace());
        if (namespace != null && networks.namespace(namespace).isEmpty()) {
            throw Refusal.of(
                    Codes.ELEMENT_NOT_FOUND, "There is no network namespace " + namespace + ".");
        }
        var network = new ContainerNetwork(networks, spec.id(), namespace);
        boolean complete = false;
        try {
            for (String endpoint : spec.endpoints()) {
                UUID id = guid(endpoint);
                networks.plug(id, spec.id());
                network.plugged.add(id);
            }
            if (namespace != null) {
                networks.runs(namespace, spec.id(), true);
            }
            complete = true;
            return network;
        } finally {
            if (!complete) {
                network.giveBack();
            }
        }
    }

    private static UUID guid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Codes.INVALID_JSON, "'" + text + "' isn't a GUID.");
        }
    }

    void giveBack() {
        plugged.forEach(networks::unplug);
        if (namespace != null) {
            networks.runs(namespace, system, false);
        }
    }

    private List<UUID> endpoints() {
        return namespace == null ? plugged : networks.namespace(namespace).orElse(List.of());
    }

    @Override
    public List<String> addresses() {
        return endpoints().stream()
                .flatMap(endpoint -> networks.addresses(endpoint).stream())
                .toList();
    }

    @Override
    public void moved(long received, long sent) {
        endpoints().stream()
                .findFirst()
                .ifPresent(endpoint -> networks.moved(endpoint, received, sent));
    }
}
