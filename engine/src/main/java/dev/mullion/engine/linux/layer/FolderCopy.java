package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a folder with owners, modes, times, extended attributes, links and devices as they are.
 * Nobody else may write where it goes: they could turn a folder into a link meanwhile, and have
 * files written anywhere.
 */
public final class FolderCopy extends SimpleFileVisitor<Path> {

    private static final CopyOption[] AS_IT_IS = {
        StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS
    };

    private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;

    private final Path from;
    private final Path to;
    private final Map<Object, Path> linked = new HashMap<>();

    private FolderCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies.
     *
     * @param from a folder that nobody changes
     * @param to isn't there yet; on disk when this returns
     */
    public static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new FolderCopy(from, to));
        try {
            int folder = LibC.open(to.toString(), FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC);
            try {
                LibC.syncfs(folder);
            } finally {
                LibC.close(folder);
            }
        } catch (LastErrorException e) {
            throw Errno.describe("Writing " + to + " to the disk", e);
        }
    }

    private Path target(Path source) {
        return to.resolve(from.relativize(source).toString());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts)
            throws IOException {
        Files.copy(folder, target(folder), AS_IT_IS);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
        Path target = target(file);
        boolean several =
                (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
        Object key = several ? facts.fileKey() : null;
        Path before = key == null ? null : linked.putIfAbsent(key, target);
        if (before == null && facts.isOther()) {
            special(file, target);
        } else if (before == null) {
            Files.copy(file, target, AS_IT_IS);
        } else {
            Files.createLink(target, before);
        }
        return FileVisitResult.CONTINUE;
    }

    /** A device, pipe or socket: opening it to copy it could wait for ever, or do worse. */
    private static void special(Path file, Path target) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode", NO_LINKS);
        long device = (long) Files.getAttribute(file, "unix:rdev", NO_LINKS);
        try {
            LibC.mknod(target.toString(), mode, device);
        } catch (LastErrorException e) {
            throw Errno.describe("Making " + target, e);
        }
        for (String owner : new String[] {"unix:uid", "unix:gid"}) {
            Files.setAttribute(target, owner, Files.getAttribute(file, owner, NO_LINKS), NO_LINKS);
        }
        // not NO_LINKS, which would open it; it is no link, since it was made just now
        Files.setAttribute(target, "unix:mode", mode & 07777);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
            throws IOException {
        if (failure != null) {
            throw failure;
        }
        // what came into it has changed its time
        Files.setLastModifiedTime(target(folder), Files.getLastModifiedTime(folder));
        return FileVisitResult.CONTINUE;
    }
}
