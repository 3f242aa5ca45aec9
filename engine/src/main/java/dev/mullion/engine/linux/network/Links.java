package dev.mullion.engine.linux.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * This engine's network devices. All of them are in one device group whose number is the engine's
 * instance: that is how they are told from everybody else's, whatever their names.
 */
final class Links {

    private static final Path KERNEL = Path.of("/proc/sys/net");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CABLE = "mv";
    private static final int CABLE_DIGITS = 13;

    /** Devices with less know no IPv6 (RFC 8200, section 5). */
    private static final int IPV6_MTU = 1280;

    private static final long CARRIER_NANOS = 100_000_000;
    private static final long CARRIER_PAUSE_NANOS = 200_000;

    private final int group;
    private final boolean ipv6 = Files.isDirectory(KERNEL.resolve("ipv6"));

    /**
     * A device of this engine.
     *
     * @param bridge the name of the bridge it is plugged into; empty for none
     */
    record Link(String name, String bridge) {}

    Links(String instance) {
        // a group is a signed number that isn't negative, and 0 is everybody's
        this.group = Math.max(Integer.parseUnsignedInt(instance, 16) & Integer.MAX_VALUE, 1);
    }

    /** The name of a container's cable on the host; 52 bits of its id tell it from all others. */
    static String cable(ContainerId id) {
        return CABLE + id.hex().substring(0, CABLE_DIGITS);
    }

    static boolean isCable(String name) {
        return name.length() == CABLE.length() + CABLE_DIGITS
                && name.startsWith(CABLE)
                && name.substring(CABLE.length()).chars().allMatch(HexFormat::isHexDigit);
    }

    /** All devices of this engine. */
    List<Link> all() throws IOException {
        String json = Tool.run("ip", "-j", "link", "show", "group", Integer.toString(group));
        List<Link> links = new ArrayList<>();
        for (JsonNode each : JSON.readTree(json.isBlank() ? "[]" : json)) {
            links.add(new Link(each.path("ifname").asString(""), each.path("master").asString("")));
        }
        return links;
    }

    /** Makes a bridge with the host's address in it, or what it lacks of that. */
    void ensureBridge(NetworkSpec network) throws IOException {
        String device = network.device();
        String prefix = network.subnet().substring(network.subnet().indexOf('/'));
        List<String> lines = new ArrayList<>();
        if (!DeviceFlags.present(device)) {
            // an address of its own: otherwise it changes with each container that comes and goes
            lines.add(
                    "link add %s group %d address %s mtu %d type bridge forward_delay 0"
                            .formatted(device, group, mac(network.gateway()), network.mtu()));
        }
        lines.add("addr replace %s%s dev %s".formatted(network.gateway(), prefix, device));
        lines.add("link set dev %s%s up".formatted(device, withoutIpv6(network)));
        batch(lines);
        // answers to 127.0.0.1 come back over the bridge; NatTable keeps everything else out
        set("ipv4/conf/" + device + "/route_localnet", "1");
    }

    /** Plugs a cable that lost its bridge into it again. */
    void plug(String cable, String bridge) throws IOException {
        batch(List.of("link set dev %s master %s up".formatted(cable, bridge), hairpin(cable)));
    }

    /**
     * Lays a cable from the bridge to the process's network. The programs that configure either end
     * are started together; the second waits for the first to be done.
     */
    void connect(ContainerId id, EndpointSpec endpoint, long pid) throws IOException {
        NetworkSpec network = endpoint.network();
        try (Tool inside =
                Tool.start("nsenter", "-t", Long.toString(pid), "-n", "ip", "-batch", "-")) {
            batch(hostEnd(cable(id), endpoint, pid));
            inside.finish(
                    String.join(
                            "\n",
                            "link set dev lo up",
                            "link set dev eth0%s up".formatted(withoutIpv6(network)),
                            "addr add %s/%d broadcast + dev eth0"
                                    .formatted(endpoint.address(), endpoint.prefix()),
                            "route add default via " + network.gateway(),
                            ""));
            awaitCarrier(cable(id), network.device());
        }
    }

