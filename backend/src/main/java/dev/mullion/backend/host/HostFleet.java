package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.client.DockerClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The monitors and clients of all hosts, from the portal's start to its stop. */
final class HostFleet implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(HostFleet.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    /**
     * Before activities are taken up again (they begin with phase 0 and need their hosts) and long
     * before the web server answers; stopped after both.
     */
    private static final int BEFORE_ACTIVITIES = -1;

    private record Member(HostMonitor monitor, DockerClient client) {}

    private final KnownHosts known;
    private final HostInventory inventory;
    private final HostConnector connector;
    private final MonitorPace pace;
    private final BiPredicate<HostId, ContainerId> counted;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<HostId, Member> members = new ConcurrentHashMap<>();
    private volatile boolean running;

    /**
     * @param counted whether somebody counts what a container may take
     */
    HostFleet(
            KnownHosts known,
            HostInventory inventory,
            HostConnector connector,
            MonitorPace pace,
            BiPredicate<HostId, ContainerId> counted,
            InstantSource clock,
            RandomGenerator random) {
        this.known = known;
        this.inventory = inventory;
        this.connector = connector;
        this.pace = pace;
        this.counted = counted;
        this.clock = clock;
        this.random = random;
    }

    /** Begins to watch a host. */
    void watch(Host host) {
        DockerClient client = connector.ask(host.address());
        var monitor =
                new HostMonitor(
                        host,
                        connector,
                        inventory,
                        new EngineIdentity(host, known)::learn,
                        container -> counted.test(host.id(), container),
                        pace,
                        clock,
                        random);
        inventory.add(HostSnapshot.unseen(host, HostStatus.connecting(clock.instant())));
        members.put(host.id(), new Member(monitor, client));
        monitor.start();
    }

    /** Ends the watching of a host, and every call to it that is under way. */
    void forget(HostId id) {
        Member member = members.remove(id);
        if (member != null) {
            member.monitor().close();
            member.client().close();
        }
        inventory.remove(id);
    }

    /** All hosts that any portal on this database has. */
    Set<HostId> registered() {
        return known.findAll().stream().map(row -> row.host().id()).collect(Collectors.toSet());
    }

    Optional<DockerClient> client(HostId id) {
        return Optional.ofNullable(members.get(id)).map(Member::client);
    }

    Optional<HostMonitor> monitor(HostId id) {
        return Optional.ofNullable(members.get(id)).map(Member::monitor);
    }

    @Override
    public void start() {
        running = true;
        for (KnownHost row : known.findAll()) {
            try {
                watch(row.host());
            } catch (RuntimeException e) {
                // one host that can't be set up must not keep the portal from starting
                log.error("Host {} at {} is left out", row.name(), row.address(), e);
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        List<HostMonitor> ending = members.values().stream().map(Member::monitor).toList();
        List.copyOf(members.keySet()).forEach(this::forget);
        try {
            for (HostMonitor monitor : ending) {
                if (!monitor.awaitEnd(LONGEST_STOP)) {
                    log.warn("A monitor did not end within {}", LONGEST_STOP);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_ACTIVITIES;
    }
}
