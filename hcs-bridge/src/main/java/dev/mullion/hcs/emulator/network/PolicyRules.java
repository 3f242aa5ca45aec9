package dev.mullion.hcs.emulator.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes an endpoint's policies, and which port of the host is whose. */
final class PolicyRules {

    private static final Set<String> TYPES =
            Set.of(
                    "PortMapping",
                    "ACL",
                    "QOS",
                    "L2Driver",
                    "OutBoundNAT",
                    "SDNRoute",
                    "L4Proxy",
                    "L4WFPPROXY",
                    "PortName",
                    "EncapOverhead",
                    "NetworkProviderAddress",
                    "NetworkInterfaceConstraint",
                    "TierAcl",
                    "Iov");
    private static final String PORT_MAPPING = "PortMapping";
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int HIGHEST_PORT = 65535;
    private static final int FIRST_CHOSEN = 49152;

    private PolicyRules() {}

    private record HostPort(int protocol, int port) {}

    /**
     * Checks policies and chooses the host's ports that are left open.
     *
     * @param policies changed in place
     * @param others every other endpoint of the machine
     */
    static void check(JsonNode policies, List<ObjectNode> others) {
        Set<HostPort> taken = new HashSet<>();
        others.forEach(other -> taken.addAll(ports(other.path("Policies"))));
        for (JsonNode policy : policies) {
            String type = Documents.text(policy, "Type");
            if (!TYPES.contains(type)) {
                throw HcnCode.INVALID_POLICY_TYPE.about(type);
            }
            if (!(policy.path("Settings") instanceof ObjectNode settings)) {
                throw HcnCode.INVALID_POLICY.about(type + " without settings");
            }
            switch (type) {
                case PORT_MAPPING -> checkPort(settings, taken);
                case "ACL" -> checkFilter(settings);
                default -> {
                    // what the others need isn't written down
                }
            }
        }
    }

    private static void checkPort(ObjectNode settings, Set<HostPort> taken) {
        int protocol = settings.path("Protocol").asInt(0);
        int internal = settings.path("InternalPort").asInt(0);
        int external = settings.path("ExternalPort").asInt(0);
        if (protocol != TCP && protocol != UDP) {
            throw HcnCode.INVALID_POLICY.about("the protocol " + protocol);
        }
        if (internal == 0) {
            throw HcnCode.INVALID_INTERNAL_PORT.about("a port mapping");
        }
        if (internal < 0 || internal > HIGHEST_PORT || external < 0 || external > HIGHEST_PORT) {
            throw HcnCode.INVALID_POLICY.about("the ports " + internal + " and " + external);
        }
        for (int port = FIRST_CHOSEN; external == 0 && port <= HIGHEST_PORT; port++) {
            if (!taken.contains(new HostPort(protocol, port))) {
                external = port;
            }
        }
        if (external == 0 || !taken.add(new HostPort(protocol, external))) {
            throw HcnCode.PORT_ALREADY_EXISTS.about("port " + external);
        }
        settings.put("ExternalPort", external);
    }

    private static void checkFilter(ObjectNode settings) {
        String action = Documents.text(settings, "Action");
        String direction = Documents.text(settings, "Direction");
        if (!Set.of("Allow", "Block", "Pass").contains(action)
                || !Set.of("In", "Out").contains(direction)) {
            throw HcnCode.INVALID_POLICY.about("an ACL that says " + action + " " + direction);
        }
    }

    private static Set<HostPort> ports(JsonNode policies) {
        Set<HostPort> ports = new HashSet<>();
        for (JsonNode policy : policies) {
            if (Documents.text(policy, "Type").equals(PORT_MAPPING)) {
                JsonNode settings = policy.path("Settings");
                ports.add(
                        new HostPort(
                                settings.path("Protocol").asInt(0),
                                settings.path("ExternalPort").asInt(0)));
            }
        }
        return ports;
    }

    /**
     * Changes policies as a request says.
     *
     * @param now what there is
     * @param how Add, Remove or Update
     * @param given the request's
     * @return what there will be
     */
    static ArrayNode changed(JsonNode now, String how, JsonNode given) {
        List<JsonNode> policies = new ArrayList<>();
        now.forEach(policies::add);
        switch (how) {
            case "Add" -> given.forEach(policies::add);
            case "Update" -> {
                policies.clear();
                given.forEach(policies::add);
            }
            case "Remove" -> {
                for (JsonNode gone : given) {
                    policies.removeIf(gone::equals);
                }
            }
            default -> throw HcnCode.REQUEST_UNSUPPORTED.about("RequestType " + how);
        }
        return Documents.array().addAll(policies.stream().map(JsonNode::deepCopy).toList());
    }
}
