package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.ImageSummary;
import dev.mullion.docker.api.SystemInfo;
import dev.mullion.docker.client.ContainerFilter;
import dev.mullion.docker.client.DockerClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Asks a host for what has to be looked at, over one connection. Not for two threads. */
final class HostLook {

    private final DockerClient client;
    private final ContainerLedger ledger;
    private Isolation hostsOwn = Isolation.DEFAULT;
    private boolean choice;

    HostLook(DockerClient client, ContainerLedger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /**
     * Asks, and only then says how the snapshot changes, so that nobody waits for a host in the
     * middle of a change.
     */
    UnaryOperator<HostSnapshot> at(Touched touched, InstantSource clock) {
        List<UnaryOperator<HostSnapshot>> steps = new ArrayList<>();
        if (touched.facts()) {
            SystemInfo info = client.info();
            HostFacts facts = facts(info);
            steps.add(snapshot -> snapshot.with(info.id(), facts));
        }
        if (touched.missed()) {
            ledger.doubtLimits();
        } else {
            ledger.doubtLimits(touched.updated());
        }
        if (touched.allContainers()) {
            List<SeenContainer> all = seen(client.containers().list(ContainerFilter.everything()));
            ledger.keep(all);
            steps.add(snapshot -> snapshot.withContainers(all));
        } else if (!touched.containers().isEmpty()) {
            Set<ContainerId> ids = touched.containers();
            List<SeenContainer> some = seen(client.containers().list(only(ids)));
            steps.add(
                    snapshot -> snapshot.withContainers(merged(snapshot.containers(), ids, some)));
        }
        if (touched.images()) {
            List<ImageSummary> images = client.images().list();
            steps.add(snapshot -> snapshot.withImages(images));
        }
        steps.add(snapshot -> snapshot.with(snapshot.status().seen(clock.instant())));
        return snapshot -> {
            HostSnapshot after = snapshot;
            for (UnaryOperator<HostSnapshot> step : steps) {
                after = step.apply(after);
            }
            return after;
        };
    }

    /** Whether something is left that the next look has to go on with. */
    boolean unfinished() {
        return ledger.unfinished();
    }

    private HostFacts facts(SystemInfo info) {
        HostFacts facts = FactReader.facts(client.version(), info, client.apiVersion());
        hostsOwn = FactReader.ownDefault(facts, info);
        choice = facts.isolation().stream().filter(IsolationOffer::offered).count() > 1;
        return facts;
    }

    private List<SeenContainer> seen(List<ContainerSummary> listed) {
        return ledger.complete(listed, choice, hostsOwn, client.containers());
    }

    private static ContainerFilter only(Set<ContainerId> ids) {
        return ContainerFilter.everything()
                .with("id", ids.stream().map(ContainerId::toString).toArray(String[]::new));
    }

    /** The list with the touched ones as they are now: changed, added at the front, or gone. */
    private static List<SeenContainer> merged(
            List<SeenContainer> before, Set<ContainerId> touched, List<SeenContainer> now) {
        Map<ContainerId, SeenContainer> found = new LinkedHashMap<>();
        now.forEach(seen -> found.put(seen.summary().id(), seen));
        List<SeenContainer> after = new ArrayList<>(before.size() + now.size());
        for (SeenContainer seen : before) {
            ContainerId id = seen.summary().id();
            SeenContainer newer = found.remove(id);
            if (newer != null) {
                after.add(newer);
            } else if (!touched.contains(id)) {
                after.add(seen);
            }
        }
        after.addAll(0, found.values());
        return after;
    }
}
