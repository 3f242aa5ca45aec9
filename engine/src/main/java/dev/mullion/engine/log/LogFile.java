package dev.mullion.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of a log, read forwards. It stays the same file when it is renamed or removed meanwhile.
 */
final class LogFile implements AutoCloseable {

    private static final int BUFFER = 128 << 10;

    private final FileChannel channel;
    private final Object key;
    private final byte[] buffer = new byte[BUFFER];
    private long position;
    private int start;
    private int filled;

    private LogFile(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * Opens a file at its beginning.
     *
     * @throws java.nio.file.NoSuchFileException if it isn't there
     */
    static LogFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LogFile(channel, keyOf(path));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** What tells a file from every other on this machine, whatever it is called. */
    static Object keyOf(Path path) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    Object key() {
        return key;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Reads on from a place where a piece begins. */
    void seek(long place) {
        position = place;
        start = 0;
        filled = 0;
    }

    /**
     * Reads the next piece; damaged ones are left out.
     *
     * @return null if there is none yet
     */
    @Nullable LogPiece next() throws IOException {
        int searched = start;
        while (true) {
            int end = indexOfLineFeed(searched);
            if (end >= 0) {
                LogPiece piece = LogPiece.parse(buffer, start, end);
                start = end + 1;
                if (piece != null) {
                    return piece;
                }
                searched = start;
                continue;
            }
            searched = filled;
            if (start > 0 || filled == buffer.length) {
                // a piece longer than the buffer is none of ours, and is left out
                int kept = start == 0 ? 0 : filled - start;
                System.arraycopy(buffer, start, buffer, 0, kept);
                searched = kept;
                filled = kept;
                start = 0;
            }
            int count =
                    channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), position);
            if (count <= 0) {
                return null;
            }
            position += count;
            filled += count;
        }
    }

    /** Whether it grew since all of it was read. */
    boolean hasMore() throws IOException {
        return channel.size() > position;
    }

    private int indexOfLineFeed(int from) {
        for (int i = from; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads bytes at a place, as many as there are. */
    byte[] at(long place, int count) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            int read = channel.read(into, place + into.position());
            if (read < 0) {
                break;
            }
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
