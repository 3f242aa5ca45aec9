package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.runtime.FileFacts;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.OpenFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The files of one container, running or not. All is done on one thread with mounts of its own (see
 * {@link PrivateMounts}); why nothing outside can be reached is said at {@link OpenFolders}.
 */
final class ContainerTree implements OpenFiles {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("container-files").factory());
    private final ArchiveLimits limits;
    private final int root;

    /** The place that a path names. */
    private record Named(String folder, String name) {

        String path() {
            return folder.isEmpty() || name.isEmpty() ? folder + name : folder + "/" + name;
        }
    }

    private ContainerTree(
            Path mounted, List<MountSpec.Bind> mounts, boolean readOnly, ArchiveLimits limits)
            throws IOException {
        this.limits = limits;
        try {
            this.root = on(() -> PrivateMounts.enter(mounted, mounts, readOnly));
        } catch (IOException | RuntimeException e) {
            thread.shutdown();
            throw e;
        }
    }

    static ContainerTree open(
            Path mounted, List<MountSpec.Bind> mounts, boolean readOnly, ArchiveLimits limits)
            throws IOException {
        return new ContainerTree(mounted, mounts, readOnly, limits);
    }

    @Override
    public Optional<FileFacts> find(String path) throws IOException {
        return on(() -> {
            try (OpenFolders folders = folders()) {
                return facts(folders, named(path));
            }
        });
    }

    private static Optional<FileFacts> facts(OpenFolders folders, Named named) throws IOException {
        Optional<FileStatus> found = status(folders, named);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FileStatus status = found.get();
        if (named.name().isEmpty() && status.kind() != FileFacts.Kind.FOLDER) {
            return Optional.empty(); // the path says that it is one
        }
        String target = status.kind() == FileFacts.Kind.LINK ? leadsTo(folders, named) : "";
        Instant modified =
                Instant.ofEpochSecond(status.modified().seconds(), status.modified().nanos());
        return Optional.of(
                new FileFacts(status.kind(), status.size(), status.mode(), modified, target));
    }

    private static Optional<FileStatus> status(OpenFolders folders, Named named)
            throws IOException {
        try {
            int folder = folders.place(named.folder());
            try {
                return named.name().isEmpty()
                        ? Optional.of(FileStatus.of(folder))
                        : FileStatus.find(folder, bytes(named.name()));
            } finally {
                FileCalls.close(folder);
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.ENOENT || e.getErrorCode() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw Errno.describe("Looking at " + TarEntry.readable(named.name()), e);
        }
    }

    /** Where a link leads in the end, whether anything is there or not. */
    private static String leadsTo(OpenFolders folders, Named link) throws IOException {
        Named at = link;
        for (int i = 0; i < MOST_LINKS; i++) {
            int folder;
            try {
                folder = folders.place(at.folder());
            } catch (LastErrorException e) {
                break; // not even its folder is there
            }
            try {
                String around = inside(folders, folder);
                Named real = named(around + "/" + text(at.name()));
                Optional<FileStatus> status =
                        at.name().isEmpty()
                                ? Optional.empty()
                                : FileStatus.find(folder, bytes(at.name()));
                if (status.isEmpty() || status.get().kind() != FileFacts.Kind.LINK) {
                    return "/" + text(real.path());
                }
                String target = text(TreeReader.link(folder, bytes(at.name())));
                at = named(target.startsWith("/") ? target : around + "/" + target);
            } catch (LastErrorException e) {
                break; // it went away meanwhile
            } finally {
                FileCalls.close(folder);
            }
        }
        return "/" + text(at.path());
    }

    /** The path of something open, seen from the root. */
    private static String inside(OpenFolders folders, int file) throws IOException {
        Path top = real(folders.root());
        Path there = real(file);
        return there.startsWith(top) ? "/" + top.relativize(there) : there.toString();
    }

    private static Path real(int file) throws IOException {
        return Files.readSymbolicLink(
                FileSystems.getDefault().getPath("/proc/thread-self/fd", Integer.toString(file)));
    }

    @Override
    public void read(String path, String name, OutputStream tar) throws IOException {
        on(() -> {
            try (OpenFolders folders = folders()) {
                pack(folders, named(path), latin(name), tar);
            }
            return true;
        });
    }

    private static void pack(OpenFolders folders, Named named, String as, OutputStream tar)
            throws IOException {
        TarWriter writer = new TarWriter(tar);
        try (TreeReader reader = new TreeReader(writer)) {
            int folder = folders.existing(named.folder());
            if (named.name().isEmpty()) {
                reader.addOpen(folder, as);
            } else {
                reader.add(folder, bytes(named.name()), as);
            }
        }
        writer.finish();
    }

    @Override
    public void write(String folder, InputStream tar, boolean keepKinds) throws IOException {
        on(() -> {
            unpack(named(folder + "/").folder(), tar, keepKinds);
            return true;
        });
    }

    private void unpack(String below, InputStream tar, boolean keepKinds) throws IOException {
        InputStream buffered = new BufferedInputStream(tar, 128 * 1024);
        TarReader reader = new TarReader(buffered, limits.entries());
        try (TreeWriter writer =
                new TreeWriter(
                        folders(),
                        below,
                        (folder, name, entry) -> replace(folder, name, entry, keepKinds))) {
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                requireHarmless(entry);
                EntryPath path = EntryPath.below(entry.name());
                if (!path.equals(EntryPath.ROOT)) {
                    writer.add(path.in(below), entry, reader);
                }
                if (writer.written() > limits.bytes()) {
                    throw new BrokenArchiveException(
                            "The archive unpacks to more than " + limits.bytes() + " bytes");
                }
            }
            writer.finish();
        }
        buffered.transferTo(OutputStream.nullOutputStream());
    }

    /**
     * A device or pipe gets its rights by its name, and a running container could put a link to a
     * file of the host in its place in between.
     */
    private static void requireHarmless(TarEntry entry) throws BrokenArchiveException {
        switch (entry.kind()) {
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
                    throw new BrokenArchiveException(
                            TarEntry.readable(entry.name())
                                    + " is a device or a pipe, which can't be copied into"
                                    + " containers; make it inside");
            default -> {
                // files, folders and links
            }
        }
    }

    private static boolean replace(int folder, byte[] name, TarEntry entry, boolean keepKinds)
            throws IOException {
        boolean isFolder =
                FileStatus.find(folder, name)
                        .map(status -> status.kind() == FileFacts.Kind.FOLDER)
                        .orElse(false);
        boolean toFolder = entry.kind() == TarEntry.Kind.FOLDER;
        if (keepKinds && isFolder != toFolder) {
            String what = TarEntry.readable(entry.name());
            throw new BrokenArchiveException(
                    isFolder
                            ? "cannot overwrite directory with non-directory \"" + what + "\""
                            : "cannot overwrite non-directory with directory \"" + what + "\"");
        }
        TreeRemoval.remove(folder, name);
        return isFolder;
    }

    private OpenFolders folders() throws IOException {
        return OpenFolders.sharing(root);
    }

    /** Splits a path into the folder whose links are followed and the last name, which isn't. */
    private static Named named(String path) throws IOException {
        String written = latin(path);
        boolean all = written.endsWith("/") || written.endsWith("/.") || written.endsWith("/..");
        // ".." ends at the root, as the kernel's own walk would have it
        StringBuilder clean = new StringBuilder();
        for (String part : written.split("/", -1)) {
            if (part.equals("..")) {
                clean.setLength(Math.max(clean.lastIndexOf("/"), 0));
            } else if (!part.isEmpty() && !part.equals(".")) {
                clean.append(clean.isEmpty() ? "" : "/").append(part);
            }
        }
        EntryPath entry = EntryPath.below(clean.toString());
        return all || entry.equals(EntryPath.ROOT)
                ? new Named(entry.path(), "")
                : new Named(entry.folder(), entry.name());
    }

    private static String text(String name) {
        return new String(TarEntry.bytes(name), StandardCharsets.UTF_8);
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String name) {
        return FileCalls.name(TarEntry.bytes(name));
    }

    private <T extends @Nullable Object> T on(Callable<T> work) throws IOException {
        Future<T> done = thread.submit(work);
        try {
            return done.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException own -> throw own;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.cancel(true);
            throw new IOException("Working on the files of a container was interrupted", e);
        }
    }

    /** The mounts go with their thread. */
    @Override
    public void close() throws IOException {
        on(() -> {
            FileCalls.close(root);
            return true;
        });
        thread.shutdown();
    }
}
