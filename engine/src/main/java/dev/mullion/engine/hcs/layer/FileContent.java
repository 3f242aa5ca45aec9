package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Segment;
import dev.mullion.hcs.backup.BackupWriter;
import dev.mullion.hcs.backup.ExtendedAttribute;
import dev.mullion.hcs.backup.RecordHeader;
import dev.mullion.hcs.backup.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Turns entries of an archive into backup streams, and counts what is in them. */
final class FileContent {

    private static final int BUFFER = 128 * 1024;
    private static final int LONGEST_STREAM = 255;
    private static final String DATA_TYPE = ":$DATA";

    private final ArchiveEntries entries;
    private final long limit;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] zeros = new byte[BUFFER];
    private long bytes;

    /**
     * Begins with nothing.
     *
     * @param limit bytes of all files, holes counted: a layer's files have none
     */
    FileContent(ArchiveEntries entries, long limit) {
        this.entries = entries;
        this.limit = limit;
    }

    /** Bytes of all files so far. */
    long bytes() {
        return bytes;
    }

    /**
     * Writes the current entry and the named streams that follow it, and goes on behind them.
     *
     * @param facts of the current entry
     * @param out takes the backup stream
     */
    void write(EntryFacts facts, OutputStream out) throws IOException {
        TarEntry entry = entries.current();
        if (entry == null) {
            throw new IllegalStateException("There is no entry any more");
        }
        BackupWriter stream = new BackupWriter(out);
        byte[] security = facts.security();
        if (security != null) {
            stream.record(RecordKind.SECURITY, security);
        }
        if (!facts.attributes().isEmpty()) {
            stream.record(
                    RecordKind.EXTENDED_ATTRIBUTES, ExtendedAttribute.encode(facts.attributes()));
        }
        if (facts.link() != null) {
            stream.record(RecordKind.REPARSE_POINT, facts.link().encode());
        }
        if (entry.kind() == Kind.FILE) {
            stream.begin(RecordHeader.of(RecordKind.DATA, counted(entry)));
            data(entry, stream);
        }
        entries.advance();
        streams(entry.name(), stream);
        stream.finish();
    }

    private void streams(String file, BackupWriter stream) throws IOException {
        String plain = file.endsWith("/") ? file.substring(0, file.length() - 1) : file;
        for (TarEntry next = entries.current();
                next != null && next.name().startsWith(plain + ":");
                next = entries.current()) {
            String name = name(next, plain.length());
            stream.begin(RecordHeader.alternate(name + DATA_TYPE, counted(next)));
            data(next, stream);
            entries.advance();
        }
    }

    private static String name(TarEntry entry, int file) throws BrokenArchiveException {
        String name =
                new String(TarEntry.bytes(entry.name().substring(file)), StandardCharsets.UTF_8);
        String plain = name.substring(1);
        boolean fits =
                entry.kind() == Kind.FILE
                        && !plain.isEmpty()
                        && plain.length() <= LONGEST_STREAM
                        && plain.chars().noneMatch(c -> c < 1 || c == ':' || c == '/' || c == '\\');
        if (!fits) {
            throw new BrokenArchiveException(
                    "The layer's archive has %s: that can't be a named stream of a file"
                            .formatted(TarEntry.readable(entry.name())));
        }
        return name;
    }

    private long counted(TarEntry entry) throws BrokenArchiveException {
        if (entry.size() > limit - bytes) {
            throw new BrokenArchiveException(
                    "The unpacked layer is larger than the " + limit + " bytes that are allowed");
        }
        bytes += entry.size();
        return entry.size();
    }

    private void data(TarEntry entry, BackupWriter stream) throws IOException {
        long at = 0;
        for (Segment segment : entry.segments()) {
            zeros(segment.offset() - at, stream);
            long missing = segment.length();
            while (missing > 0) {
                int read = entries.read(buffer, (int) Math.min(missing, BUFFER));
                if (read < 0) {
                    throw new BrokenArchiveException(
                            TarEntry.readable(entry.name()) + ": its content is cut off");
                }
                stream.write(buffer, 0, read);
                missing -= read;
            }
            at = segment.offset() + segment.length();
        }
        zeros(entry.size() - at, stream);
    }

    private void zeros(long count, BackupWriter stream) throws IOException {
        for (long left = count; left > 0; ) {
            int part = (int) Math.min(left, BUFFER);
            stream.write(zeros, 0, part);
            left -= part;
        }
    }
}
