package dev.mullion.engine.stream;

import dev.mullion.engine.runtime.ContainerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One client's connection to a container's first process. */
final class Attachment implements AutoCloseable {

    private final Hub hub;
    private final Attachments.Wish wish;
    private final Backlog backlog;

    Attachment(Hub hub, Attachments.Wish wish, Backlog backlog) {
        this.hub = hub;
        this.wish = wish;
        this.backlog = backlog;
    }

    void deliver(Chunk chunk) {
        if (chunk.errors() ? wish.errors() : wish.output()) {
            backlog.put(chunk);
        }
    }

    void end() {
        backlog.end();
    }

    /**
     * Waits for output.
     *
     * @return null when the process has ended and all was taken, or this was closed
     * @throws IOException if the client was too slow
     */
    @Nullable Chunk take() throws IOException, InterruptedException {
        return backlog.take();
    }

    /** Writes all of it to the process, after waiting for the process and for room. */
    void write(ByteBuffer bytes) throws IOException, InterruptedException {
        if (hub.input() != ContainerSpec.Input.NONE) {
            hub.write(bytes);
        }
    }

    /**
     * The client has written all.
     *
     * @return whether it stays to read; if the input is kept for others, it leaves
     */
    boolean endInput() throws IOException, InterruptedException {
        if (hub.input() == ContainerSpec.Input.ONCE) {
            hub.endInput();
            return true;
        }
        return hub.input() == ContainerSpec.Input.NONE;
    }

    @Override
    public void close() {
        hub.remove(this);
        backlog.close();
    }
}
