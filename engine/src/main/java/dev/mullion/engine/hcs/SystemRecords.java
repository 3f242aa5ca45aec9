package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The records of containers, a file each. */
final class SystemRecords {

    private static final Logger LOG = LoggerFactory.getLogger(SystemRecords.class);
    private static final String ENDING = ".json";

    private final JsonMapper mapper = new JsonMapper();
    private final Path folder;

    /** Keeps them in a folder, which is made if missing. */
    SystemRecords(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void write(SystemRecord record) throws IOException {
        DurableFiles.write(file(record.id()), mapper.writeValueAsBytes(record));
    }

    void remove(ContainerId id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(ContainerId id) {
        return folder.resolve(id.hex() + ENDING);
    }

    private void removeHalfWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> !each.toString().endsWith(ENDING)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Reads all, after a start; what can't be read is told and left out. */
    List<SystemRecord> all() throws IOException {
        removeHalfWritten();
        List<SystemRecord> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
                try {
                    all.add(mapper.readValue(Files.readAllBytes(file), SystemRecord.class));
                } catch (JacksonException e) {
                    LOG.error("{} can't be read; its container is taken for a stray", file, e);
                    Files.delete(file);
                }
            }
        }
        return all;
    }
}
