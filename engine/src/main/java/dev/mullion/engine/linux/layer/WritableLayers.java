package dev.mullion.engine.linux.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What containers have written, each in a folder that also names the layers below. */
final class WritableLayers {

    private static final String LAYERS = "layers";
    private static final String UPPER = "upper";
    private static final String WORK = "work";

    private final StoreFolders folders;

    WritableLayers(StoreFolders folders) {
        this.folders = folders;
    }

    /** All that are here, with the layers below, the top one first. */
    Map<ContainerId, List<Digest>> all() throws IOException {
        Map<ContainerId, List<Digest>> found = new HashMap<>();
        for (Path folder : StoreFolders.in(folders.writables())) {
            found.put(
                    ContainerId.of(String.valueOf(folder.getFileName())),
                    Files.readAllLines(folder.resolve(LAYERS)).stream().map(Digest::of).toList());
        }
        return found;
    }

    /** Makes one; on disk when this returns. */
    void create(ContainerId id, List<Digest> lower) throws IOException {
        Path folder = folders.newTemporary();
        try {
            Path upper = Files.createDirectory(folder.resolve(UPPER));
            // it becomes the root folder that the container's users see
            Files.setPosixFilePermissions(upper, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(folder.resolve(WORK));
            write(folder.resolve(LAYERS), lower);
            DurableFiles.syncFolder(folder);
            DurableFiles.move(folder, folder(id));
        } catch (IOException e) {
            FolderTree.remove(folder);
            throw e;
        }
    }

    private static void write(Path file, List<Digest> lower) throws IOException {
        StringBuilder lines = new StringBuilder();
        lower.forEach(layer -> lines.append(layer).append('\n'));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = StandardCharsets.US_ASCII.encode(lines.toString());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Removes one; fine if it isn't there. */
    void remove(ContainerId id) throws IOException {
        Path to = folders.newTemporary();
        try {
            Files.move(folder(id), to.resolve(UPPER), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // nothing to remove
        }
        FolderTree.remove(to);
    }

    /** The folder of a container's changes. */
    Path upper(ContainerId id) {
        return folder(id).resolve(UPPER);
    }

    /** Its name relative to the store, as mounts take it. */
    String upperName(ContainerId id) {
        return folders.root().relativize(upper(id)).toString();
    }

    /** The name of overlayfs's own folder relative to the store. */
    String workName(ContainerId id) {
        return folders.root().relativize(folder(id).resolve(WORK)).toString();
    }

    private Path folder(ContainerId id) {
        return folders.writables().resolve(id.hex());
    }
}
