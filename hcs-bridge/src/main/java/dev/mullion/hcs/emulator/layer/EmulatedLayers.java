package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Faults;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.DiskTree;
import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.emulator.file.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The layer driver: which scratches are attached, mounted and in use, and what is done with layers.
 * All refusals are {@link Refusal}s. Attachments live as long as the machine is up, whoever made
 * them.
 */
public final class EmulatedLayers {

    private static final String DAMAGED = "damaged";
    private static final int INCORRECT_FUNCTION = 1;
    private static final int NOT_READY = 0x15;

    private final Volumes volumes;
    private final Faults faults;
    private final Map<Path, Attached> attached = new HashMap<>();

    /**
     * A scratch that is mounted.
     *
     * @param scratch its folder
     * @param parents its layers' folders, nearest first
     */
    public record Mounted(Path scratch, List<Path> parents) {}

    /** A layer as a caller names it. */
    record Named(UUID id, Path path) {}

    private record Attached(PretendedDisk disk, Optional<Mounted> mounted, int users) {}

    /**
     * Begins with nothing attached.
     *
     * @param volumes where mounted scratches are found
     * @param faults of the machine
     */
    public EmulatedLayers(Volumes volumes, Faults faults) {
        this.volumes = volumes;
        this.faults = faults;
        volumes.busyWhen(this::attachedBelow);
    }

    private synchronized boolean attachedBelow(Path folder) {
        return attached.keySet().stream().anyMatch(scratch -> scratch.startsWith(folder));
    }

    /**
     * Finds a scratch by the volume it is mounted as.
     *
     * @param volume {@code \\?\Volume{guid}\}, with or without the last backslash
     * @return nothing if no prepared scratch has that volume
     */
    public synchronized Optional<Mounted> mounted(String volume) {
        String whole = volume.endsWith("\\") ? volume : volume + "\\";
        return attached.values().stream()
                .filter(each -> each.disk().path().equalsIgnoreCase(whole))
                .flatMap(each -> each.mounted().stream())
                .findFirst();
    }

