package dev.mullion.engine.network;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.settings.Allowance;
import java.util.List;

/** What a container may ask of its network on this host, and what goes together. */
final class RequestRules {

    private final PredefinedNetworks networks;
    private final boolean hostAllowed;

    RequestRules(PredefinedNetworks networks, boolean hostAllowed) {
        this.networks = networks;
        this.hostAllowed = hostAllowed;
    }

    /** Returns warnings, or throws as {@link Networks#check} says. */
    List<String> check(NetworkRequest request) {
        return switch (request.mode()) {
            case NetworkMode.Bridge bridge -> {
                networks.id(bridge);
                yield List.of();
            }
            case NetworkMode.Host host -> {
                if (!hostAllowed) {
                    throw EngineProblem.forbidden(
                            Allowance.HOST_NETWORK.refusal("the host's network"));
                }
                yield request.published().isEmpty()
                        ? List.of()
                        : List.of("Published ports are discarded when using host network mode");
            }
            case NetworkMode.None none -> List.of();
            case NetworkMode.Container container -> {
                refuse(!request.published().isEmpty(), "port publishing");
                refuse(request.macAddress() != null, "mac-address");
                refuse(!request.dns().isEmpty(), "dns");
                refuse(!request.extraHosts().isEmpty(), "custom host-to-IP mapping");
                yield List.of();
            }
        };
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw EngineProblem.invalid(
                    "conflicting options: %s and the container type network mode".formatted(what));
        }
    }
}
