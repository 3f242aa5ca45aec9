package dev.mullion.engine.network;

import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.NetworkSettings;
import dev.mullion.docker.api.NetworkSettingsBuilder;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.EndpointSpec.Published;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says in Docker's records how containers are reached. */
final class Reached {

    private Reached() {}

    static NetworkSettings settings(Connection connection, NetworkRequest request) {
        NetworkSettingsBuilder builder =
                NetworkSettings.builder().ports(bindings(connection, request)).networks(Map.of());
        if (connection.peer() != null) {
            return builder.build();
        }
        EndpointSettings place = place(connection);
        builder.networks(Map.of(connection.network(), place));
        if (connection.endpoint() != null) {
            builder.endpointId(place.endpointId())
                    .gateway(place.gateway())
                    .ipAddress(place.ipAddress())
                    .ipPrefixLen(place.ipPrefixLen())
                    .macAddress(place.macAddress());
        }
        return builder.build();
    }

    static NetworkSettings notRunning(NetworkRequest request, PredefinedNetworks networks) {
        if (request.mode() instanceof NetworkMode.Container) {
            return NetworkSettings.NONE;
        }
        String id = networks.id(request.mode());
        String name = networks.require(id).name();
        return NetworkSettings.builder()
                .networks(Map.of(name, EndpointSettings.builder().networkId(id).build()))
                .build();
    }

    static List<PublishedPort> ports(Connection connection, NetworkRequest request) {
        List<PublishedPort> list = new ArrayList<>();
        bindings(connection, request)
                .forEach((text, bindings) -> {
                    ContainerPort port = ContainerPort.of(text);
                    String type = port.protocol().word();
                    if (bindings.isEmpty()) {
                        list.add(new PublishedPort(null, port.number(), 0, type));
                    }
                    for (PortBinding binding : bindings) {
                        String number = binding.hostPort();
                        list.add(
                                new PublishedPort(
                                        binding.hostIp(),
                                        port.number(),
                                        number == null ? 0 : Integer.parseInt(number),
                                        type));
                    }
                });
        return list;
    }

    private static Map<String, List<PortBinding>> bindings(
            Connection connection, NetworkRequest request) {
        if (connection.endpoint() == null) {
            return Map.of();
        }
        Map<ContainerPort, List<PortBinding>> sorted = new TreeMap<>();
        request.exposed().forEach(port -> sorted.put(port, new ArrayList<>()));
        for (Published port : connection.endpoint().ports()) {
            sorted.computeIfAbsent(
                            ContainerPort.of(port.containerPort() + "/" + port.protocol()),
                            unexposed -> new ArrayList<>())
                    .add(new PortBinding(port.hostAddress(), Integer.toString(port.hostPort())));
        }
        Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
        sorted.forEach((port, list) -> bindings.put(port.toString(), list));
        return bindings;
    }

    private static EndpointSettings place(Connection connection) {
        var builder =
                EndpointSettings.builder()
                        .networkId(connection.networkId())
                        .endpointId(connection.endpointId());
        EndpointSpec endpoint = connection.endpoint();
        if (endpoint != null) {
            builder.gateway(endpoint.network().gateway())
                    .ipAddress(endpoint.address())
                    .ipPrefixLen(endpoint.prefix())
                    .macAddress(endpoint.macAddress());
        }
        return builder.build();
    }
}
