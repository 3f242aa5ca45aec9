package dev.mullion.security.guardrail;

import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.PortBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which networks may be used, and how. */
final class NetworkChecks {

    private static final String LEAVE_OUT = "Leave it out.";
    private static final String BINDINGS = "HostConfig.PortBindings";
    private static final Pattern INSIDE = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp))?");
    private static final Pattern OUTSIDE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private NetworkChecks() {}

    static void networks(Workload asked, Among drivers, Objections objections) {
        for (AskedNetwork network : AskedNetwork.all(asked)) {
            Surroundings.Network meant = network.network();
            if (meant == null) {
                objections.add(
                        network.field(),
                        network.shown(),
                        "there is no such network for this tenant",
                        "Choose another network.");
            } else if (!meant.driver().equals(AskedNetwork.NONE)
                    && !drivers.allows(meant.driver())) {
                objections.add(
                        network.field(),
                        network.shown() + " (" + meant.driver() + ")",
                        drivers.listed("no kind of network") + " may be used",
                        "Choose another network, or none.");
            }
            if (network.endpoint() != null) {
                onlyAsked(network.field(), network.endpoint(), objections);
            }
        }
    }

    /** An endpoint has members that the engine fills in; in a request they mean nothing good. */
    private static void onlyAsked(String field, EndpointSettings endpoint, Objections objections) {
        boolean filled =
                endpoint.networkId() != null
                        || endpoint.endpointId() != null
                        || endpoint.gateway() != null
                        || endpoint.ipAddress() != null
                        || endpoint.ipPrefixLen() != 0
                        || endpoint.ipv6Gateway() != null
                        || endpoint.globalIpv6Address() != null
                        || endpoint.globalIpv6PrefixLen() != 0
                        || !endpoint.dnsNames().isEmpty();
        if (filled) {
            objections.add(
                    field,
                    "what only the engine fills in",
                    "an address is asked for in IPAMConfig",
                    "Leave out ids, gateways, prefix lengths, addresses and DNS names.");
        }
    }

    static void owners(Workload asked, NetworkOwners owners, Objections objections) {
        if (owners == NetworkOwners.ANY || asked.host().sharedWith().isEmpty()) {
            return;
        }
        for (AskedNetwork network : AskedNetwork.all(asked)) {
            if (network.isMeetingPlace()) {
                objections.add(
                        network.field(),
                        network.shown(),
                        "on a host shared with other tenants only networks of the tenant's own"
                                + " may be used",
                        "Choose a network of the tenant's own.");
            }
        }
    }

    static void addresses(Workload asked, NetworkAddresses allowed, Objections objections) {
        if (allowed == NetworkAddresses.ANY) {
            return;
        }
        address(objections, "MacAddress", asked.config().macAddress());
        for (AskedNetwork network : AskedNetwork.all(asked)) {
            EndpointSettings endpoint = network.endpoint();
            if (endpoint == null) {
                continue;
            }
            String field = network.field();
            address(objections, field + ".MacAddress", endpoint.macAddress());
            EndpointSettings.IpamConfig ipam = endpoint.ipamConfig();
            if (ipam != null) {
                address(objections, field + ".IPAMConfig.IPv4Address", ipam.ipv4Address());
                address(objections, field + ".IPAMConfig.IPv6Address", ipam.ipv6Address());
                ipam.linkLocalIps()
                        .forEach(ip -> address(objections, field + ".IPAMConfig.LinkLocalIPs", ip));
            }
            if (!endpoint.driverOpts().isEmpty()) {
                objections.add(
                        field + ".DriverOpts",
                        String.join(", ", endpoint.driverOpts().keySet()),
                        "nothing may be said to the network's driver",
                        LEAVE_OUT);
            }
            if (network.isMeetingPlace() && !endpoint.aliases().isEmpty()) {
                objections.add(
                        field + ".Aliases",
                        String.join(", ", endpoint.aliases()),
                        "names may be chosen only in networks of the tenant's own",
                        LEAVE_OUT);
            }
        }
    }

    private static void address(Objections objections, String field, @Nullable String address) {
        if (address != null) {
            objections.add(field, address, "addresses are given by the network", LEAVE_OUT);
        }
    }

    static void hostPorts(Workload asked, PortRanges allowed, Objections objections) {
        for (Map.Entry<String, List<PortBinding>> port :
                asked.hostConfig().portBindings().entrySet()) {
            String protocol = protocol(port.getKey());
            if (protocol == null) {
                notUnderstood(BINDINGS, port.getKey(), objections);
                continue;
            }
            // engines take a port with an empty list for one that they choose themselves
            List<PortBinding> bindings =
                    port.getValue().isEmpty()
                            ? List.of(new PortBinding(null, null))
                            : port.getValue();
            for (PortBinding binding : bindings) {
                binding(port.getKey(), protocol, binding, allowed, objections);
            }
        }
        if (asked.hostConfig().publishAllPorts()) {
            allPorts(asked, allowed, objections);
        }
    }

    private static void binding(
            String inside,
            String protocol,
            PortBinding binding,
            PortRanges allowed,
            Objections objections) {
        String field = BINDINGS + "." + inside;
        String ip = binding.hostIp();
        if (ip != null && !ADDRESS.matcher(ip).matches()) {
            notUnderstood(field + ".HostIp", ip, objections);
        }
        String outside = binding.hostPort() == null ? "0" : binding.hostPort();
        PortRanges.Range range = range(outside);
        if (range == null) {
            notUnderstood(field + ".HostPort", outside, objections);
        } else if (!allowed.allows(protocol, range)) {
            objections.add(
                    field + ".HostPort",
                    (range.last() == 0 ? "a port that the engine chooses" : outside)
                            + "/"
                            + protocol,
                    allowed.listed(),
                    "Choose another port, or publish none.");
        }
    }

    private static void allPorts(Workload asked, PortRanges allowed, Objections objections) {
        Set<String> exposed = new TreeSet<>(asked.config().exposedPorts().keySet());
        exposed.addAll(asked.image().details().config().exposedPorts().keySet());
        for (String inside : exposed) {
            String protocol = protocol(inside.replaceFirst("^\\d{1,5}-", ""));
            if (protocol == null || !allowed.allows(protocol, new PortRanges.Range(0, 0))) {
                objections.add(
                        "HostConfig.PublishAllPorts",
                        "a port that the engine chooses for " + inside,
                        allowed.listed(),
                        "Publish the ports that are needed one by one, or none.");
            }
        }
    }

    private static void notUnderstood(String field, String text, Objections objections) {
        objections.add(
                field,
                Objections.quoted(text),
                "it isn't understood, so it isn't published",
                "Write the container's port like 80/tcp, the host's like 8080, an address like"
                        + " 127.0.0.1.");
    }

    private static @Nullable String protocol(String inside) {
        Matcher parts = INSIDE.matcher(inside);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > 65535) {
            return null;
        }
        return parts.group(2) == null ? "tcp" : parts.group(2);
    }

    private static PortRanges.@Nullable Range range(String outside) {
        Matcher parts = OUTSIDE.matcher(outside);
        if (!parts.matches()) {
            return null;
        }
        int first = Integer.parseInt(parts.group(1));
        int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
        return last > 65535 || first > last ? null : new PortRanges.Range(first, last);
    }
}
