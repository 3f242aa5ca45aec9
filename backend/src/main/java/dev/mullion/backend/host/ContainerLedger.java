package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.client.Containers;
import dev.mullion.docker.client.EngineRefusedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what lists don't tell of the containers of one host: what keeps each apart, where the
 * host offers a choice, and what limits those have whose limits somebody counts. Each of them is
 * inspected once: its isolation never changes, and of a change of its limits an event tells. Not
 * for two threads.
 */
final class ContainerLedger {

    private static final Logger log = LoggerFactory.getLogger(ContainerLedger.class);

    /** So that the first look at a host with thousands of containers shows them soon. */
    private static final int MOST_AT_ONCE = 200;

    private final Predicate<ContainerId> counted;
    private final Map<ContainerId, Isolation> isolation = new HashMap<>();
    private final Map<ContainerId, Resources> limits = new HashMap<>();
    private final Set<ContainerId> doubtful = new HashSet<>();
    private boolean unfinished;

    /**
     * @param counted whether somebody counts what a container may take
     */
    ContainerLedger(Predicate<ContainerId> counted) {
        this.counted = counted;
    }

    /** Adds to what was listed what lists don't tell, asking for that of new ones. */
    List<SeenContainer> complete(
            List<ContainerSummary> listed,
            boolean choice,
            Isolation hostsOwn,
            Containers containers) {
        unfinished = false;
        int left = MOST_AT_ONCE;
        Set<ContainerId> silent = new HashSet<>();
        for (ContainerSummary summary : listed) {
            if (!wanted(summary.id(), choice)) {
                continue;
            }
            if (left-- == 0) {
                unfinished = true;
                break;
            }
            try {
                note(summary.id(), containers.inspect(summary.id().toString()), hostsOwn);
            } catch (EngineRefusedException e) {
                // removed since it was listed, or broken on its host: no reason to lose all others
                log.debug("Container {} can't be inspected", summary.id(), e);
                silent.add(summary.id());
            }
        }
        return listed.stream()
                .map(summary ->
                        new SeenContainer(
                                summary,
                                choice
                                        ? isolation.getOrDefault(summary.id(), Isolation.DEFAULT)
                                        : hostsOwn,
                                limits(summary.id(), silent)))
                .toList();
    }

    private boolean wanted(ContainerId id, boolean choice) {
        return (choice && !isolation.containsKey(id))
                || ((!limits.containsKey(id) || doubtful.contains(id)) && counted.test(id));
    }

    private void note(ContainerId id, ContainerDetails details, Isolation hostsOwn) {
        Isolation own = details.hostConfig().isolation();
        isolation.put(id, own == Isolation.DEFAULT ? hostsOwn : own);
        doubtful.remove(id);
        Resources all = details.hostConfig().resources();
        limits.put(
                id,
                Resources.builder()
                        .memory(all.memory())
                        .nanoCpus(all.nanoCpus())
                        .cpuQuota(all.cpuQuota())
                        .cpuPeriod(all.cpuPeriod())
                        .cpuCount(all.cpuCount())
                        .cpuPercent(all.cpuPercent())
                        .build());
    }

    /** Of one that doesn't tell its limits the worst is thought, until it does. */
    private @Nullable Resources limits(ContainerId id, Set<ContainerId> silent) {
        Resources known = limits.get(id);
        return known == null && silent.contains(id) ? Resources.NONE : known;
    }

    /** Whether there were too many new ones to ask for all; the next look goes on. */
    boolean unfinished() {
        return unfinished;
    }

    /** Has limits asked for again that may have changed; until then they are as they were. */
    void doubtLimits(Set<ContainerId> changed) {
        doubtful.addAll(changed);
    }

    /** The same for all of them. */
    void doubtLimits() {
        doubtful.addAll(limits.keySet());
    }

    /** Forgets the containers that are no longer there. */
    void keep(List<SeenContainer> all) {
        Set<ContainerId> ids = new HashSet<>();
        all.forEach(seen -> ids.add(seen.summary().id()));
        isolation.keySet().retainAll(ids);
        limits.keySet().retainAll(ids);
        doubtful.retainAll(ids);
    }
}
