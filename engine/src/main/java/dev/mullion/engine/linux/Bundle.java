package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.runtime.TerminalSize;
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

    private static final int READ_AT_ONCE = 199;

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

    /** Has the monitor open its log anew. */
    void reopenLog() throws IOException {
        tell(order("2 0 0"));
    }

    /**
     * Sets the size of the terminal. It is said twice because the monitor hands it on through a
     * second pipe, where the fault of {@link #order} awaits two sizes that come close together.
     */
    void resize(TerminalSize size) throws IOException {
        String order = order("1 " + size.rows() + " " + size.columns());
        tell(order + order);
    }

    /**
     * Makes a line as long as what conmon reads at once: of several lines in one go, versions up to
     * 2.1.6 at least obey the first as many times as there are lines, and forget the others.
     */
    private static String order(String words) {
        return " ".repeat(READ_AT_ONCE - words.length() - 1) + words + "\n";
    }

    /** It reads its pipe as long as it lives: writing never waits. */
    private void tell(String orders) throws IOException {
        try (FileChannel channel =
                FileChannel.open(control(), StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.wrap(orders.getBytes(StandardCharsets.US_ASCII)));
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