    /** The scratch whose disk has that volume, prepared or not. */
    synchronized Optional<Path> attached(String volume) {
        String whole = volume.endsWith("\\") ? volume : volume + "\\";
        return attached.entrySet().stream()
                .filter(each -> each.getValue().disk().path().equalsIgnoreCase(whole))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Takes a scratch for a running system: a mounted one in process isolation, one that isn't
     * attached in a utility VM. Until it is given back it can't be unmounted, exported or
     * destroyed.
     *
     * @param scratch its folder
     * @param utilityVm whether a utility VM takes it
     * @throws Refusal SHARING_VIOLATION if it is attached and a utility VM wants it
     */
    public synchronized void take(Path scratch, boolean utilityVm) {
        Attached now = attached.get(scratch);
        if (utilityVm && now != null) {
            throw Refusal.win32(FileProblem.SHARING_VIOLATION, "The scratch is in use: " + scratch);
        }
        Attached base =
                now == null ? new Attached(LayerFolder.disk(scratch), Optional.empty(), 0) : now;
        attached.put(scratch, new Attached(base.disk(), base.mounted(), base.users() + 1));
    }

    /**
     * Gives a scratch back.
     *
     * @param scratch as it was taken
     */
    public synchronized void giveBack(Path scratch) {
        Attached now = attached.get(scratch);
        if (now == null) {
            return;
        }
        boolean byVmOnly = now.mounted().isEmpty() && now.users() == 1;
        if (byVmOnly) {
            attached.remove(scratch);
        } else {
            attached.put(
                    scratch, new Attached(now.disk(), now.mounted(), Math.max(0, now.users() - 1)));
        }
    }

    /**
     * Damages what a scratch's registry holds, as ending a system in the middle of its shutdown
     * does: it can't be exported any more.
     *
     * @param scratch its folder
     */
    public void damage(Path scratch) {
        try {
            Path changes = Files.createDirectories(LayerFolder.changes(scratch));
            Files.writeString(changes.resolve(DAMAGED), "EMULATED damage\n");
        } catch (IOException e) {
            throw LayerFolder.refused(e);
        }
    }

    void create(Path scratch, List<Named> parents) {
        LayerFolder.requireFolder(scratch);
        LayerFolder.requireParents(parents);
        Path disk = scratch.resolve(LayerFolder.DISK);
        if (parents.isEmpty() || Files.exists(disk)) {
            throw Refusal.win32(
                    parents.isEmpty() ? FileProblem.INVALID_PARAMETER : FileProblem.ALREADY_EXISTS,
                    "A scratch needs parents and is made once");
        }
        if (!Files.isRegularFile(parents.getLast().path().resolve(BaseImage.TEMPLATE))) {
            throw Refusal.win32(FileProblem.FILE_NOT_FOUND, "The base layer has no blank disk");
        }
        LayerFolder.act(() -> PretendedDisk.blank().write(disk));
    }

    void expand(Path scratch, long size) {
        Path file = scratch.resolve(LayerFolder.DISK);
        PretendedDisk disk = LayerFolder.disk(scratch);
        if (size < disk.size()) {
            throw Refusal.win32(FileProblem.INVALID_PARAMETER, "A disk can only grow");
        }
        LayerFolder.act(() -> new PretendedDisk(disk.volume(), size).write(file));
    }

    synchronized void activate(Path layer) {
        LayerFolder.requireFolder(layer);
        if (faults.strikes(Fault.ACTIVATE_NOT_READY)) {
            throw Refusal.win32(NOT_READY, "The disk isn't there yet");
        }
        if (attached.containsKey(layer)) {
            throw Refusal.win32(FileProblem.SHARING_VIOLATION, "The disk is attached already");
        }
        // a layer that is only read can be activated, too: exporting wants that
        PretendedDisk disk =
                LayerFolder.isScratch(layer) ? LayerFolder.disk(layer) : PretendedDisk.blank();
        attached.put(layer, new Attached(disk, Optional.empty(), 0));
    }

    synchronized void deactivate(Path layer) {
        Attached now = requireAttached(layer);
        requireUnused(layer, now);
        unmount(now);
        attached.remove(layer);
    }

    synchronized void prepare(Path scratch, List<Named> parents) {
        Attached now = requireAttached(scratch);
        if (faults.strikes(Fault.PREPARE_INCORRECT_FUNCTION)) {
            throw Refusal.win32(INCORRECT_FUNCTION, "Another filter is in the way");
        }
        if (now.mounted().isPresent()) {
            throw Refusal.win32(FileProblem.SHARING_VIOLATION, "The layer is prepared already");
        }
        LayerFolder.requireParents(parents);
        List<Path> paths = parents.stream().map(Named::path).toList();
        var mounted = new Mounted(scratch, paths);
        volumes.mount(now.disk().path(), LayerFiles.volume(scratch, paths));
        attached.put(scratch, new Attached(now.disk(), Optional.of(mounted), now.users()));
    }

    /** One that isn't prepared is fine: those who clean up rely on it. */
    synchronized void unprepare(Path scratch) {
        Attached now = attached.get(scratch);
        if (now != null) {
            requireUnused(scratch, now);
            unmount(now);
            attached.put(scratch, new Attached(now.disk(), Optional.empty(), now.users()));
        }
    }

    private void unmount(Attached now) {
        if (now.mounted().isPresent()) {
            volumes.unmount(now.disk().path());
        }
    }

    synchronized Optional<String> mountPath(Path layer) {
        return Optional.ofNullable(attached.get(layer)).map(each -> each.disk().path());
    }

    /** {@code DetachVirtualDisk}: whatever the filter thinks of it. */
    synchronized void detach(Path disk) {
        Path scratch = Objects.requireNonNull(disk.getParent());
        Attached now = attached.get(scratch);
        if (now == null || !disk.endsWith(LayerFolder.DISK)) {
            throw Refusal.win32(NOT_READY, "The disk isn't attached");
        }
        requireUnused(scratch, now);
        unmount(now);
        attached.remove(scratch);
    }

    void importLayer(Path layer, Path source, List<Named> parents) {
        meetImportFaults();
        LayerFolder.requireParents(parents);
        if (!Files.isDirectory(source)) {
            throw Refusal.win32(FileProblem.PATH_NOT_FOUND, "There is no folder " + source);
        }
        LayerFolder.act(
                () -> LayerMerge.into(layer, source, parents.stream().map(Named::path).toList()));
    }

    void export(Path layer, Path target, List<Named> parents) {
        LayerFolder.requireFolder(layer);
        LayerFolder.requireFolder(target);
        LayerFolder.requireParents(parents);
        if (LayerFolder.isScratch(layer)) {
            Attached now;
            synchronized (this) {
                now = requireAttached(layer);
            }
            requireUnused(layer, now);
            if (now.mounted().isPresent()) {
                throw Refusal.win32(
                        FileProblem.SHARING_VIOLATION, "A layer that is prepared isn't exported");
            }
            if (Files.exists(LayerFolder.changes(layer).resolve(DAMAGED))) {
                throw Refusal.win32(
                        FileProblem.PATH_NOT_FOUND, "The registry in the scratch is damaged");
            }
        }
        LayerFolder.act(() -> write(layer, target, parents.stream().map(Named::path).toList()));
    }

    private static void write(Path layer, Path target, List<Path> parents) throws IOException {
        Optional<DiskTree> beneath =
                parents.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DiskTree(parents.getFirst().resolve("Files")));
        if (LayerFolder.isScratch(layer)) {
            new LayerExport(LayerFiles.volume(layer, parents), beneath, target)
                    .from(LayerFiles.changes(layer));
            ExportedHives.made(target, layer.resolve(LayerFolder.DISK));
        } else {
            Path files = layer.resolve("Files");
            new LayerExport(new DiskTree(files), beneath, target).from(files);
            ExportedHives.copied(layer, target);
        }
        ExportedUtilityVm.write(layer, target, parents);
    }

