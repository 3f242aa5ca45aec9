package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.hcs.backup.BackupReader;
import dev.mullion.hcs.backup.BrokenBackupException;
import dev.mullion.hcs.backup.ExtendedAttribute;
import dev.mullion.hcs.backup.RecordHeader;
import dev.mullion.hcs.backup.RecordKind;
import dev.mullion.hcs.backup.ReparsePoint;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file, folder or link on its way into an archive. Its backup stream is read twice: what an entry
 * begins with may stand at the stream's end.
 *
 * @param name in the archive
 * @param info its times and attributes
 * @param content its backup stream, a new one each time
 */
record ExportedFile(String name, FileInfo info, Content content) {

    private static final int MOST_SECURITY = 64 * 1024;
    private static final String DATA_TYPE = ":$DATA";

    /** Opens a backup stream. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** What the first reading tells. */
    private static final class Seen {
        private final Map<String, String> records = new TreeMap<>();
        private @Nullable ReparsePoint link;
        private long size;
    }

    /** Writes the entry, and one for each of its named streams. */
    void write(TarWriter tar) throws IOException {
        Seen seen = look();
        ReparsePoint link = seen.link;
        Kind kind = link != null ? Kind.SYMBOLIC_LINK : info.directory() ? Kind.FOLDER : Kind.FILE;
        String target = link == null ? "" : link.target().replace('\\', '/');
        TarEntry entry = entry(kind, name, target, kind == Kind.FILE ? seen.size : 0, seen.records);
        try (BackupReader stream = new BackupReader(content.open())) {
            tar.add(entry, new Unfolded(stream, entry.size()));
        }
        streams(tar);
    }

    private TarEntry entry(
            Kind kind, String path, String link, long size, Map<String, String> records) {
        Time written = time(info.written());
        Time accessed = info.accessed() == null ? written : time(info.accessed());
        int mode = kind == Kind.FOLDER ? 0755 : 0644;
        return TarEntry.of(kind, path, link, mode, size, written, accessed, records);
    }

    private Seen look() throws IOException {
        Seen seen = new Seen();
        seen.records.put(EntryFacts.ATTRIBUTES, Integer.toUnsignedString(info.attributes()));
        if (info.created() != null) {
            seen.records.put(EntryFacts.CREATED, time(info.created()).toString());
        }
        if (info.changed() != null) {
            seen.records.put("ctime", time(info.changed()).toString());
        }
        try (BackupReader stream = new BackupReader(content.open())) {
            for (RecordHeader next = stream.next(); next != null; next = stream.next()) {
                look(next, stream, seen);
            }
        }
        return seen;
    }

    private void look(RecordHeader record, BackupReader stream, Seen seen) throws IOException {
        switch (record.kind()) {
            case SECURITY ->
                    seen.records.put(EntryFacts.RAW_SECURITY, base64(stream.all(MOST_SECURITY)));
            case EXTENDED_ATTRIBUTES ->
                    ExtendedAttribute.decode(stream.all(ExtendedAttribute.MOST_BYTES))
                            .forEach(attribute ->
                                    seen.records.put(
                                            EntryFacts.EXTENDED + attribute.name(),
                                            base64(attribute.value())));
            case REPARSE_POINT -> {
                ReparsePoint link = ReparsePoint.decode(stream.all(ReparsePoint.MOST_BYTES));
                seen.link = link;
                if (link.junction()) {
                    seen.records.put(EntryFacts.JUNCTION, "1");
                }
            }
            case DATA -> seen.size = record.size();
            case SPARSE_BLOCK -> seen.size = Math.max(seen.size, record.offset() + record.size());
            case ALTERNATE_DATA, LINK, PROPERTIES, OBJECT_ID, TRANSACTION -> {
                // streams become entries of their own, the others are of this machine
            }
        }
    }

    private void streams(TarWriter tar) throws IOException {
        try (BackupReader stream = new BackupReader(content.open())) {
            for (RecordHeader next = stream.next(); next != null; next = stream.next()) {
                if (next.kind() == RecordKind.ALTERNATE_DATA) {
                    stream(next, stream, tar);
                }
            }
        }
    }

    private void stream(RecordHeader record, BackupReader stream, TarWriter tar)
            throws IOException {
        if (record.sparse()) {
            throw new BrokenBackupException(
                    "%s%s is a named stream with holes, which an archive can't hold"
                            .formatted(name, record.name()));
        }
        String plain =
                record.name().endsWith(DATA_TYPE)
                        ? record.name().substring(0, record.name().length() - DATA_TYPE.length())
                        : record.name();
        tar.add(entry(Kind.FILE, name + plain, "", record.size(), Map.of()), stream);
    }

    static Time time(@Nullable Instant instant) {
        return instant == null
                ? new Time(0, 0)
                : new Time(instant.getEpochSecond(), instant.getNano());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The content of a file with zeros in its holes, whichever way they are told. */
    private static final class Unfolded extends InputStream {

        private final BackupReader stream;
        private final long size;
        private long position;
        private long blockAt;
        private long blockRest;

        Unfolded(BackupReader stream, long size) {
            this.stream = stream;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (position >= size || length == 0) {
                return position >= size ? -1 : 0;
            }
            while (position >= blockAt && blockRest == 0) {
                nextBlock();
            }
            int count = (int) Math.min(length, (position < blockAt ? blockAt : size) - position);
            if (position < blockAt) {
                Arrays.fill(bytes, from, from + count, (byte) 0);
            } else {
                count = stream.read(bytes, from, (int) Math.min(count, blockRest));
                if (count < 0) {
                    throw new BrokenBackupException("A file's content is cut off");
                }
                blockRest -= count;
            }
            position += count;
            return count;
        }

        private void nextBlock() throws IOException {
            RecordHeader next = stream.next();
            while (next != null
                    && next.kind() != RecordKind.DATA
                    && next.kind() != RecordKind.SPARSE_BLOCK) {
                next = stream.next();
            }
            blockAt = next == null ? size : next.offset();
            blockRest = next == null ? 0 : next.size();
            if (blockAt < position || (next == null && position >= size)) {
                throw new BrokenBackupException("A sparse file's pieces aren't in their order");
            }
        }
    }
}
