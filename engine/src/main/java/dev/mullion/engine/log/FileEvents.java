package dev.mullion.engine.log;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for a file to grow or to be replaced, by events of the system. One thread
 * for all of them.
 */
public final class FileEvents implements AutoCloseable {

    private final WatchService service;
    private final Thread thread;
    private final Map<Path, Folder> folders = new HashMap<>();

    private record Folder(WatchKey key, Set<Waiter> waiters) {}

    /** Starts to listen; to nothing yet. */
    public FileEvents() throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
        this.thread = Thread.ofVirtual().name("file-events").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                wake(key);
                key.reset();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // the end
        }
    }

    private synchronized void wake(WatchKey key) {
        for (Folder folder : folders.values()) {
            if (folder.key().equals(key)) {
                folder.waiters().forEach(Waiter::wake);
            }
        }
    }

    /**
     * Listens to a file, whether it is there or not. Events of other files beside it wake too.
     *
     * @return to be closed
     */
    synchronized Waiter listen(Path file) throws IOException {
        Path path = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Folder folder = folders.get(path);
        if (folder == null) {
            folder =
                    new Folder(
                            path.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE),
                            new HashSet<>());
            folders.put(path, folder);
        }
        Waiter waiter = new Waiter(path);
        folder.waiters().add(waiter);
        return waiter;
    }

    private synchronized void forget(Waiter waiter) {
        Folder folder = folders.get(waiter.path);
        if (folder != null) {
            folder.waiters().remove(waiter);
            if (folder.waiters().isEmpty()) {
                folder.key().cancel();
                folders.remove(waiter.path);
            }
        }
    }

    /** One who waits. */
    final class Waiter implements AutoCloseable {

        private final Path path;
        private final Semaphore happened = new Semaphore(0);

        private Waiter(Path path) {
            this.path = path;
        }

        /** Wakes it for another reason. */
        void wake() {
            happened.release();
        }

        /** Waits until something has happened since the last time. */
        void await(Duration limit) throws InterruptedException {
            if (happened.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                happened.drainPermits();
            }
        }

        @Override
        public void close() {
            forget(this);
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
        thread.interrupt();
    }
}
