package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The scratches that are mounted on this host, each as long as somebody uses it. A note in the
 * scratch's folder, made before the mounting and removed after the unmounting, tells a later engine
 * what may still be mounted.
 */
final class ScratchMounts {

    private static final System.Logger LOG = System.getLogger(ScratchMounts.class.getName());
    private static final String NOTE = "mounted";
    private static final int TRIES = 5;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Windows windows;
    private final Pause pause;
    private final Path store;
    private final Map<ContainerId, Mounted> all = new ConcurrentHashMap<>();
    private final Set<ContainerId> inherited = ConcurrentHashMap.newKeySet();

    private static final class Mounted {
        private final ReentrantLock lock = new ReentrantLock();
        private int uses;
        private boolean dropped;
        private String volume = "";
    }

    ScratchMounts(Windows windows, Pause pause, Path store) {
        this.windows = windows;
        this.pause = pause;
        this.store = store;
    }

    /** Mounts a scratch, or joins those who use it. */
    ScratchMount use(ContainerId id, Path scratch, List<Layers.Parent> parents) throws IOException {
        Mounted mounted = all.computeIfAbsent(id, any -> new Mounted());
        mounted.lock.lock();
        try {
            if (mounted.uses == 0) {
                mounted.volume = volume(id, scratch, parents);
            }
            mounted.uses++;
            return new ScratchMount(
                    mounted.volume, scratch, parents, () -> release(mounted, scratch));
        } finally {
            mounted.lock.unlock();
        }
    }

    /** What is done with a scratch. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /**
     * Runs something that needs a scratch to be attached, initialized, and not prepared. Whoever
     * uses it gets it back as it was.
     */
    void unprepared(ContainerId id, Path scratch, List<Layers.Parent> parents, Work work)
            throws IOException {
        Mounted mounted = all.computeIfAbsent(id, any -> new Mounted());
        mounted.lock.lock();
        try (ScratchMount use = use(id, scratch, parents)) {
            boolean shared = mounted.uses > 1;
            unprepare(use.scratch());
            try {
                work.run();
            } finally {
                if (shared) {
                    prepareAgain(scratch, parents);
                }
            }
        } finally {
            mounted.lock.unlock();
        }
    }

    private void unprepare(Path scratch) throws IOException {
        try {
            windows.layers().unprepare(scratch);
        } catch (HcsException e) {
            throw LayerProblem.of("Taking a container's file system apart", e, store);
        }
    }

    private void prepareAgain(Path scratch, List<Layers.Parent> parents) throws IOException {
        try {
            windows.layers().prepare(scratch, parents);
        } catch (HcsException e) {
            throw LayerProblem.of("Putting a container's file system together again", e, store);
        }
    }

    private String volume(ContainerId id, Path scratch, List<Layers.Parent> parents)
            throws IOException {
        if (inherited.remove(id)) {
            String volume = inheritedVolume(scratch);
            if (!volume.isEmpty()) {
                return volume;
            }
        }
        boolean stale = Files.exists(scratch.resolve(NOTE));
        if (stale) {
            // of an unmounting that failed
            unmountAnyway(scratch);
        }
        return mount(scratch, parents, stale);
    }

    private String inheritedVolume(Path scratch) {
        try {
            return windows.layers().mountPath(scratch);
        } catch (HcsException e) {
            LOG.log(
                    Level.INFO,
                    "{0} isn''t mounted any more: {1}",
                    scratch,
                    String.valueOf(e.getMessage()));
            return "";
        }
    }

    private String mount(Path scratch, List<Layers.Parent> parents, boolean stale)
            throws IOException {
        LayerFolders.write(scratch.resolve(NOTE), "");
        for (int attempt = 1; ; attempt++) {
            try {
                attach(scratch, parents);
                if (attempt > 1) {
                    LOG.log(Level.INFO, "Mounted {0} at attempt {1}", scratch, attempt);
                }
                return pathOf(scratch);
            } catch (HcsException e) {
                if (attempt == TRIES || !mayPass(e, scratch, stale)) {
                    Files.deleteIfExists(scratch.resolve(NOTE));
                    throw LayerProblem.of("Mounting a container's file system", e, store);
                }
            }
            pause();
        }
    }

    private void attach(Path scratch, List<Layers.Parent> parents) {
        windows.layers().activate(scratch);
        try {
            windows.layers().prepare(scratch, parents);
        } catch (HcsException e) {
            quietly("Deactivating", scratch, () -> windows.layers().deactivate(scratch));
            throw e;
        }
    }

