package dev.mullion.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import dev.mullion.engine.faults.Api.Reply;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** An engine and its machine, with what tests of bad days do to both. */
final class Host implements AutoCloseable {

    static final String BASE = "base:1";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final TestMullionEngine engine;
    final Api api;

    private Host(TestMullionEngine engine) {
        this.engine = engine;
        this.api = new Api(engine.socket());
    }

    static Host start(long diskBytes, String... options) {
        return start(Sandbox.open(diskBytes), options);
    }

    static Host start(Sandbox sandbox, String... options) {
        TestMullionEngine engine = TestMullionEngine.start(sandbox, options);
        engine.importBusybox(BASE);
        return new Host(engine);
    }

    /** Makes and starts a container; its id. */
    String run(String script) throws IOException {
        return run(script, "{}");
    }

    String run(String script, String hostConfig) throws IOException {
        String id = create(script, hostConfig);
        Reply started = api.post("/containers/" + id + "/start", "");
        assertThat(started.status()).as(started.body()).isEqualTo(204);
        return id;
    }

    String create(String script, String hostConfig) throws IOException {
        Reply made =
                api.post(
                        "/containers/create",
                        "{\"Image\":\"%s\",\"Cmd\":[\"sh\",\"-c\",\"%s\"],\"HostConfig\":%s}"
                                .formatted(BASE, script, hostConfig));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("Id").asString();
    }

    void remove(String id) throws IOException {
        Reply gone = api.delete("/containers/" + id + "?force=1&v=1");
        assertThat(gone.status()).as(gone.body()).isEqualTo(204);
    }

    JsonNode state(String id) throws IOException {
        Reply reply = api.get("/containers/" + id + "/json");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("State");
    }

    /** Waits until a container has ended; how it stands. */
    JsonNode ended(String id) throws IOException {
        await(() -> state(id).path("Status").asString().equals("exited"));
        return state(id);
    }

    /** A file of the engine's machine as this process sees it. */
    Path file(Path inside) {
        return Path.of("/proc/" + engine.daemon().pid() + "/root" + inside);
    }

    /** Runs a program on the engine's machine. */
    String inside(String... command) {
        return Programs.run(Map.of(), engine.sandbox().inside(List.of(command)), PATIENCE);
    }

    /** The disk but for so many bytes goes to somebody else. */
    void fillDisk(long left) throws IOException {
        Path filler = filler();
        long room = Files.getFileStore(file(engine.sandbox().disk())).getUsableSpace() - left;
        byte[] piece = new byte[1 << 20];
        try (FileChannel out =
                FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long rest = room; rest > 0; rest -= piece.length) {
                out.write(ByteBuffer.wrap(piece, 0, (int) Math.min(rest, piece.length)));
            }
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return file(engine.sandbox().disk().resolve("filler"));
    }

    /** Nothing is on the machine but what belongs to these. */
    void nothingElse() throws IOException {
        new Audit(engine, List.of(), Set.of()).traces();
    }

    /** Something that shall become so. */
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it came within %s", PATIENCE).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
