package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.ContainerId;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders of a store.
 *
 * @param root the store
 * @param layers whole layers, by the name of their chain
 * @param scratches what containers write, by the container's id
 * @param temporary what layers are imported from and exported to
 */
record LayerFolders(Path root, Path layers, Path scratches, Path temporary) {

    /** Written last: a layer's folder without it is half a layer. Docker's name and content. */
    static final String COMPLETE = "layerchain.json";

    /** Behind the name of what is being removed. */
    static final String REMOVING = "-removing";

    /** Makes what is missing. */
    static LayerFolders open(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.toAbsolutePath());
        requireNtfs(root);
        return new LayerFolders(
                root,
                Files.createDirectories(root.resolve("layers")),
                Files.createDirectories(root.resolve("scratches")),
                Files.createDirectories(root.resolve("tmp")));
    }

    /** The filter driver of layers works on no other file system; elsewhere nothing is real. */
    private static void requireNtfs(Path root) throws IOException {
        String type = Files.getFileStore(root).type();
        if (File.separatorChar == '\\' && !type.equals("NTFS")) {
            throw new IOException(
                    "Layers of Windows are kept on a fixed NTFS volume; %s is on %s. Choose another"
                                    .formatted(root, type)
                            + " --data folder");
        }
    }

    Path of(LayerChain chain) {
        return layers.resolve(chain.name());
    }

    Path of(ContainerId id) {
        return scratches.resolve(id.hex());
    }

    /** A new folder for one import or export. */
    Path newTemporary() throws IOException {
        return Files.createTempDirectory(temporary, "hcs");
    }

    /** What is in a folder. */
    static List<Path> in(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(found::add);
        }
        return found;
    }

    static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Writes a small file; it is there with all its content or not at all. */
    static void write(Path file, String content) throws IOException {
        Path beside = file.resolveSibling(nameOf(file) + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer rest = StandardCharsets.UTF_8.encode(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The paths of layers as Docker notes them: an array of JSON, nearest first. */
    static String asJson(List<Path> paths) {
        StringBuilder json = new StringBuilder("[");
        for (Path path : paths) {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(path.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return json.append(']').toString();
    }
}
