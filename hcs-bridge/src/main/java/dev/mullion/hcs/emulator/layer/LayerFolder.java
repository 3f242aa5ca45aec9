package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.file.FileProblem;
import dev.mullion.hcs.emulator.file.LayerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What has to be in the folders of layers and scratches, refused in the codes of Windows. */
final class LayerFolder {

    static final String DISK = "sandbox.vhdx";

    private static final int INVALID_DATA = 0xD;
    private static final int INVALID_LAYER = 0x80370112;

    private LayerFolder() {}

    static boolean isScratch(Path layer) {
        return Files.isRegularFile(layer.resolve(DISK), LinkOption.NOFOLLOW_LINKS);
    }

    /** The disk of a scratch, which it has to have. */
    static PretendedDisk disk(Path scratch) {
        try {
            if (!isScratch(scratch)) {
                throw new FileProblem(FileProblem.FILE_NOT_FOUND, scratch.resolve(DISK).toString());
            }
            return PretendedDisk.read(scratch.resolve(DISK));
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** Where the emulator keeps what a scratch changes, beside its disk. */
    static Path changes(Path scratch) {
        return Objects.requireNonNull(LayerFiles.changes(scratch).getParent());
    }

    static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Refusal.win32(FileProblem.PATH_NOT_FOUND, "There is no folder " + folder);
        }
    }

    /**
     * Refuses layers that aren't there, aren't whole, or whose id isn't that of their folder.
     *
     * @param parents nearest first
     */
    static void requireParents(List<EmulatedLayers.Named> parents) {
        for (EmulatedLayers.Named parent : parents) {
            requireFolder(parent.path());
            String name = String.valueOf(parent.path().getFileName());
            if (!parent.id().equals(LayerGuid.of(name))) {
                throw Refusal.win32(
                        FileProblem.INVALID_PARAMETER,
                        parent.id() + " isn't the id of a layer in " + parent.path());
            }
            if (!isWhole(parent.path(), parent.equals(parents.getLast()))) {
                throw Refusal.of(INVALID_LAYER, "The layer isn't whole: " + parent.path());
            }
        }
    }

    /** Whether it was imported to its end, so that something can be put on top of it. */
    private static boolean isWhole(Path layer, boolean base) {
        return Files.isDirectory(layer.resolve("Files"))
                && (!base || Files.exists(layer.resolve(BaseImage.LAYOUT)));
    }

    /** Something with files. */
    @FunctionalInterface
    interface Act {
        void run() throws IOException;
    }

    static void act(Act act) {
        try {
            act.run();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    static Refusal refused(IOException cause) {
        FileProblem problem = FileProblem.of(cause);
        int code = problem.code() == FileProblem.GENERAL_FAILURE ? INVALID_DATA : problem.code();
        return Refusal.win32(code, String.valueOf(cause.getMessage()));
    }
}
