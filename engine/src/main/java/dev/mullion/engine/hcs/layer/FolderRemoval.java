package dev.mullion.engine.hcs.layer;

import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Removes layers and scratches: first by name, so that nobody takes them for whole, then really. A
 * crash between leaves a name that {@link #sweep} finds.
 */
record FolderRemoval(Windows windows, Pause pause, Path store) {

    private static final System.Logger LOG = System.getLogger(FolderRemoval.class.getName());
    private static final String DISK = "sandbox.vhdx";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int FILE_NOT_FOUND = 2;
    private static final int MOST_NAMES = 100;

    /**
     * Removes a folder; fine if there is none.
     *
     * @throws IOException if something holds it, so that not even its name could be changed
     */
    void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path renamed = free(folder);
        try {
            try {
                windows.files().rename(folder, renamed);
            } catch (HcsException e) {
                if (isMissing(e)) {
                    return;
                }
                LOG.log(Level.INFO, "{0} is held; letting go of it: {1}", folder, e.getMessage());
                letGo(folder);
                windows.files().rename(folder, renamed);
            }
        } catch (HcsException e) {
            throw LayerProblem.of("Removing " + folder, e, store);
        }
        destroy(renamed);
    }

    private static boolean isMissing(HcsException e) {
        int code = e.code().code();
        return code == FILE_NOT_FOUND || code == LayerProblem.PATH_NOT_FOUND;
    }

    /** An earlier attempt may have left the name. */
    private static Path free(Path folder) throws IOException {
        String name = LayerFolders.nameOf(folder);
        for (int i = 0; i < MOST_NAMES; i++) {
            String number = i == 0 ? "" : "-" + i;
            Path renamed = folder.resolveSibling(name + number + LayerFolders.REMOVING);
            if (!Files.exists(renamed, LinkOption.NOFOLLOW_LINKS)) {
                return renamed;
            }
        }
        throw new IOException("What was to be removed before is still there: " + folder);
    }

    /** Whatever a crash left attached. */
    private void letGo(Path folder) {
        if (!Files.exists(folder.resolve(DISK))) {
            return;
        }
        try {
            windows.layers().deactivate(folder);
        } catch (HcsException e) {
            LOG.log(Level.DEBUG, "{0} couldn''t be deactivated: {1}", folder, e.getMessage());
            windows.disks().detach(folder.resolve(DISK));
        }
    }

    /** Removes what nobody knows by a name any more; what is held stays for the next sweep. */
    void destroy(Path renamed) throws IOException {
        int attempts = 0;
        Duration wait = FIRST_PAUSE;
        while (true) {
            attempts++;
            try {
                windows.layers().destroy(renamed);
                if (attempts > 1) {
                    LOG.log(Level.INFO, "Removed {0} at attempt {1}", renamed, attempts);
                }
                return;
            } catch (HcsException e) {
                if (isMissing(e)) {
                    return;
                }
                // handles of a utility VM close a little later than it
                if (!isHeld(e) || wait.compareTo(LONGEST_PAUSE) > 0) {
                    LOG.log(
                            Level.WARNING,
                            "{0} stays until the engine starts again, after {1} attempts: {2}",
                            renamed,
                            attempts,
                            e.getMessage());
                    return;
                }
            }
            pause(wait);
            wait = wait.multipliedBy(4);
        }
    }

    private static boolean isHeld(HcsException e) {
        int code = e.code().code();
        return code == LayerProblem.ACCESS_DENIED || code == LayerProblem.SHARING_VIOLATION;
    }

    private void pause(Duration wait) throws InterruptedIOException {
        try {
            pause.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Removing a layer was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Removes what was to be removed from a folder before. */
    void sweep(Path folder) throws IOException {
        for (Path path : LayerFolders.in(folder)) {
            if (LayerFolders.nameOf(path).endsWith(LayerFolders.REMOVING)) {
                destroy(path);
            }
        }
    }
}
