package dev.mullion.engine.linux.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries an archive from the thread that decompresses it, by the one that hashes it, to the one
 * that writes its files, in pieces that go round. Each of the three is as slow as the others or
 * nearly so: one after another they would take their sum.
 *
 * <p>A thread that fails is noticed by whoever waits for it, who interrupts the others.
 */
final class Conveyor {

    private static final int PIECES = 8;
    private static final int PIECE_BYTES = 256 * 1024;

    /** Some bytes of the archive; 0 bytes at its end. */
    private static final class Piece {
        final byte[] bytes = new byte[PIECE_BYTES];
        int length;
    }

    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> hashed = new ArrayBlockingQueue<>(PIECES);

    Conveyor() {
        for (int i = 0; i < PIECES; i++) {
            free.add(new Piece());
        }
    }

    /** First: reads everything. */
    long fill(InputStream in) throws IOException {
        long total = 0;
        int length;
        do {
            Piece piece = take(free);
            length = in.readNBytes(piece.bytes, 0, PIECE_BYTES);
            piece.length = length;
            total += length;
            filled.add(piece);
        } while (length > 0);
        return total;
    }

    /** Second: hashes everything. */
    byte[] hash(MessageDigest digest) throws IOException {
        int length;
        do {
            Piece piece = take(filled);
            // read before it goes on: others fill it again
            length = piece.length;
            digest.update(piece.bytes, 0, length);
            hashed.add(piece);
        } while (length > 0);
        return digest.digest();
    }

    /** Third: the archive again, for one thread that reads it to its end. */
    InputStream output() {
        return new Output();
    }

    private static Piece take(BlockingQueue<Piece> queue) throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Unpacking a layer was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private final class Output extends InputStream {

        private @Nullable Piece current;
        private int position;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            Piece piece = current();
            if (piece == null) {
                return -1;
            }
            int count = Math.min(length, piece.length - position);
            System.arraycopy(piece.bytes, position, buffer, offset, count);
            position += count;
            return count;
        }

        private @Nullable Piece current() throws IOException {
            Piece piece = current;
            if (piece != null && position == piece.length) {
                free.add(piece);
                piece = null;
            }
            if (piece == null && !ended) {
                piece = take(hashed);
                position = 0;
                if (piece.length == 0) {
                    ended = true;
                    piece = null;
                }
            }
            current = piece;
            return piece;
        }
    }
}