    synchronized void destroy(Path layer) {
        LayerFolder.requireFolder(layer);
        boolean mountedAbove =
                attached.values().stream()
                        .flatMap(each -> each.mounted().stream())
                        .anyMatch(mounted -> mounted.parents().contains(layer));
        if (attached.containsKey(layer) || mountedAbove) {
            throw Refusal.win32(FileProblem.ACCESS_DENIED, "The layer is in use: " + layer);
        }
        if (volumes.inUse(layer)) {
            throw Refusal.win32(FileProblem.SHARING_VIOLATION, "A file in it is open: " + layer);
        }
        LayerFolder.act(() -> Trees.delete(layer));
    }

    boolean exists(Path layer) {
        return LayerFolder.isScratch(layer) || Files.isDirectory(layer.resolve("Files"));
    }

    void processBaseImage(Path layer) {
        meetImportFaults();
        LayerFolder.requireFolder(layer.resolve("Files"));
        LayerFolder.act(() -> {
            BaseImage.hives(layer);
            BaseImage.disks(layer);
        });
    }

    void setUpBaseLayer(Path layer) {
        meetImportFaults();
        LayerFolder.requireFolder(layer.resolve("Files"));
        if (Files.exists(layer.resolve("Hives")) || Files.exists(layer.resolve(BaseImage.LAYOUT))) {
            throw Refusal.win32(FileProblem.ALREADY_EXISTS, "The layer has hives already");
        }
        LayerFolder.act(() -> BaseImage.hives(layer));
    }

    void processUtilityImage(Path utilityVm) {
        meetImportFaults();
        if (Files.isSymbolicLink(utilityVm)) {
            throw Refusal.win32(FileProblem.REPARSE_POINT_ENCOUNTERED, "It is a link");
        }
        LayerFolder.requireFolder(utilityVm.resolve("Files"));
        LayerFolder.act(() -> BaseImage.utilityVm(utilityVm));
    }

    private void meetImportFaults() {
        if (faults.strikes(Fault.IMPORT_ACCESS_DENIED)) {
            throw Refusal.win32(FileProblem.ACCESS_DENIED, "Something else has the file open");
        }
        if (faults.strikes(Fault.IMPORT_DISK_FULL)) {
            throw Refusal.win32(FileProblem.DISK_FULL, "There is not enough space on the disk");
        }
    }

    /** Everything that was attached is gone. */
    synchronized void rebooted() {
        attached.values().forEach(this::unmount);
        attached.clear();
    }

    private Attached requireAttached(Path layer) {
        Attached now = attached.get(layer);
        if (now == null) {
            throw Refusal.win32(NOT_READY, "The disk isn't attached: " + layer);
        }
        return now;
    }

    private static void requireUnused(Path layer, Attached now) {
        if (now.users() > 0) {
            throw Refusal.win32(
                    FileProblem.SHARING_VIOLATION, "A running system uses it: " + layer);
        }
    }
}
