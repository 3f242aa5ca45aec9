package dev.mullion.hcs.emulator.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes an endpoint, and what the service adds to it. */
final class EndpointRules {

    private static final Set<String> KNOWN =
            Set.of(
                    "ID",
                    "Name",
                    "HostComputeNetwork",
                    "HostComputeNamespace",
                    "Policies",
                    "IpConfigurations",
                    "Dns",
                    "Routes",
                    "MacAddress",
                    "Flags",
                    "Owner",
                    "AdditionalParams",
                    "Health",
                    "SchemaVersion");

    private final ObjectNode network;
    private final List<ObjectNode> neighbours;
    private final List<Prefix> prefixes;

    /**
     * Judges endpoints of a network.
     *
     * @param network the network
     * @param all every endpoint of the machine
     */
    EndpointRules(ObjectNode network, List<ObjectNode> all) {
        this.network = network;
        this.prefixes = NetworkRules.prefixes(network);
        String id = Documents.text(network, "ID");
        this.neighbours =
                all.stream()
                        .filter(each -> Documents.text(each, "HostComputeNetwork").equals(id))
                        .toList();
    }

    static void checkShape(ObjectNode endpoint, int newestMinor) {
        Documents.requireKnown(endpoint, KNOWN);
        Documents.requireVersion(endpoint, newestMinor);
        if (!Documents.text(endpoint, "HostComputeNamespace").isEmpty()) {
            throw HcnCode.INVALID_PARAMETER.about("a namespace is attached, not set");
        }
    }

    void check(ObjectNode endpoint) {
        String named = Documents.text(endpoint, "HostComputeNetwork");
        if (!named.isEmpty() && !named.equalsIgnoreCase(Documents.text(network, "ID"))) {
            throw HcnCode.INVALID_JSON_REFERENCE.about("the network " + named);
        }
        for (JsonNode configuration : endpoint.path("IpConfigurations")) {
            checkAddress(Documents.text(configuration, "IpAddress"));
        }
        String mac = Documents.text(endpoint, "MacAddress");
        if (!mac.isEmpty() && !mac.matches("(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}")) {
            throw HcnCode.INVALID_PARAMETER.about("the MAC address " + mac);
        }
    }

    private void checkAddress(String text) {
        int address = Prefix.address(text).orElseThrow(() -> HcnCode.INVALID_IP.about(text));
        Prefix prefix =
                prefixOf(address)
                        .orElseThrow(
                                () -> HcnCode.INVALID_IP.about(text + " is in no subnet of it"));
        boolean gateway = NetworkRules.gateway(network, prefix).equals(text);
        if (prefix.reserved(address) || gateway || addresses().contains(text)) {
            throw HcnCode.ADDR_INVALID_OR_RESERVED.about(text);
        }
    }

    private Optional<Prefix> prefixOf(int address) {
        return prefixes.stream().filter(prefix -> prefix.contains(address)).findFirst();
    }

    private Set<String> addresses() {
        Set<String> all = new HashSet<>();
        for (ObjectNode neighbour : neighbours) {
            for (JsonNode configuration : neighbour.path("IpConfigurations")) {
                all.add(Documents.text(configuration, "IpAddress"));
            }
        }
        return all;
    }

    void complete(ObjectNode endpoint) {
        endpoint.put("HostComputeNetwork", Documents.text(network, "ID"));
        if (endpoint.path("IpConfigurations").isEmpty() && !prefixes.isEmpty()) {
            ObjectNode chosen = Documents.object().put("IpAddress", free(prefixes.getFirst()));
            endpoint.set("IpConfigurations", Documents.array().add(chosen));
        }
        List<ObjectNode> routes = new ArrayList<>();
        for (JsonNode each : endpoint.path("IpConfigurations")) {
            Prefix prefix =
                    Prefix.address(Documents.text(each, "IpAddress"))
                            .flatMap(this::prefixOf)
                            .orElseThrow();
            if (!each.has("PrefixLength")) {
                ((ObjectNode) each).put("PrefixLength", prefix.length());
            }
            routes.add(
                    Documents.object()
                            .put("NextHop", NetworkRules.gateway(network, prefix))
                            .put("DestinationPrefix", "0.0.0.0/0"));
        }
        if (endpoint.path("Routes").isEmpty()) {
            endpoint.set("Routes", Documents.array().addAll(routes));
        }
        if (Documents.text(endpoint, "MacAddress").isEmpty()) {
            endpoint.put("MacAddress", freeMac());
        }
        if (!endpoint.has("Dns") && network.has("Dns")) {
            endpoint.set("Dns", network.path("Dns").deepCopy());
        }
        if (!endpoint.has("Flags")) {
            endpoint.put("Flags", 0);
        }
        endpoint.set("Health", Documents.object().put("LastErrorCode", 0));
    }

    private String free(Prefix prefix) {
        Set<String> taken = addresses();
        String gateway = NetworkRules.gateway(network, prefix);
        for (int address = prefix.base() + 1; address != prefix.last(); address++) {
            String text = Prefix.text(address);
            if (!text.equals(gateway) && !taken.contains(text)) {
                return text;
            }
        }
        throw HcnCode.ADDR_INVALID_OR_RESERVED.about("no address of " + prefix + " is free");
    }

    private String freeMac() {
        JsonNode range = network.path("MacPool").path("Ranges").path(0);
        long first = mac(Documents.text(range, "StartMacAddress"));
        long last = mac(Documents.text(range, "EndMacAddress"));
        Set<String> taken = new HashSet<>();
        for (ObjectNode neighbour : neighbours) {
            taken.add(Documents.text(neighbour, "MacAddress").toUpperCase(Locale.ROOT));
        }
        for (long mac = first; mac <= last; mac++) {
            String text = String.format(Locale.ROOT, "%012X", mac).replaceAll("..(?!$)", "$0-");
            if (!taken.contains(text)) {
                return text;
            }
        }
        throw HcnCode.INVALID_PARAMETER.about("no MAC address is free");
    }

    private static long mac(String text) {
        try {
            return Long.parseLong(text.replace("-", ""), 16);
        } catch (NumberFormatException e) {
            throw HcnCode.INVALID_PARAMETER.about("the MAC address " + text);
        }
    }
}
