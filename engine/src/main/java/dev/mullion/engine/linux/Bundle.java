package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.process.ProcessMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder that a container's monitor works in while the container exists.
 *
 * @param folder below RUN/c
 */
record Bundle(Path folder) {

    /** The container's first process and its monitor. */
    record Processes(ProcessMark first, ProcessMark monitor) {}

    static Bundle of(Path run, ContainerId id) {
        return new Bundle(run.resolve("c").resolve(id.hex()));
    }

    Path document() {
        return folder.resolve("config.json");
    }

    Path pid() {
        return folder.resolve("pidfile");
    }

    Path monitorPid() {
        return folder.resolve("conmon.pid");
    }

    Path attach() {
        return folder.resolve("attach");
    }

    Path control() {
        return folder.resolve("ctl");
    }

    /** Gives the monitor an order. It reads its pipe as long as it lives: writing never waits. */
    void tell(String line) throws IOException {
        try (FileChannel channel =
                FileChannel.open(control(), StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    Path limits() {
        return folder.resolve("limits.json");
    }

    Path outOfMemory() {
        return folder.resolve("oom");
    }

    Path runtimeLog() {
        return folder.resolve("runtime.log");
    }

    private Path processes() {
        return folder.resolve("processes");
    }

    /** Notes them for an engine after this one; RUN is in memory, so nothing needs to be synced. */
    void note(Processes both) throws IOException {
        Path fresh = folder.resolve("processes.new");
        Files.writeString(
                fresh,
                "%d %d %d %d"
                        .formatted(
                                both.first().pid(),
                                both.first().start(),
                                both.monitor().pid(),
                                both.monitor().start()));
        Files.move(fresh, processes(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was noted; nothing if the container was never made to its end. */
    Optional<Processes> noted() throws IOException {
        try {
            String[] parts = Files.readString(processes()).split(" ", -1);
            return Optional.of(
                    new Processes(
                            new ProcessMark(Long.parseLong(parts[0]), Long.parseLong(parts[1])),
                            new ProcessMark(Long.parseLong(parts[2]), Long.parseLong(parts[3]))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
