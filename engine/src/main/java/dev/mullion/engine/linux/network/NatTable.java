package dev.mullion.engine.linux.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkSpec;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * This engine's one nftables table. Its rules never change: networks are elements of sets and
 * published ports are elements of maps, so the kernel forwards them while no engine runs.
 *
 * <ul>
 *   <li>A published port is reached from elsewhere, from the machine by each of its addresses, and
 *       from containers by the machine's address; by 127.0.0.1 from the machine alone.
 *   <li>From elsewhere nothing but published ports is reached; containers of one network reach each
 *       other.
 *   <li>Containers can't reach what listens on the machine's loopback, although the bridge has to
 *       accept its addresses for answers.
 * </ul>
 */
final class NatTable {

    private static final String RULES =
            """
              chain publish {
                meta l4proto tcp dnat ip to ip daddr . tcp dport map @tcp_at
                meta l4proto tcp dnat ip to tcp dport map @tcp_any
                meta l4proto udp dnat ip to ip daddr . udp dport map @udp_at
                meta l4proto udp dnat ip to udp dport map @udp_any
              }
              chain prerouting {
                type nat hook prerouting priority -100;
                ip daddr 127.0.0.0/8 return
                fib daddr type local jump publish
              }
              chain output {
                type nat hook output priority -100;
                fib daddr type local jump publish
              }
              chain postrouting {
                type nat hook postrouting priority 100;
                oifname @bridges ip saddr 127.0.0.0/8 masquerade
                oifname @bridges ip saddr @subnets ct status dnat masquerade
                oifname != @bridges ip saddr @subnets masquerade
              }
              chain loopback {
                type filter hook prerouting priority -300;
                iifname @bridges ip daddr 127.0.0.0/8 drop
                iifname @bridges ip saddr 127.0.0.0/8 drop
              }
              chain forward {
                type filter hook forward priority 0;
                iifname . oifname @same accept
                oifname @bridges ct state established,related accept
                oifname @bridges ct status dnat accept
                oifname @bridges drop
              }
            """;

    private final String name;
    private final Map<String, NetworkSpec> networks = new LinkedHashMap<>();
    private final Map<ContainerId, EndpointSpec> published = new LinkedHashMap<>();

    NatTable(String name) {
        this.name = name;
    }

    /** Replaces the whole table, in one step, by one with these and nothing else. */
    synchronized void replace(
            Collection<NetworkSpec> networks, Map<ContainerId, EndpointSpec> endpoints)
            throws IOException {
        this.networks.clear();
        networks.forEach(network -> this.networks.put(network.id(), network));
        published.clear();
        endpoints.forEach(this::remember);
        write();
    }

    /** Adds a network, and writes the table anew in any case: someone may have flushed it. */
    synchronized void add(NetworkSpec network) throws IOException {
        networks.put(network.id(), network);
        write();
    }

    /**
     * Removes a network, and the table with the last one.
     *
     * @return whether it was the last one
     */
    synchronized boolean remove(NetworkSpec network) throws IOException {
        networks.remove(network.id());
        published.values().removeIf(endpoint -> endpoint.network().id().equals(network.id()));
        write();
        return networks.isEmpty();
    }

    /** Publishes the ports of a container, all or none. */
    synchronized void publish(ContainerId id, EndpointSpec endpoint) throws IOException {
        remember(id, endpoint);
        StringBuilder script = new StringBuilder();
        for (PortMap map : PortMap.values()) {
            String elements = map.elements(List.of(endpoint));
            if (!elements.isEmpty()) {
                script.append("add element ip %s %s { %s }\n".formatted(name, map, elements));
            }
        }
        apply(script, () -> published.remove(id));
    }

    /** Withdraws the ports of a container; fine if it has none. */
    synchronized void withdraw(ContainerId id) throws IOException {
        EndpointSpec endpoint = published.remove(id);
        if (endpoint == null) {
            return;
        }
        StringBuilder script = new StringBuilder();
        for (PortMap map : PortMap.values()) {
            String keys = map.keys(endpoint);
            if (!keys.isEmpty()) {
                script.append("delete element ip %s %s { %s }\n".formatted(name, map, keys));
            }
        }
        apply(script, () -> published.put(id, endpoint));
    }

    private void remember(ContainerId id, EndpointSpec endpoint) {
        if (!endpoint.ports().isEmpty()) {
            published.put(id, endpoint);
        }
    }

    /** A table that someone flushed or changed is written anew. */
    private void apply(CharSequence script, Runnable undo) throws IOException {
        if (script.isEmpty()) {
            return;
        }
        try {
            nft(script.toString());
        } catch (IOException first) {
            try {
                write();
            } catch (IOException e) {
                undo.run();
                e.addSuppressed(first);
                throw e;
            }
        }
    }

    private void write() throws IOException {
        // a table must be there to be deleted; all of it is one transaction
        String script = "table ip %1$s\ndelete table ip %1$s\n".formatted(name);
        nft(networks.isEmpty() ? script : script + whole());
    }

    private String whole() {
        StringBuilder text = new StringBuilder("table ip " + name + " {\n");
        for (PortMap map : PortMap.values()) {
            text.append(
                    "  map %s { type %s : ipv4_addr . inet_service;%s }\n"
                            .formatted(
                                    map, map.keyType(), braced(map.elements(published.values()))));
        }
        text.append("  set bridges { type ifname;%s }\n".formatted(each("\"%1$s\"")));
        text.append(
                "  set same { type ifname . ifname;%s }\n".formatted(each("\"%1$s\" . \"%1$s\"")));
        text.append(
                "  set subnets { type ipv4_addr; flags interval;%s }\n".formatted(each("%2$s")));
        return text.append(RULES).append("}\n").toString();
    }

    private String each(String format) {
        return braced(
                networks.values().stream()
                        .map(network -> format.formatted(network.device(), network.subnet()))
                        .collect(Collectors.joining(", ")));
    }

    private static String braced(String elements) {
        return elements.isEmpty() ? "" : " elements = { " + elements + " };";
    }

    private static void nft(String script) throws IOException {
        try (Tool nft = Tool.start("nft", "-f", "-")) {
            nft.finish(script);
        }
    }
}
