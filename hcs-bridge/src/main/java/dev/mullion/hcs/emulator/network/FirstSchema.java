package dev.mullion.hcs.emulator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of the first schema, made of those of the second and the other way round. */
final class FirstSchema {

    private static final Map<String, Integer> PROTOCOLS = Map.of("tcp", 6, "udp", 17);

    private FirstSchema() {}

    static ObjectNode network(ObjectNode network) {
        ObjectNode first =
                Documents.object()
                        .put("ID", Documents.text(network, "ID"))
                        .put("Name", Documents.text(network, "Name"))
                        .put("Type", Documents.text(network, "Type").toLowerCase(Locale.ROOT));
        ArrayNode subnets = first.putArray("Subnets");
        for (Prefix prefix : NetworkRules.prefixes(network)) {
            subnets.add(
                    Documents.object()
                            .put("AddressPrefix", prefix.toString())
                            .put("GatewayAddress", NetworkRules.gateway(network, prefix)));
        }
        first.set("MacPools", network.path("MacPool").path("Ranges").deepCopy());
        names(network, first);
        first.put("Flags", network.path("Flags").asInt(0));
        return first;
    }

    static ObjectNode networkOf(ObjectNode first) {
        ObjectNode network = version(Documents.object());
        copy(first, network, "ID");
        copy(first, network, "Name");
        copy(first, network, "Flags");
        network.put("Type", type(Documents.text(first, "Type")));
        ArrayNode subnets = Documents.array();
        for (JsonNode subnet : first.path("Subnets")) {
            ObjectNode made =
                    Documents.object()
                            .put("IpAddressPrefix", Documents.text(subnet, "AddressPrefix"));
            String gateway = Documents.text(subnet, "GatewayAddress");
            if (!gateway.isEmpty()) {
                made.putArray("Routes")
                        .add(
                                Documents.object()
                                        .put("NextHop", gateway)
                                        .put("DestinationPrefix", "0.0.0.0/0"));
            }
            subnets.add(made);
        }
        if (!subnets.isEmpty()) {
            ObjectNode ipam = Documents.object().put("Type", "Static");
            ipam.set("Subnets", subnets);
            network.putArray("Ipams").add(ipam);
        }
        if (!first.path("MacPools").isEmpty()) {
            network.putObject("MacPool").set("Ranges", first.path("MacPools").deepCopy());
        }
        dns(first, network);
        return network;
    }

    private static String type(String first) {
        return switch (first.toLowerCase(Locale.ROOT)) {
            case "nat" -> "NAT";
            case "ics" -> "ICS";
            case "l2bridge" -> "L2Bridge";
            case "l2tunnel" -> "L2Tunnel";
            case "transparent" -> "Transparent";
            case "overlay" -> "Overlay";
            case "private" -> "Private";
            case "internal" -> "Internal";
            default -> first;
        };
    }

    static ObjectNode endpoint(ObjectNode endpoint, ObjectNode network) {
        JsonNode address = endpoint.path("IpConfigurations").path(0);
        ObjectNode first =
                Documents.object()
                        .put("ID", Documents.text(endpoint, "ID"))
                        .put("Name", Documents.text(endpoint, "Name"))
                        .put("VirtualNetwork", Documents.text(network, "ID"))
                        .put("VirtualNetworkName", Documents.text(network, "Name"))
                        .put("MacAddress", Documents.text(endpoint, "MacAddress"))
                        .put("IPAddress", Documents.text(address, "IpAddress"))
                        .put("PrefixLength", address.path("PrefixLength").asInt(0))
                        .put(
                                "GatewayAddress",
                                Documents.text(endpoint.path("Routes").path(0), "NextHop"))
                        .put("State", NetworkStore.state(endpoint).number());
        names(endpoint, first);
        ArrayNode policies = first.putArray("Policies");
        for (JsonNode policy : endpoint.path("Policies")) {
            policies.add(policy(policy));
        }
        String namespace = Documents.text(endpoint, "HostComputeNamespace");
        if (!namespace.isEmpty()) {
            first.putObject("Namespace").put("ID", namespace);
        }
        if (endpoint.has("SharedContainers")) {
            first.set("SharedContainers", endpoint.path("SharedContainers").deepCopy());
        }
        return first;
    }

