package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The connections of running containers, a file each. They are kept where everything is gone after
 * a boot, as the containers are, and so need not wait for a disk.
 */
final class ConnectionFiles {

    private static final System.Logger LOG = System.getLogger(ConnectionFiles.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".json";

    private final Path folder;

    ConnectionFiles(Path folder) {
        this.folder = folder;
    }

    void write(Connection connection) throws IOException {
        Files.createDirectories(folder);
        Path file = file(connection.container());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, JSON.writeValueAsBytes(connection));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove(ContainerId id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    /** Reads all; what can't be read is removed, with a word in the log. */
    List<Connection> all() throws IOException {
        Files.createDirectories(folder);
        List<Connection> connections = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.toList();
        }
        for (Path file : files) {
            if (!file.toString().endsWith(SUFFIX)) {
                Files.deleteIfExists(file); // a write that a crash cut off
                continue;
            }
            try {
                connections.add(JSON.readValue(Files.readAllBytes(file), Connection.class));
            } catch (JacksonException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Removed a connection that can't be read: " + file,
                        e);
                Files.deleteIfExists(file);
            }
        }
        return connections;
    }

    private Path file(ContainerId id) {
        return folder.resolve(id.hex() + SUFFIX);
    }
}
