package dev.mullion.engine.linux;

import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of one more process in a container, while it runs.
 *
 * @param folder below RUN/x; a short name, because a socket in it has room for 107 characters
 */
record ExecFolder(Path folder) {

    static ExecFolder make(Path run) throws IOException {
        return new ExecFolder(Files.createTempDirectory(run.resolve("x"), ""));
    }

    Path document() {
        return folder.resolve("process.json");
    }

    Path pid() {
        return folder.resolve("pid");
    }

    Path console() {
        return folder.resolve("s");
    }

    Path runtimeLog() {
        return folder.resolve("runtime.log");
    }

    private Path starter() {
        return folder.resolve("starter");
    }

    /** Notes the runtime's process, for an engine after this one. */
    void note(long pid) throws IOException {
        ProcessMark mark = ProcessMark.of(pid);
        Files.writeString(starter(), mark.pid() + " " + mark.start());
    }

    /** The runtime's process, which an engine before this one may have left. */
    Optional<ProcessMark> starterMark() throws IOException {
        try {
            String[] parts = Files.readString(starter()).split(" ", -1);
            return parts.length == 2
                    ? Optional.of(
                            new ProcessMark(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The process in the container; 0 while it isn't known. */
    long processId() throws IOException {
        try {
            String text = Files.readString(pid()).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    void remove() throws IOException {
        FolderTree.remove(folder);
    }
}
