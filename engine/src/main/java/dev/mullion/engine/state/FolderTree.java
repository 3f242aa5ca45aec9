package dev.mullion.engine.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Counts and removes what containers and archives have written. They may nest folders deeper than
 * any path can say, and go on writing, so each folder is opened from the one around it and no link
 * is followed.
 */
public final class FolderTree {

    private static final int MAX_DEPTH = 200;

    private FolderTree() {}

    /** Removes a file or folder with all in it; fine if it isn't there. */
    public static void remove(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(root);
            return;
        }
        int[] moved = {0};
        boolean again = true;
        while (again) {
            int before = moved[0];
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
                SecureDirectoryStream<Path> top = secure(stream);
                empty(top, top, 0, moved);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            again = moved[0] > before;
        }
        Files.deleteIfExists(root);
    }

    /**
     * Folders that are too deep are moved to the top and come in the next round, by names that
     * nobody who wrote here could foresee and take.
     */
    private static void empty(
            SecureDirectoryStream<Path> top,
            SecureDirectoryStream<Path> folder,
            int depth,
            int[] moved)
            throws IOException {
        for (Path child : folder) {
            Path name = nameOf(child);
            if (!isFolder(folder, name)) {
                folder.deleteFile(name);
            } else if (depth == MAX_DEPTH) {
                folder.move(name, top, Path.of(".deep-" + UUID.randomUUID()));
                moved[0]++;
            } else {
                try (SecureDirectoryStream<Path> inner =
                        folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    empty(top, inner, depth + 1, moved);
                }
                folder.deleteDirectory(name);
            }
        }
    }

    /**
     * Counts the bytes of files as they are read, those with several names once. What comes or goes
     * meanwhile may be counted or not; so may what is nested absurdly deep.
     */
    public static long bytes(Path root) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            return bytes(secure(stream), 0, new HashSet<>());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static long bytes(SecureDirectoryStream<Path> folder, int depth, Set<Object> seen)
            throws IOException {
        long total = 0;
        for (Path child : folder) {
            Path name = nameOf(child);
            try {
                BasicFileAttributes attributes = attributes(folder, name);
                if (attributes.isRegularFile()) {
                    Object key = attributes.fileKey();
                    total += key == null || seen.add(key) ? attributes.size() : 0;
                } else if (attributes.isDirectory() && depth < MAX_DEPTH) {
                    try (SecureDirectoryStream<Path> inner =
                            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        total += bytes(inner, depth + 1, seen);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // the container has just removed or replaced it
            }
        }
        return total;
    }

    private static boolean isFolder(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        return attributes(folder, name).isDirectory();
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        return folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static Path nameOf(Path child) throws IOException {
        Path name = child.getFileName();
        if (name == null) {
            throw new IOException("A folder's entry has no name: " + child);
        }
        return name;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("Folders can't be opened from one another on this system");
    }
}
