package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of an archive, the current one at hand: what belongs to a file follows it. */
final class ArchiveEntries {

    private final TarReader reader;
    private @Nullable TarEntry current;

    ArchiveEntries(TarReader reader) throws IOException {
        this.reader = reader;
        this.current = reader.next();
    }

    /** The current one; null at the end. */
    @Nullable TarEntry current() {
        return current;
    }

    /** Goes on to the next. */
    void advance() throws IOException {
        current = reader.next();
    }

    /** Reads data of the current one, holes left out; -1 at its end. */
    int read(byte[] buffer, int length) throws IOException {
        return reader.read(buffer, 0, length);
    }
}
