package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.EngineEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What has to be looked at again on a host, gathered until somebody looks. Not for two threads. */
final class Touched {

    /** Past this, a look at everything costs the engine less than so many filters. */
    private static final int MOST_SINGLE = 100;

    /** What people do to a container without changing anything that lists show. */
    private static final Set<String> QUIET =
            Set.of(
                    "attach",
                    "detach",
                    "resize",
                    "top",
                    "copy",
                    "export",
                    "archive-path",
                    "extract-to-dir");

    private final Set<ContainerId> containers = new HashSet<>();
    private final Set<ContainerId> ended = new HashSet<>();
    private final Set<ContainerId> updated = new HashSet<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean allContainers;
    private boolean images;
    private boolean facts;
    private boolean missed;

    /** Takes an event in; false if it changes nothing that is shown. */
    boolean add(EngineEvent event) {
        return switch (event.type()) {
            case "container" -> addContainer(event);
            case "image" -> {
                images = true;
                yield true;
            }
            case "daemon" -> {
                facts = true;
                yield true;
            }
            default -> false;
        };
    }

    private boolean addContainer(EngineEvent event) {
        String action = event.action();
        if (action.startsWith("exec_") || QUIET.contains(action)) {
            return false;
        }
        if (action.equals("commit")) {
            images = true;
        }
        try {
            var id = ContainerId.of(event.actor().id());
            add(id);
            if (action.equals("die")) {
                ended.add(id);
            } else if (action.equals("update")) {
                updated.add(id);
            }
        } catch (IllegalArgumentException e) {
            // whichever it was: a look at all of them will show
            allContainers = true;
        }
        return true;
    }

    void add(ContainerId id) {
        if (allContainers || containers.size() >= MOST_SINGLE) {
            allContainers = true;
            containers.clear();
        } else {
            containers.add(id);
        }
    }

    void addEverything() {
        allContainers = true;
        containers.clear();
        images = true;
        facts = true;
    }

    /** Everything, even what else is only looked at when an event tells of it. */
    void addMissed() {
        addEverything();
        missed = true;
    }

    void addImages() {
        images = true;
    }

    void tell(CompletableFuture<Void> whenLookedAt) {
        waiting.add(whenLookedAt);
    }

    boolean isEmpty() {
        return containers.isEmpty() && !allContainers && !images && !facts && waiting.isEmpty();
    }

    boolean everything() {
        return allContainers && images && facts;
    }

    /** Those that an event said have ended. */
    Set<ContainerId> ended() {
        return ended;
    }

    /** Whether events may not have come. */
    boolean missed() {
        return missed;
    }

    /** Those that an event said have other limits now. */
    Set<ContainerId> updated() {
        return updated;
    }

    /** Single containers to look at; empty if {@link #allContainers()}. */
    Set<ContainerId> containers() {
        return containers;
    }

    boolean allContainers() {
        return allContainers;
    }

    boolean images() {
        return images;
    }

    boolean facts() {
        return facts;
    }

    /** Tells all who wait that it is done, or that there is nothing to wait for any more. */
    void done() {
        waiting.forEach(future -> future.complete(null));
    }
}
