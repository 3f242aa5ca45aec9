package dev.mullion.engine.hcs.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a container writes into its log, as {@code dev.mullion.engine.log} reads it. What was
 * handed over is in the file when the call returns. A disk that is full costs the log, not the
 * container.
 */
public final class LogWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** The longest text of one piece; readers count a longer line as several. */
    private static final int LONGEST = 16 << 10;

    private static final Path NOWHERE = Path.of("/dev/null");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'+00:00 '")
                    .withZone(ZoneOffset.UTC);

    private final Path file;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FileChannel channel;
    private boolean torn;
    private boolean complained;

    private LogWriter(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens a log, and goes on where an engine before this one stopped.
     *
     * @param file made if missing; {@code /dev/null} keeps nothing
     * @param clock gives each piece its moment
     * @return to be closed
     * @throws IOException if the file can't be written
     */
    public static LogWriter open(Path file, InstantSource clock) throws IOException {
        LogWriter writer = new LogWriter(file, clock);
        if (!file.equals(NOWHERE)) {
            writer.channel = writer.openFile();
        }
        return writer;
    }

    private FileChannel openFile() throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            torn = endsTorn();
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Whether the last piece was cut off; what follows must not become a part of it. */
    private boolean endsTorn() throws IOException {
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = reading.size();
            return size > 0 && reading.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    /**
     * Writes a piece of output: each line in it, and what doesn't end one.
     *
     * @param errors whether it is of the error output
     */
    void write(boolean errors, byte[] bytes) {
        lock.lock();
        try {
            FileChannel to = channel;
            if (to == null) {
                return;
            }
            ByteBuffer pieces = ByteBuffer.wrap(pieces(errors, bytes));
            while (pieces.hasRemaining()) {
                to.write(pieces);
            }
            torn = false;
            complained = false;
        } catch (IOException e) {
            torn = true;
            if (!complained) {
                LOG.error("{} can't be written; what the container writes is lost", file, e);
                complained = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private byte[] pieces(boolean errors, byte[] bytes) {
        byte[] head =
                (MOMENT.format(clock.instant()) + (errors ? "stderr " : "stdout "))
                        .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + 128);
        if (torn) {
            all.write('\n');
        }
        int start = 0;
        while (start < bytes.length) {
            int end = endOfPiece(bytes, start);
            boolean whole = end < bytes.length && bytes[end] == '\n';
            all.write(head, 0, head.length);
            all.write(whole ? 'F' : 'P');
            all.write(' ');
            all.write(bytes, start, end - start);
            all.write('\n');
            start = whole ? end + 1 : end;
        }
        return all.toByteArray();
    }

    private static int endOfPiece(byte[] bytes, int start) {
        int end = start;
        int last = Math.min(bytes.length, start + LONGEST);
        while (end < last && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /**
     * Opens the file anew, after it was moved away.
     *
     * @throws IOException if it can't be; then the old one is written on
     */
    public void reopen() throws IOException {
        lock.lock();
        try {
            FileChannel before = channel;
            if (before != null) {
                channel = openFile();
                before.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            FileChannel before = channel;
            channel = null;
            if (before != null) {
                before.close();
            }
        } catch (IOException e) {
            LOG.warn("{} couldn't be closed in order", file, e);
        } finally {
            lock.unlock();
        }
    }
}
