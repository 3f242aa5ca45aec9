package dev.mullion.backend.host;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * All that the portal knows of its hosts, in memory, so that nobody who looks waits for a host.
 * Reading takes the snapshots of the moment; only the monitors and the registry write, one whole
 * snapshot at a time, and whoever listens is told if there is news in it.
 */
@Component
public class HostInventory {

    private final ConcurrentHashMap<HostId, HostSnapshot> snapshots = new ConcurrentHashMap<>();
    private final LiveChanges changes;

    HostInventory(LiveChanges changes) {
        this.changes = changes;
    }

    /** All hosts, in no order. */
    public Collection<HostSnapshot> all() {
        return List.copyOf(snapshots.values());
    }

    /** One host, or nothing if there is none with that id. */
    public Optional<HostSnapshot> find(HostId id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    void add(HostSnapshot snapshot) {
        snapshots.put(snapshot.host().id(), snapshot);
        changes.publish(Topic.HOSTS);
    }

    void remove(HostId id) {
        if (snapshots.remove(id) != null) {
            EnumSet.of(Topic.HOSTS, Topic.CONTAINERS, Topic.IMAGES).forEach(changes::publish);
        }
    }

    /**
     * Puts a newer snapshot in the place of a host's present one. Nothing happens if the host is
     * gone, so a monitor that is late to end can't bring it back.
     */
    void update(HostId id, UnaryOperator<HostSnapshot> step) {
        Set<Topic> news = EnumSet.noneOf(Topic.class);
        snapshots.computeIfPresent(
                id,
                (_, before) -> {
                    HostSnapshot after = step.apply(before);
                    news.addAll(news(before, after));
                    return after;
                });
        news.forEach(changes::publish);
    }

    private static Set<Topic> news(HostSnapshot before, HostSnapshot after) {
        Set<Topic> news = EnumSet.noneOf(Topic.class);
        boolean renamed = !before.host().name().equals(after.host().name());
        boolean rowsDiffer = renamed || before.stale() != after.stale();
        if (rowsDiffer || !sameContainers(before.containers(), after.containers())) {
            news.add(Topic.CONTAINERS);
        }
        if (rowsDiffer || !before.images().equals(after.images())) {
            news.add(Topic.IMAGES);
        }
        if (!headline(before).equals(headline(after))) {
            news.add(Topic.HOSTS);
        }
        return news;
    }

    /** A host as it is shown, without when it was last seen, which moves on all the time. */
    private static HostView headline(HostSnapshot snapshot) {
        HostView view = snapshot.view();
        HostStatus status = view.status();
        HostStatus shown =
                new HostStatus(
                        status.state(),
                        status.since(),
                        status.reason(),
                        null,
                        status.nextAttempt());
        return new HostView(
                view.host(),
                shown,
                view.facts(),
                view.containers(),
                view.running(),
                view.images(),
                view.imageBytes());
    }

    private static boolean sameContainers(List<SeenContainer> before, List<SeenContainer> after) {
        if (before.equals(after)) {
            return true;
        }
        if (before.size() != after.size()) {
            return false;
        }
        Map<Object, SeenContainer> byId = new HashMap<>();
        before.forEach(seen -> byId.put(seen.summary().id(), seen));
        for (SeenContainer now : after) {
            @Nullable SeenContainer then = byId.get(now.summary().id());
            if (then == null || !now.sameButForAge(then)) {
                return false;
            }
        }
        return true;
    }
}
