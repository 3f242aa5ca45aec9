package dev.mullion.engine.volume;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an empty volume gets from the image at its first use: a copy with owners, modes, times,
 * extended attributes, links and devices as they are.
 *
 * <p>The copy is made where no container can reach it and then moved in. Copied straight into the
 * volume, a container that has it already could turn a folder into a link while the copy goes on
 * and so have files of its choice written anywhere on the host.
 */
final class FirstContent {

    private static final CopyOption[] AS_IT_IS = {
        StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS
    };

    private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;

    private FirstContent() {}

    static boolean empty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    /**
     * Fills a volume.
     *
     * @param alone whether nobody else uses the volume: then its folder is exchanged as a whole
     */
    static void fill(Path from, Path staging, Path data, boolean alone) throws IOException {
        try {
            Files.walkFileTree(from, new Copy(from, staging));
            if (alone) {
                DurableFiles.move(staging, data);
            } else {
                moveEntries(staging, data);
            }
        } finally {
            DurableFiles.removeTree(staging);
        }
    }

    private static void moveEntries(Path staging, Path data) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(staging)) {
            all.forEach(entries::add);
        }
        for (Path entry : entries) {
            Path target = data.resolve(String.valueOf(entry.getFileName()));
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        DurableFiles.syncFolder(data);
    }

    private static final class Copy extends SimpleFileVisitor<Path> {

        private final Path from;
        private final Path to;
        private final Map<Object, Path> linked = new HashMap<>();

        private Copy(Path from, Path to) {
            this.from = from;
            this.to = to;
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
                throw new IOException(target + ": errno " + e.getErrorCode(), e);
            }
            for (String owner : new String[] {"unix:uid", "unix:gid"}) {
                Files.setAttribute(
                        target, owner, Files.getAttribute(file, owner, NO_LINKS), NO_LINKS);
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
}
