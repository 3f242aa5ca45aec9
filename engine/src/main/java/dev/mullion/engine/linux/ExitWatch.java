package dev.mullion.engine.linux;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Consumer;

/** Tells which files appear in the folder where monitors say how their containers ended. */
final class ExitWatch implements AutoCloseable {

    private final WatchService service;

    private ExitWatch(WatchService service) {
        this.service = service;
    }

    static ExitWatch start(Path folder, Consumer<String> told) throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        Thread.ofVirtual().name("exits").start(() -> watch(service, told));
        return new ExitWatch(service);
    }

    private static void watch(WatchService service, Consumer<String> told) {
        try {
            while (true) {
                WatchKey key = service.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    told.accept(String.valueOf(event.context()));
                }
                key.reset();
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
            throw new java.io.UncheckedIOException("Stopping to watch for ends", e);
        }
    }
}
