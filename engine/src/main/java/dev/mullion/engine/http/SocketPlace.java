package dev.mullion.engine.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a Unix socket is found. It is only given to a socket that listens already
 * and has its mode, and only one server at a time has it: a lock beside it goes with the process.
 */
final class SocketPlace implements AutoCloseable {

    private static final int LONGEST = 107;
    private static final String MODE = "rw-rw----";

    private final Path place;
    private final Path beside;
    private final @Nullable String group;
    private final FileChannel lock;
    private @Nullable Object identity;

    private SocketPlace(Path place, Path beside, @Nullable String group, FileChannel lock) {
        this.place = place;
        this.beside = beside;
        this.group = group;
        this.lock = lock;
    }

    /**
     * Takes a place.
     *
     * @param group who may use the socket beside its owner; null for the owner's group
     * @throws IOException if another server has it, or something else is there
     */
    static SocketPlace take(Path socket, @Nullable String group) throws IOException {
        Path place = socket.toAbsolutePath();
        Path beside = place.resolveSibling("." + Long.toHexString(ProcessHandle.current().pid()));
        requireShort(place);
        requireShort(beside);
        Files.createDirectories(beside.getParent());
        FileChannel lock = lock(place);
        try {
            requireFree(place);
            return new SocketPlace(place, beside, group, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireShort(Path path) throws IOException {
        if (path.toString().length() > LONGEST) {
            throw new IOException(
                    "The socket can't be at "
                            + path
                            + ": the path has more than "
                            + LONGEST
                            + " characters, which is the most that Linux takes; choose a shorter"
                            + " --socket");
        }
    }

    private static FileChannel lock(Path place) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        place.resolveSibling(place.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null; // by this very process
        }
        if (held == null) {
            channel.close();
            throw taken(place);
        }
        return channel;
    }

    private static void requireFree(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(
                        place,
                        java.nio.file.attribute.BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(
                    place + " is there and is no socket; remove it, or choose another --socket");
        }
        if (answers(place)) {
            throw taken(place);
        }
    }

    private static boolean answers(Path place) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException e) {
            return false; // its server has died
        }
    }

    private static IOException taken(Path place) {
        return new IOException(
                "Another engine answers on " + place + "; stop it, or choose another --socket");
    }

    /** Returns where the socket is made, under a name that nobody looks for. */
    Path beside() {
        return beside;
    }

    Path place() {
        return place;
    }

    /** Gives the socket its mode and then its name. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(MODE));
        if (group != null) {
            GroupPrincipal principal =
                    beside.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(group);
            Files.getFileAttributeView(beside, PosixFileAttributeView.class).setGroup(principal);
        }
        Files.move(
                beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        identity = identityOf(place);
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the socket, if the name is still its own. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(beside);
            if (identity != null
                    && Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    && identity.equals(identityOf(place))) {
                Files.delete(place);
            }
        }
    }
}
