package dev.mullion.engine.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells which files appear in folders: one thread for all of them. */
final class FolderWatch implements AutoCloseable {

    private final WatchService service;
    private final Map<WatchKey, Consumer<String>> told = new ConcurrentHashMap<>();

    private FolderWatch(WatchService service) {
        this.service = service;
    }

    static FolderWatch start(Path folder) throws IOException {
        FolderWatch watch = new FolderWatch(folder.getFileSystem().newWatchService());
        Thread.ofVirtual().name("folders").start(watch::watchAll);
        return watch;
    }

    /** Tells the names of files that appear from now on, until the folder is removed. */
    void add(Path folder, Consumer<String> listener) throws IOException {
        told.put(folder.register(service, StandardWatchEventKinds.ENTRY_CREATE), listener);
    }

    private void watchAll() {
        try {
            while (true) {
                WatchKey key = service.take();
                Consumer<String> listener = told.get(key);
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (listener != null) {
                        listener.accept(String.valueOf(event.context()));
                    }
                }
                if (!key.reset()) {
                    told.remove(key);
                }
            }
        } catch (ClosedWatchServiceException e) {
            return; // the runtime is closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Stopping to watch folders", e);
        }
    }
}
