package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.ProcessExit;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the disk says and what the machine does together, after an engine before this one
 * ended in whatever way: what ran goes on, what ended meanwhile is noted, what was half-made or
 * half-removed goes.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** What is known of an end that nobody saw, for example because the machine was restarted. */
    private static final int UNSEEN = 255;

    private final ContainerFiles files;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final Networks networks;
    private final Ends ends;
    private final Removal removal;
    private final Clock clock;

    Recovery(
            ContainerFiles files,
            ContainerRuntime runtime,
            LayerStore layers,
            Networks networks,
            Ends ends,
            Removal removal,
            Clock clock) {
        this.files = files;
        this.runtime = runtime;
        this.layers = layers;
        this.networks = networks;
        this.ends = ends;
        this.removal = removal;
        this.clock = clock;
    }

    /** Reads what is on the disk; the machine isn't looked at yet. */
    ContainerFiles.Found load(Consumer<Container> register) throws IOException {
        ContainerFiles.Found found = files.load();
        found.damaged()
                .forEach(damage ->
                        LOG.error(
                                "A container's record can't be read and is set aside: {}", damage));
        found.whole().forEach(record -> register.accept(new Container(files, record)));
        return found;
    }

    /**
     * Looks at the machine.
     *
     * @param containers all that are on the disk, by their ids
     * @return those to be started now, because of their restart policies
     */
    List<Container> reconcile(Map<ContainerId, Container> containers, ContainerFiles.Found found)
            throws IOException {
        Map<ContainerId, FoundContainer> running = new HashMap<>();
        for (FoundContainer each : runtime.recover(containers.keySet())) {
            running.put(each.id(), each);
        }
        Set<ContainerId> alive = new HashSet<>();
        running.values().stream()
                .filter(each -> each.exit() == null)
                .forEach(each -> alive.add(each.id()));
        networks.recover(alive);
        layers.recover(containers.keySet(), alive);
        for (ContainerFiles.Unfinished unfinished : found.unfinished()) {
            clear(unfinished);
        }
        List<Container> toStart = new ArrayList<>();
        for (Container container : containers.values()) {
            if (settle(container, running.get(container.id()))) {
                toStart.add(container);
            }
        }
        return toStart;
    }

    /** What can't be removed is tried again by the next engine, and keeps none from starting. */
    private void clear(ContainerFiles.Unfinished unfinished) {
        Definition gone = unfinished.record().definition();
        try {
            removal.clear(gone, unfinished.withVolumes());
            files.discard(unfinished);
        } catch (IOException e) {
            LOG.error("What is left of container {} could not be removed", gone.id(), e);
        }
    }

    /** Returns whether it is to be started. */
    private boolean settle(Container container, @Nullable FoundContainer found) throws IOException {
        Standing noted = container.standing();
        ProcessExit exit = found == null ? null : found.exit();
        if (found != null && exit == null) {
            goOn(container, found);
            return false;
        }
        if (exit != null && !noted.phase().hasProcess()) {
            runtime.delete(container.id()); // its end was noted, but not yet cleaned up
        }
        boolean endedMeanwhile = noted.phase().hasProcess() || noted.phase() == Phase.RESTARTING;
        if (noted.phase().hasProcess()) {
            ends.endUnseen(
                    container,
                    exit == null ? new ProcessExit(UNSEEN, clock.instant(), false, null) : exit);
        } else if (noted.phase() == Phase.RESTARTING) {
            container.save(container.record().with(noted.in(Phase.EXITED)));
        }
        return !container.definition().hostConfig().autoRemove()
                && RestartRule.afterEngineStart(
                        container.definition().hostConfig().restartPolicy(),
                        container.standing(),
                        endedMeanwhile);
    }

    private void goOn(Container container, FoundContainer found) throws IOException {
        Standing noted = container.standing();
        Phase phase = found.paused() ? Phase.PAUSED : Phase.RUNNING;
        if (noted.phase() == phase && noted.pid() == found.pid()) {
            return;
        }
        Standing now =
                noted.phase().hasProcess()
                        ? noted
                        : noted.started(found.pid(), clock.instant(), false);
        container.save(container.record().with(now.in(phase)));
    }
}
