package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container asks of its network; the same at each of its starts.
 *
 * @param name the container's name
 * @param mode which network
 * @param ports where its ports shall be published
 * @param publishAll whether the exposed ports that {@code ports} doesn't name are published on free
 *     ports of the host
 * @param exposed the ports it says it listens on
 * @param macAddress its hardware address; null to take one that follows from its address
 * @param hostname its own name inside
 * @param domainname its domain inside; empty for none
 * @param extraHosts more names it knows, {@code name:address}; the address may be {@code
 *     host-gateway}
 * @param dns name servers; empty for the host's
 * @param dnsSearch domains tried for short names; empty for the host's
 * @param dnsOptions options of the resolver; empty for the host's
 */
public record NetworkRequest(
        String name,
        NetworkMode mode,
        List<WantedPort> ports,
        boolean publishAll,
        SortedSet<ContainerPort> exposed,
        @Nullable String macAddress,
        String hostname,
        String domainname,
        List<String> extraHosts,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions) {

    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

    /**
     * Reads what a container's configuration says about its network.
     *
     * @param id the container, whose short id is its host name if it isn't given another
     * @param name its name
     * @param config the image's configuration merged in
     * @param networking what the create request said about networks; null for nothing
     * @throws EngineProblem 400 for a port, address or name that isn't one; 501 for a protocol or a
     *     kind of address that this engine doesn't publish
     */
    public static NetworkRequest of(
            ContainerId id,
            String name,
            ContainerConfig config,
            HostConfig host,
            @Nullable NetworkingConfig networking) {
        SortedSet<ContainerPort> exposed = new TreeSet<>();
        config.exposedPorts().keySet().forEach(port -> exposed.add(ContainerPort.of(port)));
        List<WantedPort> ports = new ArrayList<>();
        for (Map.Entry<String, List<PortBinding>> entry : host.portBindings().entrySet()) {
            ContainerPort port = ContainerPort.of(entry.getKey());
            exposed.add(port);
            entry.getValue().forEach(binding -> ports.add(WantedPort.of(port, binding)));
        }
        String mode = host.networkMode() == null ? "" : host.networkMode();
        List<EndpointSettings> places = places(networking);
        places.forEach(NetworkRequest::refuseOthers);
        if (!host.links().isEmpty()) {
            throw EngineProblem.notImplemented(
                    "links between containers aren't supported by this engine; use their addresses");
        }
        return new NetworkRequest(
                name,
                config.networkDisabled() ? new NetworkMode.None() : NetworkMode.of(mode),
                List.copyOf(ports),
                host.publishAllPorts(),
                exposed,
                macAddress(config, places),
                config.hostname() == null ? id.shortened() : config.hostname(),
                config.domainname() == null ? "" : config.domainname(),
                checkedHosts(host.extraHosts()),
                host.dns(),
                host.dnsSearch(),
                host.dnsOptions());
    }

    private static List<EndpointSettings> places(@Nullable NetworkingConfig networking) {
        return networking == null ? List.of() : List.copyOf(networking.endpointsConfig().values());
    }

    /** What Docker has for networks that people make themselves, in its words. */
    private static void refuseOthers(EndpointSettings place) {
        if (place.ipamConfig() != null
                && (place.ipamConfig().ipv4Address() != null
                        || place.ipamConfig().ipv6Address() != null)) {
            throw EngineProblem.invalid(
                    "user specified IP address is supported on user defined networks only");
        }
        if (!place.aliases().isEmpty()) {
            throw EngineProblem.invalid(
                    "network-scoped alias is supported only for containers in user defined networks");
        }
        if (!place.links().isEmpty()) {
            throw EngineProblem.notImplemented(
                    "links between containers aren't supported by this engine; use their addresses");
        }
    }

    private static List<String> checkedHosts(List<String> hosts) {
        for (String host : hosts) {
            int colon = host.indexOf(':');
            if (colon < 1 || colon == host.length() - 1 || host.chars().anyMatch(c -> c <= ' ')) {
                throw EngineProblem.invalid("bad format for add-host: \"%s\"".formatted(host));
            }
        }
        return hosts;
    }

    private static @Nullable String macAddress(
            ContainerConfig config, List<EndpointSettings> places) {
        String address =
                places.stream()
                        .map(EndpointSettings::macAddress)
                        .filter(each -> each != null)
                        .findFirst()
                        .orElse(config.macAddress());
        if (address != null && !MAC.matcher(address).matches()) {
            throw EngineProblem.invalid(
                    "invalid MAC address: address %s: invalid MAC address".formatted(address));
        }
        return address == null ? null : address.toLowerCase(Locale.ROOT);
    }

    /** All ports that shall be published, the exposed ones too if they shall. */
    List<WantedPort> published() {
        List<WantedPort> all = new ArrayList<>(ports);
        if (publishAll) {
            exposed.stream()
                    .filter(port -> ports.stream().noneMatch(each -> each.port().equals(port)))
                    .map(WantedPort::any)
                    .forEach(all::add);
        }
        return all;
    }
}
