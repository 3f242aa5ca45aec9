package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.network.NetworkFiles;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.engine.volume.Volumes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes ready on the host what a container's mounts need, at each of its starts. */
final class MountsAtStart {

    private final Volumes volumes;
    private final LayerStore layers;
    private final Conventions conventions;

    MountsAtStart(Volumes volumes, LayerStore layers, Conventions conventions) {
        this.volumes = volumes;
        this.layers = layers;
        this.conventions = conventions;
    }

    /**
     * Makes ready.
     *
     * @param first whether the container was never started: only then volumes are filled
     * @return all mounts, those above before those below
     * @throws EngineProblem 400 if something that is to be mounted isn't there
     */
    List<MountSpec> ready(
            Definition container, RootFileSystem root, NetworkFiles files, boolean first)
            throws IOException {
        Map<String, MountSpec> mounts = new LinkedHashMap<>();
        if (conventions.unixFiles()) {
            if (first) {
                mark(root);
            }
            boolean readOnly = container.hostConfig().readonlyRootfs();
            bind(mounts, files.resolvConf(), "/etc/resolv.conf", readOnly);
            bind(mounts, files.hostname(), "/etc/hostname", readOnly);
            bind(mounts, files.hosts(), "/etc/hosts", readOnly);
        }
        for (PlannedMount mount : container.mounts()) {
            mounts.put(mount.destination(), ready(container, mount, root, first));
        }
        List<MountSpec> inOrder = new ArrayList<>(mounts.values());
        inOrder.sort(Comparator.comparingInt(mount -> conventions.paths().depth(mount.target())));
        return inOrder;
    }

    /** Programs and build tools look for this file to tell whether they run in a container. */
    private static void mark(RootFileSystem root) throws IOException {
        try {
            Files.createFile(root.mounted().resolve(".dockerenv"));
        } catch (FileAlreadyExistsException e) {
            // the image was made of a container
        }
    }

    private static void bind(
            Map<String, MountSpec> mounts, Path source, String target, boolean readOnly) {
        mounts.put(target, new MountSpec.Bind(source, target, readOnly, List.of()));
    }

    private MountSpec ready(
            Definition container, PlannedMount mount, RootFileSystem root, boolean first)
            throws IOException {
        return switch (mount.kind()) {
            case BIND -> bind(mount);
            case VOLUME -> volume(container, mount, root, first);
            case TMPFS -> memory(mount);
            case PIPE -> new MountSpec.Pipe(String.valueOf(mount.source()), mount.destination());
        };
    }

    private static MountSpec bind(PlannedMount mount) throws IOException {
        Path source = Path.of(String.valueOf(mount.source()));
        if (!Files.exists(source)) {
            if (!mount.createSource()) {
                throw EngineProblem.invalid(
                        "invalid mount config for type \"bind\": bind source path does not exist: "
                                + source);
            }
            try {
                Files.createDirectories(source);
            } catch (IOException e) {
                throw EngineProblem.failed(
                        "error while creating mount source path '" + source + "': " + e, e);
            }
        }
        List<String> options =
                mount.propagation() == null ? List.of() : List.of(mount.propagation());
        return new MountSpec.Bind(source, mount.destination(), !mount.writable(), options);
    }

    private MountSpec volume(
            Definition container, PlannedMount mount, RootFileSystem root, boolean first)
            throws IOException {
        String name = String.valueOf(mount.name());
        Path place = volumes.mountpoint(name);
        if (first && mount.copy() && conventions.unixFiles()) {
            Path inImage = InsideRoot.resolve(root.mounted(), mount.destination());
            if (Files.isDirectory(inImage, LinkOption.NOFOLLOW_LINKS)) {
                volumes.populate(name, inImage, layers::copy);
            }
        }
        volumes.mounted(name, container.id(), mount.destination(), mount.writable());
        return new MountSpec.Bind(place, mount.destination(), !mount.writable(), List.of());
    }

    private static MountSpec memory(PlannedMount mount) {
        List<String> options = new ArrayList<>(mount.options());
        if (!mount.writable() && !options.contains("ro")) {
            options.add("ro");
        }
        return new MountSpec.Memory(mount.destination(), options);
    }
}
