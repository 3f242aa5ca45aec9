package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.client.Containers;
import dev.mullion.docker.client.EngineRefusedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what keeps each container of one host apart. Lists don't tell, so where a host offers a
 * choice, each container is inspected once: its isolation never changes. Not for two threads.
 */
final class IsolationLedger {

    private static final Logger log = LoggerFactory.getLogger(IsolationLedger.class);

    /** So that the first look at a host with thousands of containers shows them soon. */
    private static final int MOST_AT_ONCE = 200;

    private final Map<ContainerId, Isolation> known = new HashMap<>();
    private boolean unfinished;

    /** Adds the isolation to what was listed, asking for that of new ones. */
    List<SeenContainer> complete(
            List<ContainerSummary> listed,
            boolean choice,
            Isolation hostsOwn,
            Containers containers) {
        unfinished = false;
        int left = MOST_AT_ONCE;
        for (ContainerSummary summary : listed) {
            if (!choice || known.containsKey(summary.id())) {
                continue;
            }
            if (left-- == 0) {
                unfinished = true;
                break;
            }
            try {
                Isolation own =
                        containers.inspect(summary.id().toString()).hostConfig().isolation();
                known.put(summary.id(), own == Isolation.DEFAULT ? hostsOwn : own);
            } catch (EngineRefusedException e) {
                // removed since it was listed, or broken on its host: no reason to lose all others
                log.debug("The isolation of container {} is not known", summary.id(), e);
            }
        }
        return listed.stream()
                .map(summary ->
                        new SeenContainer(
                                summary,
                                choice
                                        ? known.getOrDefault(summary.id(), Isolation.DEFAULT)
                                        : hostsOwn))
                .toList();
    }

    /** Whether there were too many new ones to ask for all; the next look goes on. */
    boolean unfinished() {
        return unfinished;
    }

    /** Forgets the containers that are no longer there. */
    void keep(List<SeenContainer> all) {
        Set<ContainerId> ids = new HashSet<>();
        all.forEach(seen -> ids.add(seen.summary().id()));
        known.keySet().retainAll(ids);
    }
}
