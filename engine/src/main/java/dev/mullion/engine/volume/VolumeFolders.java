package dev.mullion.engine.volume;

import dev.mullion.docker.api.DockerJson;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/**
 * Volumes on disk: {@code NAME/volume.json} says what it is, {@code NAME/_data} holds its content.
 * A volume comes and goes by one renaming; names with a dot in front are of what isn't one yet or
 * any more, and no volume's name begins with a dot.
 */
final class VolumeFolders {

    private static final System.Logger LOG = System.getLogger(VolumeFolders.class.getName());

    private static final String UNFINISHED = ".";
    private static final FileAttribute<Set<PosixFilePermission>> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> EVERYBODY =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path root;

    VolumeFolders(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
    }

    Path data(String name) {
        return root.resolve(name).resolve("_data");
    }

    /** Removes what a crash has left half made or half removed, and reads the rest. */
    Map<String, Volume> recover() throws IOException {
        Map<String, Volume> found = new TreeMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                String name = String.valueOf(folder.getFileName());
                if (name.startsWith(UNFINISHED)) {
                    discard(folder);
                } else if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    read(name, found);
                }
            }
        }
        return found;
    }

    /** What can't be removed costs room on the disk, and no engine its start. */
    private static void discard(Path folder) {
        try {
            FolderTree.remove(folder);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "Could not remove what is left of a volume: " + folder, e);
        }
    }

    private void read(String name, Map<String, Volume> into) {
        Path file = root.resolve(name).resolve("volume.json");
        try {
            Volume volume = DockerJson.mapper().readValue(Files.readAllBytes(file), Volume.class);
            if (!volume.name().equals(name)) {
                throw new IOException("it is the description of " + volume.name());
            }
            into.put(name, volume);
        } catch (IOException | JacksonException e) {
            // what is in it may be dear to somebody: it stays where it is
            LOG.log(
                    Level.ERROR,
                    "The folder {0} isn''t taken for a volume, since {1} can''t be read: {2}",
                    root.resolve(name),
                    file,
                    e.getMessage());
        }
    }

    /** Makes a volume; on disk when this returns. */
    void create(Volume volume) throws IOException {
        Path unfinished = temporary();
        Files.createDirectory(unfinished, OURS);
        try {
            Path data = Files.createDirectory(unfinished.resolve("_data"));
            Files.setPosixFilePermissions(data, EVERYBODY);
            byte[] json =
                    DockerJson.mapper().writeValueAsString(volume).getBytes(StandardCharsets.UTF_8);
            DurableFiles.write(unfinished.resolve("volume.json"), json);
            DurableFiles.move(unfinished, root.resolve(volume.name()));
        } catch (IOException e) {
            FolderTree.remove(unfinished);
            throw e;
        }
    }

    /** Removes a volume; gone for good when this returns. */
    void remove(String name) throws IOException {
        Path gone = temporary();
        DurableFiles.move(root.resolve(name), gone);
        // nobody sees it any more: the next start of an engine tries again
        discard(gone);
    }

    /** A place on the same file system where nobody else writes; removed after a crash. */
    Path temporary() {
        return root.resolve(UNFINISHED + UUID.randomUUID());
    }
}
