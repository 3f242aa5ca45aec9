package dev.mullion.engine.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client has still to be sent. The process that writes never waits: what a slow client
 * doesn't take is kept in memory first, then in a file, and past the file's limit the client is
 * given up. One thread puts, another takes.
 */
final class Backlog implements AutoCloseable {

    private static final int HEAD = 5;

    private final Path folder;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Chunk> memory = new ArrayDeque<>();
    private long inMemory;
    private @Nullable FileChannel file;
    private long written;
    private long read;
    private boolean ended;
    private boolean dropped;

    /**
     * How much a client may be behind.
     *
     * @param memory bytes kept in memory
     * @param file bytes kept in a file beside
     */
    record Limits(long memory, long file) {

        static final Limits USUAL = new Limits(1 << 20, 256 << 20);
    }

    /**
     * Makes an empty one.
     *
     * @param folder where the file is made if it is needed; it has no name for long
     */
    Backlog(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** Adds output; doesn't wait for the client. Does nothing for one that was given up. */
    void put(Chunk chunk) {
        lock.lock();
        try {
            if (ended || dropped) {
                return;
            }
            if (written == read && inMemory + chunk.bytes().length <= limits.memory()) {
                memory.add(chunk);
                inMemory += chunk.bytes().length;
            } else {
                spill(chunk);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void spill(Chunk chunk) {
        if (written + HEAD + chunk.bytes().length > limits.file()) {
            dropped = true;
            return;
        }
        try {
            FileChannel to = file;
            if (to == null) {
                Path path = Files.createTempFile(folder, "backlog", "");
                to = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                file = to;
                Files.delete(path);
            }
            ByteBuffer bytes = ByteBuffer.allocate(HEAD + chunk.bytes().length);
            bytes.put((byte) (chunk.errors() ? 1 : 0)).putInt(chunk.bytes().length);
            bytes.put(chunk.bytes()).flip();
            while (bytes.hasRemaining()) {
                written += to.write(bytes, written);
            }
        } catch (IOException e) {
            // no room on the disk: this client is too slow for what there is
            dropped = true;
        }
    }

    /** Nothing more will be put; what is there can still be taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for output.
     *
     * @return null at the end
     * @throws EOFException if the client was too slow and has been given up
     */
    @Nullable Chunk take() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Chunk next = memory.poll();
                if (next != null) {
                    inMemory -= next.bytes().length;
                    return next;
                }
                if (read < written) {
                    return fromFile();
                }
                if (dropped) {
                    throw new EOFException(
                            "The client read too slowly and was more than %,d bytes behind"
                                    .formatted(limits.file()));
                }
                if (ended) {
                    return null;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Chunk fromFile() throws IOException {
        ByteBuffer head = read(HEAD);
        boolean errors = head.get() == 1;
        Chunk chunk = Chunk.of(errors, read(head.getInt()));
        if (read == written && file != null) {
            file.truncate(0);
            read = 0;
            written = 0;
        }
        return chunk;
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(count);
        FileChannel from = file;
        while (from != null && into.hasRemaining()) {
            int got = from.read(into, read);
            if (got < 0) {
                throw new EOFException("What was kept for a slow client isn't there any more");
            }
            read += got;
        }
        return into.flip();
    }

    @Override
    public void close() {
        end();
        lock.lock();
        try {
            memory.clear();
            read = 0;
            written = 0;
            if (file != null) {
                file.close();
                file = null;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }
}