    private static ObjectNode policy(JsonNode policy) {
        JsonNode settings = policy.path("Settings");
        if (!Documents.text(policy, "Type").equals("PortMapping")) {
            ObjectNode first = Documents.object().put("Type", Documents.text(policy, "Type"));
            settings.properties().forEach(each -> first.set(each.getKey(), each.getValue()));
            return first;
        }
        return Documents.object()
                .put("Type", "NAT")
                .put("Protocol", settings.path("Protocol").asInt(0) == 17 ? "udp" : "tcp")
                .put("InternalPort", settings.path("InternalPort").asInt(0))
                .put("ExternalPort", settings.path("ExternalPort").asInt(0));
    }

    static ObjectNode endpointOf(ObjectNode first) {
        ObjectNode endpoint = version(Documents.object());
        copy(first, endpoint, "ID");
        copy(first, endpoint, "Name");
        copy(first, endpoint, "MacAddress");
        String address = Documents.text(first, "IPAddress");
        if (!address.isEmpty()) {
            ObjectNode made = Documents.object().put("IpAddress", address);
            copy(first, made, "PrefixLength");
            endpoint.putArray("IpConfigurations").add(made);
        }
        dns(first, endpoint);
        ArrayNode policies = endpoint.putArray("Policies");
        for (JsonNode policy : first.path("Policies")) {
            policies.add(policyOf(policy));
        }
        return endpoint;
    }

    private static ObjectNode policyOf(JsonNode first) {
        boolean port = Documents.text(first, "Type").equals("NAT");
        ObjectNode policy =
                Documents.object()
                        .put("Type", port ? "PortMapping" : Documents.text(first, "Type"));
        ObjectNode settings = policy.putObject("Settings");
        for (Map.Entry<String, JsonNode> each : first.properties()) {
            switch (each.getKey()) {
                case "Type", "ExternalPortReserved" -> {
                    // said otherwise in the second schema
                }
                case "Protocol" -> {
                    String name = each.getValue().asString("").toLowerCase(Locale.ROOT);
                    settings.put("Protocol", PROTOCOLS.getOrDefault(name, 0));
                }
                default -> settings.set(each.getKey(), each.getValue());
            }
        }
        return policy;
    }

    static ObjectNode namespace(ObjectNode namespace) {
        ObjectNode first =
                Documents.object()
                        .put("ID", Documents.text(namespace, "ID"))
                        .put("CompartmentId", namespace.path("NamespaceId").asInt(0));
        ArrayNode resources = first.putArray("ResourceList");
        namespace.path("Resources").forEach(each -> resources.add(each.deepCopy()));
        return first;
    }

    static ObjectNode namespaceOf(ObjectNode first) {
        ObjectNode namespace = version(Documents.object());
        copy(first, namespace, "ID");
        return namespace;
    }

    private static ObjectNode version(ObjectNode document) {
        document.putObject("SchemaVersion").put("Major", 2).put("Minor", 0);
        return document;
    }

    private static void copy(ObjectNode from, ObjectNode to, String name) {
        if (from.has(name)) {
            to.set(name, from.path(name).deepCopy());
        }
    }

    private static void names(ObjectNode second, ObjectNode first) {
        JsonNode dns = second.path("Dns");
        List<String> servers = new ArrayList<>();
        dns.path("ServerList").forEach(each -> servers.add(each.asString("")));
        if (!servers.isEmpty()) {
            first.put("DNSServerList", String.join(",", servers));
        }
        if (dns.has("Domain")) {
            first.put("DNSSuffix", Documents.text(dns, "Domain"));
        }
    }

    private static void dns(ObjectNode first, ObjectNode second) {
        String servers = Documents.text(first, "DNSServerList");
        String suffix = Documents.text(first, "DNSSuffix");
        if (servers.isEmpty() && suffix.isEmpty()) {
            return;
        }
        ObjectNode dns = second.putObject("Dns").put("Domain", suffix);
        ArrayNode list = dns.putArray("ServerList");
        for (String server : servers.split(",", -1)) {
            if (!server.isBlank()) {
                list.add(server.strip());
            }
        }
    }
}
