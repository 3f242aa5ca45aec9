package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way into the store. One thread writes; others may read what is there already and
 * wait for more ({@link #follow}), so that unpacking goes on beside a download and a download that
 * is continued looks like one that never stopped.
 */
final class Ingest implements AutoCloseable {

    private static final int CHUNK = 128 * 1024;

    private final ContentStore store;
    private final Path part;
    private final @Nullable Digest expected;
    private final long size;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private MessageDigest hash = ContentStore.sha256();

    // guarded by lock
    private long length;
    private boolean whole;
    private @Nullable IOException failure;

    /** Set by the writer only. */
    private boolean closed;

    Ingest(ContentStore store, Path part, @Nullable Digest expected, long size) throws IOException {
        this.store = store;
        this.part = part;
        this.expected = expected;
        this.size = size;
        try {
            this.channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            readBack();
        } catch (IOException e) {
            store.ended(part);
            throw e;
        }
    }

    /** How much is there already; a download goes on from here. */
    long length() {
        lock.lock();
        try {
            return length;
        } finally {
            lock.unlock();
        }
    }

    /** Throws away what is there. Those who follow have to be told by {@link #fail} first. */
    void restart() throws IOException {
        channel.truncate(0);
        channel.position(0);
        hash = ContentStore.sha256();
        advance(0);
    }

    /**
     * Appends.
     *
     * @throws IOException if it becomes longer than it may be, or the disk is full
     */
    void write(byte[] bytes, int offset, int count) throws IOException {
        append(bytes, offset, count);
        hash.update(bytes, offset, count);
    }

    /** Appends what the holder of the {@link #hash} has hashed or is about to hash. */
    void append(byte[] bytes, int offset, int count) throws IOException {
        long after = length() + count;
        if (size >= 0 && after > size) {
            throw new IOException(
                    "%s is longer than the %d bytes it should have".formatted(expected, size));
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, count);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        advance(after);
    }

    /** The hash of what is there, for whoever goes on with it and appends what it has hashed. */
    MessageDigest hash() {
        return hash;
    }

    /** The digest of what is there so far. */
    Digest digest() {
        try {
            return ContentStore.digestOfHash(((MessageDigest) hash.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be copied", e);
        }
    }

    /**
     * Checks all of it, brings it to the disk and moves it into place.
     *
     * @return its digest
     * @throws IOException if it isn't what it should be; then it is thrown away
     */
    Digest commit() throws IOException {
        Digest digest = digest();
        long reached = length();
        if (size >= 0 && reached != size) {
            discard();
            throw new IOException(
                    "%s ended after %d of %d bytes".formatted(expected, reached, size));
        }
        if (expected != null && !digest.equals(expected)) {
            discard();
            throw new IOException(
                    "filesystem layer verification failed for digest %s: the content is %s"
                            .formatted(expected, digest));
        }
        moveInto(digest);
        return digest;
    }

    /** Brings what the holder of the {@link #hash} has verified to the disk and into place. */
    void commitVerified() throws IOException {
        Digest verified = expected;
        if (verified == null) {
            throw new IllegalStateException("What isn't expected can't have been verified");
        }
        moveInto(verified);
    }

    private void moveInto(Digest digest) throws IOException {
        channel.force(true);
        DurableFiles.move(part, store.path(digest));
        lock.lock();
        try {
            whole = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who follow that no more will come. */
    void fail(IOException reason) {
        lock.lock();
        try {
            failure = reason;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Throws away what is there, so that nobody continues it. */
    void discard() throws IOException {
        Files.deleteIfExists(part);
        restart();
    }

    /** Reads from the beginning what is written, waiting for what is to come. */
    InputStream follow() throws IOException {
        return new Following(FileChannel.open(part, StandardOpenOption.READ));
    }

    /** Lets go; what was written stays for a later attempt unless it has no name. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            fail(new IOException("The content stopped coming"));
            channel.close();
            if (expected == null || length() == 0 || !part.endsWith(expected.hex() + ".part")) {
                Files.deleteIfExists(part);
            }
        } finally {
            store.ended(part);
        }
    }

    /** The hash of what an earlier attempt wrote. */
    private void readBack() throws IOException {
        if (size >= 0 && channel.size() > size) {
            channel.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        long read = 0;
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            read += buffer.remaining();
            hash.update(buffer);
            buffer.clear();
        }
        advance(read);
    }

    private void advance(long to) {
        lock.lock();
        try {
            length = to;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is more than this; -1 at the end. */
    private long awaitBeyond(long position) throws IOException {
        lock.lock();
        try {
            while (length <= position && !whole) {
                IOException reason = failure;
                if (reason != null) {
                    throw new IOException(reason.getMessage(), reason);
                }
                more.awaitUninterruptibly();
            }
            return length <= position ? -1 : length;
        } finally {
            lock.unlock();
        }
    }

    private final class Following extends InputStream {

        private final FileChannel from;
        private long position;

        Following(FileChannel from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            long available = awaitBeyond(position);
            if (available < 0) {
                return -1;
            }
            int wanted = (int) Math.min(count, available - position);
            int got = from.read(ByteBuffer.wrap(bytes, offset, wanted), position);
            if (got < 0) {
                throw new IOException("The content was thrown away while it was read");
            }
            position += got;
            return got;
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
