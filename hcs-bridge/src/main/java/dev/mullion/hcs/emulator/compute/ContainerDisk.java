package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.emulator.layer.EmulatedLayers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The layers and the scratch of one system: looked up when it is created, held while it is there.
 */
final class ContainerDisk {

    private static final String BUILD = "C:\\Windows\\System32\\emulated-build.txt";

    private final EmulatedHost host;
    private final @Nullable Path scratch;
    private final List<Path> parents;
    private final boolean utilityVm;

    private ContainerDisk(
            EmulatedHost host, @Nullable Path scratch, List<Path> parents, boolean utilityVm) {
        this.host = host;
        this.scratch = scratch;
        this.parents = parents;
        this.utilityVm = utilityVm;
    }

    /** A system without files. */
    static ContainerDisk none(EmulatedHost host) {
        return new ContainerDisk(host, null, List.of(), false);
    }

    /**
     * Looks a system's disk up.
     *
     * @throws Refusal if something of it isn't there or isn't ready
     */
    static ContainerDisk of(EmulatedHost host, SystemSpec spec) {
        List<Path> parents = spec.layers().stream().map(ContainerDisk::layer).toList();
        if (spec.utilityVm() != null) {
            requireFolder(spec.utilityVm());
        }
        for (SystemSpec.MappedDirectory directory : spec.directories()) {
            if (!Files.exists(path(directory.hostPath()))) {
                throw Refusal.of(
                        Codes.FILE_NOT_FOUND,
                        "The system cannot find the file specified: " + directory.hostPath());
            }
        }
        return new ContainerDisk(host, scratch(host, spec), parents, spec.hyperV());
    }

    private static Path layer(String path) {
        requireFolder(path);
        return path(path);
    }

    /** A path of the emulated machine, which is one of the real one. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Refusal.of(Codes.PATH_NOT_FOUND, "That isn't a path: " + e.getReason());
        }
    }

    private static void requireFolder(String path) {
        if (!Files.isDirectory(path(path))) {
            throw Refusal.of(
                    Codes.PATH_NOT_FOUND, "The system cannot find the path specified: " + path);
        }
    }

    private static @Nullable Path scratch(EmulatedHost host, SystemSpec spec) {
        String volume = spec.volume();
        if (volume != null) {
            Optional<Path> mounted =
                    host.layers().mounted(volume).map(EmulatedLayers.Mounted::scratch);
            if (mounted.isEmpty() && !host.faults().strikes(Fault.SCRATCH_UNCHECKED)) {
                throw Refusal.of(
                        Codes.NOT_READY,
                        "The device is not ready: no prepared scratch is mounted as "
                                + volume
                                + " (Fault.SCRATCH_UNCHECKED does without)");
            }
            return mounted.orElse(null);
        }
        String folder = spec.scratch();
        if (folder == null || !spec.hyperV()) {
            return null;
        }
        if (!Files.isRegularFile(path(folder).resolve("sandbox.vhdx"))) {
            if (host.faults().strikes(Fault.SCRATCH_UNCHECKED)) {
                return null;
            }
            throw Refusal.of(
                    Codes.FILE_NOT_FOUND,
                    "The system cannot find the file specified: the scratch's disk in "
                            + folder
                            + " (Fault.SCRATCH_UNCHECKED does without)");
        }
        return path(folder);
    }

    /** Holds the scratch: nobody else can mount, export or destroy it now. */
    void take() {
        if (scratch != null) {
            host.layers().take(scratch, utilityVm);
        }
    }

    void giveBack() {
        if (scratch != null) {
            host.layers().giveBack(scratch);
        }
    }

    /** The system was ended while it wrote its registry. */
    void damage() {
        if (scratch != null) {
            host.layers().damage(scratch);
        }
    }

    /** What a process sees now, or null if there are no files. */
    @Nullable LayerFiles files(List<SystemSpec.MappedDirectory> directories) {
        if (scratch == null) {
            return null;
        }
        List<LayerFiles.Mapping> mappings =
                directories.stream()
                        .map(directory ->
                                new LayerFiles.Mapping(
                                        directory.containerPath(),
                                        path(directory.hostPath()),
                                        directory.readOnly()))
                        .toList();
        try {
            return new LayerFiles(scratch, parents, mappings);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulated container's files can't be read", e);
        }
    }

    /** The build of the base layer, if that says it. */
    Optional<Integer> build() {
        return version().map(EmulatedWindows::build);
    }

    /** The Windows of the base layer, if that says it: a utility VM runs that, not the host's. */
    Optional<EmulatedWindows> version() {
        LayerFiles files = files(List.of());
        if (files == null) {
            return Optional.empty();
        }
        try (InputStream in = files.read(BUILD)) {
            String version = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(host.windows().asVersion(version));
        } catch (FileProblem | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The emulated base layer can't be read", e);
        }
    }
}
