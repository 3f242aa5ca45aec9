package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers. The first thing that lasts is that the container is gone; what belonged to it
 * follows, after a crash with the next start of the engine.
 */
final class Removal {

    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    private final LayerStore layers;
    private final ContainerVolumes volumes;
    private final ContainerFiles files;
    private final ContainerEvents events;
    private final ProcessWatch watch;
    private final Consumer<Container> forget;

    Removal(
            LayerStore layers,
            ContainerVolumes volumes,
            ContainerFiles files,
            ContainerEvents events,
            ProcessWatch watch,
            Consumer<Container> forget) {
        this.layers = layers;
        this.volumes = volumes;
        this.files = files;
        this.events = events;
        this.watch = watch;
        this.forget = forget;
    }

    /**
     * Removes.
     *
     * @param force whether it is killed if it runs
     * @param withVolumes whether the volumes go that were made for it alone
     * @throws EngineProblem 409 if it runs, or is being removed already
     */
    void remove(Container container, boolean force, boolean withVolumes, Lifecycle lifecycle) {
        claim(container, force);
        try {
            lifecycle.killForRemoval(container);
            try (Container.Held _ = container.hold()) {
                vanish(container, withVolumes);
            }
        } catch (RuntimeException e) {
            container.leaving(false);
            throw e;
        }
    }

    private static void claim(Container container, boolean force) {
        try (Container.Held _ = container.hold()) {
            Phase phase = container.standing().phase();
            if (container.isLeaving()) {
                throw EngineProblem.conflict(
                        "removal of container " + container.id() + " is already in progress");
            }
            boolean runs = phase.hasProcess() || phase == Phase.RESTARTING;
            if (runs && !force) {
                throw EngineProblem.conflict(
                        "cannot remove container \"/"
                                + container.definition().name()
                                + "\": container is "
                                + phase.word()
                                + (phase == Phase.PAUSED
                                        ? " and must be unpaused first"
                                        : ": stop the container before removing or force remove"));
            }
            container.leaving(true);
        }
    }

    private void vanish(Container container, boolean withVolumes) {
        ContainerId id = container.id();
        Standing last = container.standing();
        container.show(container.record().with(last.in(Phase.REMOVING)));
        try {
            files.beginRemoval(id, withVolumes);
        } catch (IOException e) {
            container.show(container.record().with(last));
            throw failed(container, e);
        }
        try {
            clear(container.definition(), withVolumes);
            files.finishRemoval(id);
        } catch (IOException e) {
            container.show(container.record().with(last.in(Phase.DEAD)));
            throw failed(container, e);
        }
        forget.accept(container);
        watch.removed(id);
        events.tell(container.definition(), "destroy");
        container.waits().removed(new Waits.Outcome(last.exitCode(), null));
    }

    /** Removes what belongs to a container that is gone, or was never quite there. */
    void clear(Definition gone, boolean withVolumes) throws IOException {
        layers.remove(gone.id());
        if (!withVolumes) {
            return;
        }
        for (String volume : gone.ownVolumes()) {
            try {
                volumes.remove(volume);
            } catch (EngineProblem e) {
                // another container may have taken it over, then it stays
                LOG.info(
                        "Volume {} stays although container {} is gone: {}",
                        volume,
                        gone.id(),
                        e.getMessage());
            }
        }
    }

    private static EngineProblem failed(Container container, IOException e) {
        return EngineProblem.failed(
                "cannot remove container \"/"
                        + container.definition().name()
                        + "\": "
                        + e.getMessage(),
                e);
    }
}
