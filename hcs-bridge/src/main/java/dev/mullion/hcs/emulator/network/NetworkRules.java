package dev.mullion.hcs.emulator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes a network, and what the service adds to it. */
final class NetworkRules {

    static final int NON_PERSISTENT = 8;

    private static final Set<String> KNOWN =
            Set.of(
                    "ID",
                    "Name",
                    "Type",
                    "Policies",
                    "MacPool",
                    "Dns",
                    "Ipams",
                    "Flags",
                    "Owner",
                    "AdditionalParams",
                    "Health",
                    "SchemaVersion");
    private static final Set<String> TYPES =
            Set.of(
                    "NAT",
                    "ICS",
                    "Internal",
                    "Transparent",
                    "L2Bridge",
                    "L2Tunnel",
                    "Overlay",
                    "Private",
                    "Mirrored");
    private static final String DEFAULT_ROUTE = "0.0.0.0/0";
    private static final int FIRST_BLOCK = Prefix.address("172.16.0.0").orElseThrow();
    private static final int BLOCK_BITS = 20;

    private NetworkRules() {}

    static void check(ObjectNode network, List<ObjectNode> others, int newestMinor) {
        Documents.requireKnown(network, KNOWN);
        Documents.requireVersion(network, newestMinor);
        if (network.has("Type") && !TYPES.contains(Documents.text(network, "Type"))) {
            throw HcnCode.INVALID_NETWORK_TYPE.about(Documents.text(network, "Type"));
        }
        String name = Documents.text(network, "Name");
        if (others.stream().anyMatch(other -> Documents.text(other, "Name").equals(name))) {
            throw HcnCode.NETWORK_ALREADY_EXISTS.about(name);
        }
        List<Prefix> taken = others.stream().flatMap(other -> prefixes(other).stream()).toList();
        for (JsonNode subnet : subnets(network)) {
            Prefix prefix = prefix(subnet);
            requireDefaultRoute(subnet);
            if (taken.stream().anyMatch(prefix::overlaps)) {
                throw HcnCode.INVALID_SUBNET.about(prefix + " overlaps that of another network");
            }
        }
    }

    private static void requireDefaultRoute(JsonNode subnet) {
        for (JsonNode route : subnet.path("Routes")) {
            if (Documents.text(route, "DestinationPrefix").equals(DEFAULT_ROUTE)
                    && Prefix.address(Documents.text(route, "NextHop")).isPresent()) {
                return;
            }
        }
        throw HcnCode.INVALID_SUBNET.about("there is no default route");
    }

    private static Prefix prefix(JsonNode subnet) {
        String text = Documents.text(subnet, "IpAddressPrefix");
        return Prefix.parse(text).orElseThrow(() -> HcnCode.INVALID_PREFIX.about(text));
    }

    private static List<JsonNode> subnets(ObjectNode network) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode ipam : network.path("Ipams")) {
            ipam.path("Subnets").forEach(all::add);
        }
        return all;
    }

    static List<Prefix> prefixes(ObjectNode network) {
        return subnets(network).stream().map(NetworkRules::prefix).toList();
    }

    /** The address of the default route, which the host itself has. */
    static String gateway(ObjectNode network, Prefix prefix) {
        for (JsonNode subnet : subnets(network)) {
            if (prefix(subnet).equals(prefix)) {
                for (JsonNode route : subnet.path("Routes")) {
                    if (Documents.text(route, "DestinationPrefix").equals(DEFAULT_ROUTE)) {
                        return Documents.text(route, "NextHop");
                    }
                }
            }
        }
        return "";
    }

    /** A network without subnets gets the first free block. */
    static void complete(ObjectNode network, List<ObjectNode> others) {
        if (!network.has("Type")) {
            network.put("Type", "NAT");
        }
        boolean translated = Documents.text(network, "Type").equals("NAT");
        if (subnets(network).isEmpty() && translated) {
            network.set("Ipams", ipams(free(others)));
        }
        if (!network.has("MacPool")) {
            network.set("MacPool", macs(others.size()));
        }
        for (String list : List.of("Policies")) {
            if (!network.has(list)) {
                network.set(list, Documents.array());
            }
        }
        if (!network.has("Flags")) {
            network.put("Flags", 0);
        }
        network.set("Health", Documents.object().put("LastErrorCode", 0));
    }

    private static Prefix free(List<ObjectNode> others) {
        List<Prefix> taken = others.stream().flatMap(other -> prefixes(other).stream()).toList();
        for (int block = 0; block < 256; block++) {
            var prefix = new Prefix(FIRST_BLOCK + (block << (32 - BLOCK_BITS)), BLOCK_BITS);
            if (taken.stream().noneMatch(prefix::overlaps)) {
                return prefix;
            }
        }
        throw HcnCode.INVALID_SUBNET.about("no block of addresses is free");
    }

    private static ArrayNode ipams(Prefix prefix) {
        ObjectNode route =
                Documents.object()
                        .put("NextHop", Prefix.text(prefix.base() + 1))
                        .put("DestinationPrefix", DEFAULT_ROUTE);
        ObjectNode subnet = Documents.object().put("IpAddressPrefix", prefix.toString());
        subnet.set("Routes", Documents.array().add(route));
        ObjectNode ipam = Documents.object().put("Type", "Static");
        ipam.set("Subnets", Documents.array().add(subnet));
        return Documents.array().add(ipam);
    }

    private static ObjectNode macs(int number) {
        String start = String.format(Locale.ROOT, "00-15-5D-%02X-", number & 0xFF);
        ObjectNode range =
                Documents.object()
                        .put("StartMacAddress", start + "00-00")
                        .put("EndMacAddress", start + "0F-FF");
        ObjectNode pool = Documents.object();
        pool.set("Ranges", Documents.array().add(range));
        return pool;
    }
}
