package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * The folders of all containers. A container is there when its folder has its plain name. Its
 * volumes, layers and the like are made while the folder is called {@code ID.creating} and go when
 * it is called {@code ID.removing}; what has such a name when the engine starts is removed.
 */
final class ContainerFiles {

    /** The record's name in a container's folder. */
    private static final String RECORD = "container.json";

    private static final String CREATING = ".creating";
    private static final String REMOVING = ".removing";
    private static final String WITH_VOLUMES = "with-volumes";
    private static final String DAMAGED = ".damaged";

    private final Path root;

    /**
     * Opens the folder.
     *
     * @param root made if it isn't there
     */
    ContainerFiles(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
    }

    /** What was found on the disk. */
    record Found(List<ContainerRecord> whole, List<Unfinished> unfinished, List<String> damaged) {}

    /**
     * A container that isn't quite there, or not quite gone.
     *
     * @param record what it is
     * @param withVolumes whether its own volumes go too
     * @param folder its folder
     */
    record Unfinished(ContainerRecord record, boolean withVolumes, Path folder) {}

    /** The folder of a container that is there. */
    Path folder(ContainerId id) {
        return root.resolve(id.hex());
    }

    Path log(ContainerId id) {
        return folder(id).resolve(id.hex() + ".log");
    }

    /** Notes what is about to be made, so that a crash leaves nothing of it. */
    void begin(ContainerRecord record) throws IOException {
        Path folder = named(record.definition().id(), CREATING);
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write(folder, record);
    }

    /** From now on the container is there; on disk when this returns. */
    void commit(ContainerId id) throws IOException {
        DurableFiles.move(named(id, CREATING), folder(id));
    }

    /** Gives up what was begun. */
    void abandon(ContainerId id) throws IOException {
        FolderTree.remove(named(id, CREATING));
    }

    void save(ContainerRecord record) throws IOException {
        write(folder(record.definition().id()), record);
    }

    /**
     * From now on the container is gone, even if what belongs to it isn't yet; again is fine.
     *
     * @param withVolumes whether its own volumes go too
     */
    void beginRemoval(ContainerId id, boolean withVolumes) throws IOException {
        Path removing = named(id, REMOVING);
        if (Files.exists(removing)) {
            return;
        }
        if (withVolumes) {
            Files.write(folder(id).resolve(WITH_VOLUMES), new byte[0]);
        }
        DurableFiles.move(folder(id), removing);
    }

    /** Removes the last that is left of a container. */
    void finishRemoval(ContainerId id) throws IOException {
        FolderTree.remove(named(id, REMOVING));
    }

    /** Reads all; a record that can't be read is set aside and named, the others are unharmed. */
    Found load() throws IOException {
        List<ContainerRecord> whole = new ArrayList<>();
        List<Unfinished> unfinished = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<Path> folders;
        try (Stream<Path> list = Files.list(root)) {
            folders = list.filter(Files::isDirectory).sorted().toList();
        }
        for (Path folder : folders) {
            String name = folder.getFileName().toString();
            if (name.endsWith(DAMAGED)) {
                continue;
            }
            try {
                ContainerRecord record = read(folder);
                if (name.equals(record.definition().id().hex())) {
                    whole.add(record);
                } else {
                    boolean volumes =
                            name.endsWith(CREATING) || Files.exists(folder.resolve(WITH_VOLUMES));
                    unfinished.add(new Unfinished(record, volumes, folder));
                }
            } catch (IOException | JacksonException | IllegalArgumentException e) {
                if (name.endsWith(CREATING) || name.endsWith(REMOVING)) {
                    FolderTree.remove(folder);
                } else {
                    DurableFiles.move(folder, folder.resolveSibling(name + DAMAGED));
                    damaged.add(folder.resolve(RECORD) + ": " + e.getMessage());
                }
            }
        }
        return new Found(whole, unfinished, damaged);
    }

    void discard(Unfinished unfinished) throws IOException {
        FolderTree.remove(unfinished.folder());
    }

    private Path named(ContainerId id, String suffix) {
        return root.resolve(id.hex() + suffix);
    }

    private static void write(Path folder, ContainerRecord record) throws IOException {
        DurableFiles.write(folder.resolve(RECORD), DockerJson.mapper().writeValueAsBytes(record));
    }

    private static ContainerRecord read(Path folder) throws IOException {
        return DockerJson.mapper()
                .readValue(Files.readAllBytes(folder.resolve(RECORD)), ContainerRecord.class);
    }
}
