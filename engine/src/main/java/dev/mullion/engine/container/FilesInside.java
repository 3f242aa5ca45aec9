package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.network.NetworkFiles;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Opens the files of containers, whether they run or not. */
final class FilesInside {

    private final HostBoundary boundary;
    private final LayerStore layers;
    private final ContainerVolumes volumes;
    private final ContainerFiles files;
    private final Conventions conventions;

    FilesInside(
            HostBoundary boundary,
            LayerStore layers,
            ContainerVolumes volumes,
            ContainerFiles files,
            Conventions conventions) {
        this.boundary = boundary;
        this.layers = layers;
        this.volumes = volumes;
        this.files = files;
        this.conventions = conventions;
    }

    /**
     * Works on a container's files. One that doesn't run can't be started or removed meanwhile.
     *
     * @param withMounts whether what is mounted into it is seen too
     */
    <T> T with(Container container, boolean withMounts, FileWork<T> work) throws IOException {
        OpenFiles open;
        try (Container.Held _ = container.hold()) {
            if (container.isLeaving() || container.standing().phase() == Phase.DEAD) {
                throw EngineProblem.conflict(
                        "Container " + container.id() + " is being removed; its files are gone");
            }
            ContainerId id = container.id();
            boolean runs = container.standing().phase().hasProcess();
            layers.mount(id);
            if (!runs) {
                try (OpenFiles still = open(container.definition(), withMounts)) {
                    return work.on(still);
                } finally {
                    layers.unmount(id);
                }
            }
            open = open(container.definition(), withMounts);
        }
        try (open) {
            return work.on(open);
        }
    }

    private OpenFiles open(Definition container, boolean withMounts) throws IOException {
        boundary.check(container);
        return layers.open(
                container.id(),
                withMounts ? mounts(container) : List.of(),
                container.hostConfig().readonlyRootfs());
    }

    private List<MountSpec.Bind> mounts(Definition container) {
        List<MountSpec.Bind> mounts = new ArrayList<>();
        if (conventions.unixFiles()) {
            NetworkFiles written = NetworkFiles.in(files.folder(container.id()));
            boolean readOnly = container.hostConfig().readonlyRootfs();
            add(mounts, written.hosts(), "/etc/hosts", readOnly);
            add(mounts, written.hostname(), "/etc/hostname", readOnly);
            add(mounts, written.resolvConf(), "/etc/resolv.conf", readOnly);
        }
        for (PlannedMount mount : container.mounts()) {
            String place = volumes.place(mount);
            if (!place.isEmpty()) {
                add(mounts, Path.of(place), mount.destination(), !mount.writable());
            }
        }
        mounts.sort(Comparator.comparingInt(mount -> conventions.paths().depth(mount.target())));
        return mounts;
    }

    /** What isn't there yet, or any more, isn't shown. */
    private static void add(
            List<MountSpec.Bind> mounts, Path source, String target, boolean readOnly) {
        if (Files.exists(source)) {
            mounts.removeIf(mount -> mount.target().equals(target));
            mounts.add(new MountSpec.Bind(source, target, readOnly, List.of()));
        }
    }
}
