package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.archive.BoundedInputStream;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.archive.UnpackedDigest;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Unpacks one layer into an empty folder of its own.
 *
 * @param digest of the uncompressed archive
 * @param folder takes the layer, and what the archive has twice
 * @param limits what it may unpack to
 */
record Unpacking(Digest digest, Path folder, ArchiveLimits limits) {

    private static final int STAGES = 3;

    /**
     * Reads the archive to its end, on threads of the system: decompressing, hashing and writing
     * would hold up the few that carry all virtual threads.
     *
     * @return bytes of its files, when all of them are on disk and the digest was right
     */
    long run(InputStream tar) throws IOException {
        Files.createDirectories(root());
        Files.createDirectory(replaced());
        // what the root of a file system is, where the archive doesn't say otherwise
        Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Conveyor conveyor = new Conveyor();
        InputStream bounded = new BoundedInputStream(tar, limits.bytes(), "The unpacked layer");
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("layer-", 0).factory())) {
            CompletionService<Long> stages = new ExecutorCompletionService<>(threads);
            stages.submit(() -> conveyor.fill(bounded));
            stages.submit(() -> requireDigest(conveyor.hash(UnpackedDigest.begin(digest))));
            Future<Long> written = stages.submit(() -> write(conveyor.output()));
            try {
                for (int i = 0; i < STAGES; i++) {
                    stages.take().get();
                }
                Files.writeString(layer().resolve(UnpackedLayers.SIZE), written.get() + "\n");
                threads.submit(this::sync).get();
                return written.get();
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted =
                        new InterruptedIOException("Unpacking a layer was interrupted: " + digest);
                interrupted.initCause(e);
                throw interrupted;
            } finally {
                // those that wait for the one that failed
                threads.shutdownNow();
            }
        }
    }

    /** The finished layer: its files and its size. */
    Path layer() {
        return folder.resolve("layer");
    }

    private Path root() {
        return layer().resolve(UnpackedLayers.FILES);
    }

    private Path replaced() {
        return folder.resolve("replaced");
    }

    private long write(InputStream in) throws IOException {
        TarReader reader = new TarReader(in, limits.entries());
        try (LayerTree tree = new LayerTree(root(), replaced())) {
            TarEntry entry;
            while ((entry = reader.next()) != null) {
                tree.add(entry, reader);
            }
            tree.finish();
            // the digest is that of all bytes, what follows the archive's end too
            in.transferTo(OutputStream.nullOutputStream());
            return tree.written();
        }
    }

    private long requireDigest(byte[] hash) throws BrokenArchiveException {
        UnpackedDigest.require(digest, hash);
        return hash.length;
    }

    /** Once for all files: each by itself would take a hundred times as long. */
    private long sync() throws IOException {
        try {
            int folder = LibC.open(root().toString(), FileCalls.O_RDONLY | FileCalls.O_DIRECTORY);
            try {
                return LibC.syncfs(folder);
            } finally {
                LibC.close(folder);
            }
        } catch (LastErrorException e) {
            throw Errno.describe("Bringing a layer to the disk", e);
        }
    }

    private IOException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException known) {
            return known;
        }
        return new IOException("Unpacking the layer " + digest + " failed: " + cause, cause);
    }
}