    private String pathOf(Path scratch) {
        try {
            String volume = windows.layers().mountPath(scratch);
            if (volume.isEmpty()) {
                throw new IllegalStateException("Windows mounted " + scratch + " nowhere");
            }
            return volume;
        } catch (RuntimeException e) {
            unmountAnyway(scratch);
            throw e;
        }
    }

    /**
     * Disks that are mounted in parallel aren't always ready at once (WS2019). One that is held is
     * detached only if it was this store that had left it: it could be a utility VM's.
     */
    private boolean mayPass(HcsException e, Path scratch, boolean stale) {
        return switch (e.code().code()) {
            case LayerProblem.NOT_READY, LayerProblem.DEVICE_NOT_CONNECTED -> true;
            case LayerProblem.SHARING_VIOLATION -> {
                if (stale) {
                    quietly(
                            "Detaching",
                            scratch,
                            () -> windows.disks().detach(scratch.resolve("sandbox.vhdx")));
                }
                yield true;
            }
            default -> false;
        };
    }

    private void pause() throws InterruptedIOException {
        try {
            pause.pause(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Mounting a file system was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void release(Mounted mounted, Path scratch) throws IOException {
        SystemThread.run(
                "unmount-" + LayerFolders.nameOf(scratch),
                () -> {
                    mounted.lock.lock();
                    try {
                        mounted.uses--;
                        if (mounted.uses == 0 && !mounted.dropped) {
                            unmount(scratch);
                        }
                        return mounted;
                    } finally {
                        mounted.lock.unlock();
                    }
                });
    }

    private void unmount(Path scratch) throws IOException {
        HcsException failure = unmounted(scratch);
        if (failure != null) {
            throw LayerProblem.of(
                    "Unmounting a container's file system, which will be tried again at the next"
                            + " use or start",
                    failure,
                    store);
        }
        Files.deleteIfExists(scratch.resolve(NOTE));
    }

    private @Nullable HcsException unmounted(Path scratch) {
        HcsException failure = null;
        try {
            windows.layers().unprepare(scratch);
        } catch (HcsException e) {
            failure = e;
        }
        try {
            // also after a failure: what is left is less
            windows.layers().deactivate(scratch);
        } catch (HcsException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private void unmountAnyway(Path scratch) {
        quietly("Unpreparing", scratch, () -> windows.layers().unprepare(scratch));
        quietly("Deactivating", scratch, () -> windows.layers().deactivate(scratch));
    }

    private static void quietly(String doing, Path scratch, Runnable work) {
        try {
            work.run();
        } catch (HcsException e) {
            LOG.log(Level.DEBUG, "{0} {1}: {2}", doing, scratch, String.valueOf(e.getMessage()));
        }
    }

    /** Lets go of a scratch whoever uses it, because it will be removed. */
    void drop(ContainerId id, Path scratch) throws IOException {
        Mounted mounted = all.get(id);
        inherited.remove(id);
        if (mounted != null) {
            mounted.lock.lock();
            mounted.dropped = true;
        }
        try {
            if (Files.exists(scratch.resolve(NOTE))) {
                unmountAnyway(scratch);
                Files.deleteIfExists(scratch.resolve(NOTE));
            }
        } finally {
            if (mounted != null) {
                mounted.lock.unlock();
            }
            all.remove(id);
        }
    }

    /** Takes over what an engine before this one may have left mounted, in use or not. */
    void inherit(ContainerId id, Path scratch) {
        if (Files.exists(scratch.resolve(NOTE))) {
            inherited.add(id);
        }
    }

    /** Lets go of what was taken over, and no container stands on, unless somebody uses it now. */
    void letGo(ContainerId id, Path scratch) throws IOException {
        Mounted mounted = all.computeIfAbsent(id, any -> new Mounted());
        mounted.lock.lock();
        try {
            if (!inherited.remove(id)) {
                return;
            }
            HcsException failure = unmounted(scratch);
            if (failure != null) {
                // after a restart of the machine it isn't mounted, and Windows says so
                LOG.log(
                        Level.INFO,
                        "{0} was left: {1}",
                        scratch,
                        String.valueOf(failure.getMessage()));
            }
            Files.deleteIfExists(scratch.resolve(NOTE));
        } finally {
            mounted.lock.unlock();
        }
    }
}
