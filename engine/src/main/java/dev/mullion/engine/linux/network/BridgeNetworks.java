package dev.mullion.engine.linux.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Networks made of a bridge each, with address translation by the kernel. Nothing of them needs a
 * running engine. Everything made here carries the engine's instance: its devices are in a group of
 * that number, its nftables table is {@code mullion_INSTANCE}, and so is the comment of the rules
 * it may have to add to the machine's own filter.
 */
public final class BridgeNetworks implements NetworkDriver {

    private static final System.Logger LOG = System.getLogger(BridgeNetworks.class.getName());

    private static final long FORWARDING_NANOS = Duration.ofSeconds(10).toNanos();

    private final Links links;
    private final NatTable table;
    private final ForwardRules forwarding;
    private final Map<String, NetworkSpec> networks = new LinkedHashMap<>();
    private final AtomicLong lookedAtForwarding = new AtomicLong(System.nanoTime());

    /**
     * Nothing is touched yet.
     *
     * @param instance 8 hexadecimal digits that no other engine on this machine has
     */
    public BridgeNetworks(String instance) {
        this.links = new Links(instance);
        this.table = new NatTable("mullion_" + instance);
        this.forwarding = new ForwardRules("mullion_" + instance);
    }

    @Override
    public synchronized void ensure(NetworkSpec network) throws IOException {
        networks.put(network.id(), network);
        ensureBridges();
        table.add(network);
        forwarding.allow(devices());
    }

    @Override
    public synchronized void remove(NetworkSpec network) throws IOException {
        networks.remove(network.id());
        forwarding.allow(devices());
        table.remove(network);
        List<String> devices = new ArrayList<>();
        for (Links.Link link : links.all()) {
            if (link.name().equals(network.device()) || link.bridge().equals(network.device())) {
                devices.add(link.name());
            }
        }
        links.remove(devices);
    }

    @Override
    public void prepare(ContainerId id, EndpointSpec endpoint) throws IOException {
        table.publish(id, endpoint);
    }

    @Override
    public void join(ContainerId id, EndpointSpec endpoint, CreatedProcess process)
            throws IOException {
        try {
            links.connect(id, endpoint, process.pid());
        } catch (IOException first) {
            // what a start before this one left, or a bridge that someone took away
            try {
                links.remove(List.of(Links.cable(id)));
                ensure(endpoint.network());
                links.connect(id, endpoint, process.pid());
            } catch (IOException e) {
                e.addSuppressed(first);
                throw e;
            }
        }
        lookAtForwarding();
    }

    /** Who sets the machine's filter to drop what is forwarded may do so after our start. */
    private void lookAtForwarding() throws IOException {
        long now = System.nanoTime();
        long last = lookedAtForwarding.get();
        if (now - last > FORWARDING_NANOS && lookedAtForwarding.compareAndSet(last, now)) {
            forwarding.allow(devices());
        }
    }

    @Override
    public void joinNothing(CreatedProcess process) throws IOException {
        Links.loopbackOnly(process.pid());
    }

    @Override
    public void release(ContainerId id, EndpointSpec endpoint) throws IOException {
        // taking a cable away is mostly waiting; the ports go in the meantime
        try (Links.Removal cable = links.startRemoving(Links.cable(id))) {
            table.withdraw(id);
            cable.await();
        }
    }

    @Override
    public Map<String, NetworkUsage> usage(ContainerId id, long pid) throws IOException {
        return DeviceCounters.of(pid);
    }

    @Override
    public List<String> reachable(String except) throws IOException {
        return Links.routes(except);
    }

    @Override
    public synchronized void recover(
            List<NetworkSpec> networks, Map<ContainerId, EndpointSpec> endpoints)
            throws IOException {
        this.networks.clear();
        networks.forEach(network -> this.networks.put(network.id(), network));
        List<Links.Link> found = links.all();
        links.remove(
                found.stream()
                        .map(Links.Link::name)
                        .filter(name -> !isKnown(name, endpoints.keySet()))
                        .toList());
        ensureBridges();
        plugCables(found, endpoints);
        table.replace(networks, endpoints);
        forwarding.allow(devices());
    }

    private boolean isKnown(String device, Set<ContainerId> containers) {
        return Links.isCable(device)
                ? Links.owner(device, containers).isPresent()
                : devices().contains(device);
    }

    private void ensureBridges() throws IOException {
        for (NetworkSpec network : networks.values()) {
            links.ensureBridge(network);
        }
        if (!networks.isEmpty() && Links.switchForwardingOn()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Switched net.ipv4.ip_forward on: containers need it to reach other machines");
        }
    }

    private void plugCables(List<Links.Link> found, Map<ContainerId, EndpointSpec> endpoints)
            throws IOException {
        for (Map.Entry<ContainerId, EndpointSpec> each : endpoints.entrySet()) {
            String cable = Links.cable(each.getKey());
            String bridge = each.getValue().network().device();
            List<Links.Link> ends =
                    found.stream().filter(link -> link.name().equals(cable)).toList();
            if (ends.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Container {0} lost its network while no engine ran; restart it to connect it",
                        each.getKey());
            } else if (!ends.getFirst().bridge().equals(bridge)) {
                links.plug(cable, bridge);
            }
        }
    }

    private synchronized Set<String> devices() {
        Set<String> devices = new TreeSet<>();
        networks.values().forEach(network -> devices.add(network.device()));
        return devices;
    }
}
