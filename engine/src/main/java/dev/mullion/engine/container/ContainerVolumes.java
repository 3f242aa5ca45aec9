package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.volume.Volume;
import dev.mullion.engine.volume.Volumes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volumes, as far as containers need them. */
final class ContainerVolumes {

    private final Volumes volumes;

    ContainerVolumes(Volumes volumes) {
        this.volumes = volumes;
    }

    /** Keeps volumes from being removed until it is closed. */
    static final class Holds implements AutoCloseable {

        private final List<Volumes.Hold> holds = new ArrayList<>();

        @Override
        public void close() {
            holds.forEach(Volumes.Hold::close);
        }
    }

    /**
     * Makes the volumes that aren't there, and keeps all that a container will have.
     *
     * @param made gets the names of those that were made for this container alone
     */
    Holds ready(
            Collection<MountPlan.NewVolume> wanted,
            Collection<PlannedMount> mounts,
            List<String> made) {
        Holds holds = new Holds();
        try {
            for (MountPlan.NewVolume volume : wanted) {
                Map<String, String> labels = new LinkedHashMap<>(volume.labels());
                if (volume.own()) {
                    labels.put(Volume.ANONYMOUS, "");
                }
                String driver = volume.driver();
                volumes.create(
                        volume.name(), driver == null ? "" : driver, labels, volume.options());
                if (volume.own()) {
                    made.add(volume.name());
                }
            }
            for (PlannedMount mount : mounts) {
                if (mount.name() != null) {
                    holds.holds.add(volumes.hold(mount.name()));
                }
            }
            return holds;
        } catch (RuntimeException e) {
            holds.close();
            throw e;
        }
    }

    Volumes all() {
        return volumes;
    }

    /** Where a mount's content is on the host; empty if it is nowhere. */
    String place(PlannedMount mount) {
        if (mount.name() != null) {
            return volumes.find(mount.name()).isEmpty()
                    ? ""
                    : volumes.shownMountpoint(mount.name()).toString();
        }
        return mount.source() == null ? "" : mount.source();
    }

    /** Tells that a container that ended lets go of its volumes. */
    void unmounted(Definition container) {
        ContainerId id = container.id();
        for (PlannedMount mount : container.mounts()) {
            if (mount.name() != null) {
                volumes.unmounted(mount.name(), id);
            }
        }
    }

    /**
     * Removes a volume made for a container that is gone; fine if it isn't there.
     *
     * @throws EngineProblem 409 if another container has taken it over
     */
    void remove(String name) {
        if (volumes.find(name).isPresent()) {
            volumes.remove(name, false);
        }
    }
}
