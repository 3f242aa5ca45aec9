package dev.mullion.engine.linux.layer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders of a store.
 *
 * @param root the store; nobody else may look into it, for it holds setuid programs of strangers
 * @param unpacked whole layers
 * @param links short names of their files
 * @param writables containers' changes
 * @param temporary what is half-made or half-removed
 * @param nothing an empty folder, the file system of an image without layers
 */
record StoreFolders(
        Path root, Path unpacked, Path links, Path writables, Path temporary, Path nothing) {

    /** Makes what is missing. */
    static StoreFolders open(Path folder) throws IOException {
        Path root = folder.toAbsolutePath();
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        return new StoreFolders(
                root,
                made(root, "unpacked"),
                made(root, "l"),
                made(root, "w"),
                made(root, "tmp"),
                made(root, "nothing"));
    }

    private static Path made(Path root, String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** A new folder for something that isn't done yet. */
    Path newTemporary() throws IOException {
        return Files.createTempDirectory(temporary, "");
    }

    /** What is in a folder. */
    static List<Path> in(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(found::add);
        }
        return found;
    }
}
