package dev.mullion.engine.log;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where the last lines of a log begin, reading backwards from its end. */
final class Tail {

    private static final int BLOCK = 64 << 10;

    /** A line that is longer counts as several, so that no search runs over a whole file. */
    private static final int LONGEST = 16 << 10;

    /** How far it is looked for the beginning of a line whose other lines are far away. */
    private static final int FURTHEST = 64 << 10;

    private final LogQuery query;
    private int missing;
    private final Open output = new Open();
    private final Open errors = new Open();

    private Tail(LogQuery query) {
        this.query = query;
        this.missing = query.tail();
    }

    /**
     * Where a log is read from.
     *
     * @param file index of the file in the list
     * @param offset where in it
     */
    record Place(int file, long offset) {}

    /** How the line goes on, seen from its end. */
    private static final class Open {
        /** Whether the pieces before, as far as they aren't whole, belong to a wanted line. */
        private boolean wanted;

        private int length;
    }

    /**
     * Finds the place.
     *
     * @param files oldest first
     */
    static Place find(LogQuery query, List<LogFile> files) throws IOException {
        Tail tail = new Tail(query);
        int last = files.size() - 1;
        Place place = new Place(last, files.get(last).size());
        int looked = 0;
        for (int i = last; i >= 0; i--) {
            Backwards pieces = new Backwards(files.get(i));
            for (Backwards.At at = pieces.previous(); at != null; at = pieces.previous()) {
                if (query.isBefore(at.piece())) {
                    return place;
                }
                if (tail.takes(at.piece())) {
                    place = new Place(i, at.offset());
                } else if (tail.missing == 0) {
                    looked += LogPiece.HEAD + at.piece().text().length;
                    if (tail.isComplete() || looked > FURTHEST) {
                        return place;
                    }
                }
            }
        }
        return place;
    }

    private boolean isComplete() {
        return missing == 0 && !output.wanted && !errors.wanted;
    }

    /** Says whether a piece, one further towards the beginning, belongs to the last lines. */
    private boolean takes(LogPiece piece) {
        if (!query.wants(piece)) {
            return false;
        }
        Open line = piece.errors() ? errors : output;
        boolean goesOn = !piece.whole() && line.length > 0 && line.length < LONGEST;
        if (goesOn) {
            line.length += piece.text().length;
            return line.wanted;
        }
        line.length = Math.max(1, piece.text().length);
        line.wanted = missing > 0;
        if (line.wanted) {
            missing--;
        }
        return line.wanted;
    }

    /** The pieces of a file from its end. */
    private static final class Backwards {

        private final LogFile file;
        private byte[] block = new byte[0];
        private long blockStart;
        private int end;

        Backwards(LogFile file) throws IOException {
            this.file = file;
            this.blockStart = file.size();
            this.end = 0;
        }

        record At(LogPiece piece, long offset) {}

        @Nullable At previous() throws IOException {
            while (true) {
                int feed = lastFeedBefore(end - 1);
                if (feed < 0 && blockStart > 0) {
                    more();
                    continue;
                }
                if (end <= 0) {
                    return null;
                }
                int from = feed + 1;
                // what follows the last line feed of a file isn't complete yet
                LogPiece piece =
                        block[end - 1] == '\n' ? LogPiece.parse(block, from, end - 1) : null;
                end = from;
                if (piece != null) {
                    return new At(piece, blockStart + from);
                }
            }
        }

        private int lastFeedBefore(int before) {
            for (int i = before - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private void more() throws IOException {
            int count = (int) Math.min(BLOCK, blockStart);
            byte[] before = file.at(blockStart - count, count);
            byte[] joined = new byte[before.length + end];
            System.arraycopy(before, 0, joined, 0, before.length);
            System.arraycopy(block, 0, joined, before.length, end);
            block = joined;
            blockStart -= count;
            end = joined.length;
        }
    }
}