    /**
     * The kernel lets packets through a moment after the cable is laid. What is sent before is
     * lost, and asked for again only after a second.
     */
    private static void awaitCarrier(String cable, String bridge) throws IOException {
        long end = System.nanoTime() + CARRIER_NANOS;
        while (!(DeviceFlags.running(cable) && DeviceFlags.running(bridge))
                && System.nanoTime() < end) {
            LockSupport.parkNanos(CARRIER_PAUSE_NANOS);
        }
    }

    private List<String> hostEnd(String cable, EndpointSpec endpoint, long pid) {
        NetworkSpec network = endpoint.network();
        return List.of(
                "link add %1$s group %2$d mtu %3$d master %4$s type veth peer name eth0 address %5$s mtu %3$d netns %6$d"
                        .formatted(
                                cable,
                                group,
                                network.mtu(),
                                network.device(),
                                endpoint.macAddress(),
                                pid),
                "link set dev %s%s up".formatted(cable, withoutIpv6(network)),
                hairpin(cable));
    }

    /**
     * A container may reach itself by the host's address, also where the kernel filters bridged
     * packets and so sends them back to where they came from.
     */
    private static String hairpin(String cable) {
        return "link set dev %s type bridge_slave hairpin on".formatted(cable);
    }

    /** Brings up the loopback of a process that has no other device. */
    static void loopbackOnly(long pid) throws IOException {
        Tool.run("nsenter", "-t", Long.toString(pid), "-n", "ip", "link", "set", "lo", "up");
    }

    /** Removes devices; those that are gone are fine. */
    void remove(List<String> devices) throws IOException {
        for (String device : devices) {
            try (Removal removal = startRemoving(device)) {
                removal.await();
            }
        }
    }

    /** Begins to remove a device, if it is there. */
    Removal startRemoving(String device) throws IOException {
        return new Removal(
                device,
                DeviceFlags.present(device)
                        ? Tool.start("ip", "link", "del", "dev", device)
                        : null);
    }

    /** A device that is being removed. */
    record Removal(String device, @Nullable Tool tool) implements AutoCloseable {

        /** Waits until it is gone; the process it led to may have taken it along. */
        void await() throws IOException {
            if (tool == null) {
                return;
            }
            try {
                tool.finish("");
            } catch (IOException e) {
                if (DeviceFlags.present(device)) {
                    throw e;
                }
            }
        }

        @Override
        public void close() {
            if (tool != null) {
                tool.close();
            }
        }
    }

    /** The blocks of addresses that routes of this machine lead to, but for this bridge's. */
    static List<String> routes(String except) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (JsonNode route :
                JSON.readTree(Tool.run("ip", "-4", "-j", "route", "show", "table", "all"))) {
            String to = route.path("dst").asString("default");
            if (!to.equals("default") && !route.path("dev").asString("").equals(except)) {
                blocks.add(to);
            }
        }
        return blocks;
    }

    /** Switches forwarding of IPv4 packets on; returns whether it was off. */
    static boolean switchForwardingOn() throws IOException {
        if (Files.readString(KERNEL.resolve("ipv4/ip_forward")).strip().equals("1")) {
            return false;
        }
        set("ipv4/ip_forward", "1");
        return true;
    }

    private static void set(String key, String value) throws IOException {
        Files.writeString(KERNEL.resolve(key), value);
    }

    /** No addresses of its own accord: the networks are IPv4 ones. */
    private String withoutIpv6(NetworkSpec network) {
        return ipv6 && network.mtu() >= IPV6_MTU ? " addrgenmode none" : "";
    }

    private static void batch(List<String> lines) throws IOException {
        try (Tool ip = Tool.start("ip", "-batch", "-")) {
            ip.finish(String.join("\n", lines) + "\n");
        }
    }

    /** A hardware address that follows from an IPv4 address, so that neighbours needn't forget. */
    static String mac(String address) {
        StringBuilder mac = new StringBuilder("02:42");
        Arrays.stream(address.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .forEach(part -> mac.append(":%02x".formatted(part)));
        return mac.toString();
    }

    /** The cable's container among these, if it is one of theirs. */
    static Optional<ContainerId> owner(String cable, Iterable<ContainerId> containers) {
        for (ContainerId id : containers) {
            if (cable(id).equals(cable)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }
}
