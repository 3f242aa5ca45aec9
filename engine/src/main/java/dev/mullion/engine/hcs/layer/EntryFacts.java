package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.backup.ExtendedAttribute;
import dev.mullion.hcs.backup.ReparsePoint;
import dev.mullion.hcs.layer.FileInfo;
import dev.mullion.hcs.layer.SecurityDescriptors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of an archive says of its file beside the content.
 *
 * @param path where it belongs
 * @param info its times and attributes
 * @param security its descriptor, self-relative; null if the archive has none
 * @param attributes extended ones, by name
 * @param link where it leads; null if it is no link
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record EntryFacts(
        LayerPath path,
        FileInfo info,
        byte @Nullable [] security,
        List<ExtendedAttribute> attributes,
        @Nullable ReparsePoint link) {

    static final String ATTRIBUTES = "MSWINDOWS.fileattr";
    static final String RAW_SECURITY = "MSWINDOWS.rawsd";
    static final String SECURITY = "MSWINDOWS.sd";
    static final String JUNCTION = "MSWINDOWS.mountpoint";
    static final String EXTENDED = "MSWINDOWS.xattr.";
    static final String CREATED = "LIBARCHIVE.creationtime";

    /** 1601 is where Windows' time begins, and no file is of a time after this. */
    private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int MOST_SECURITY = 64 * 1024;

    /**
     * Reads an entry that is a file, a folder or a link.
     *
     * @param path its name, checked
     * @param descriptors asked where the security is text
     */
    static EntryFacts of(TarEntry entry, LayerPath path, SecurityDescriptors descriptors)
            throws BrokenArchiveException {
        Map<String, String> records = entry.records();
        return new EntryFacts(
                path,
                info(entry, records),
                security(entry, descriptors),
                extended(entry, records),
                link(entry, records));
    }

    boolean folder() {
        return info.directory();
    }

    /** What kind of name it takes. */
    LayerNames.Sort sort() {
        if (link != null) {
            return LayerNames.Sort.LINK;
        }
        return folder() ? LayerNames.Sort.FOLDER : LayerNames.Sort.FILE;
    }

    private static FileInfo info(TarEntry entry, Map<String, String> records)
            throws BrokenArchiveException {
        Time created = time(records.get(CREATED), entry.modified());
        return new FileInfo(
                instant(created),
                instant(entry.accessed()),
                instant(entry.modified()),
                instant(time(records.get("ctime"), entry.modified())),
                attributes(entry, records));
    }

    private static int attributes(TarEntry entry, Map<String, String> records)
            throws BrokenArchiveException {
        boolean folder = entry.kind() == Kind.FOLDER;
        String text = records.get(ATTRIBUTES);
        if (text == null) {
            return folder ? FileInfo.DIRECTORY : 0;
        }
        int attributes;
        try {
            attributes = Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw broken(entry, "its attributes are no number");
        }
        boolean says = (attributes & FileInfo.DIRECTORY) != 0;
        if (says != folder && entry.kind() != Kind.SYMBOLIC_LINK) {
            throw broken(entry, "its attributes say the contrary of its kind");
        }
        return attributes;
    }

    private static Time time(@Nullable String text, Time otherwise) throws BrokenArchiveException {
        return text == null ? otherwise : Time.of(text);
    }

    /** What Windows can't keep stays what Windows makes of it. */
    private static @Nullable Instant instant(Time time) {
        if (time.seconds() <= FIRST.getEpochSecond() || time.seconds() > LAST_SECOND) {
            return null;
        }
        return Instant.ofEpochSecond(time.seconds(), time.nanos());
    }

    private static byte @Nullable [] security(TarEntry entry, SecurityDescriptors descriptors)
            throws BrokenArchiveException {
        String raw = entry.records().get(RAW_SECURITY);
        if (raw != null) {
            byte[] descriptor = base64(entry, raw);
            if (descriptor.length > MOST_SECURITY) {
                throw broken(entry, "its security has " + descriptor.length + " bytes");
            }
            return descriptor;
        }
        String text = entry.records().get(SECURITY);
        if (text == null) {
            return null;
        }
        try {
            return descriptors.parse(text);
        } catch (HcsException e) {
            BrokenArchiveException broken =
                    broken(entry, "Windows doesn't understand its security: " + e.getMessage());
            broken.initCause(e);
            throw broken;
        }
    }

    private static List<ExtendedAttribute> extended(TarEntry entry, Map<String, String> records)
            throws BrokenArchiveException {
        // PAX has no order, so the layer gets one of its own
        Map<String, byte[]> values = new TreeMap<>();
        for (var each : records.entrySet()) {
            if (each.getKey().startsWith(EXTENDED)) {
                values.put(
                        each.getKey().substring(EXTENDED.length()), base64(entry, each.getValue()));
            }
        }
        List<ExtendedAttribute> all = new ArrayList<>();
        try {
            values.forEach((name, value) -> all.add(new ExtendedAttribute(name, 0, value)));
        } catch (IllegalArgumentException e) {
            throw broken(entry, String.valueOf(e.getMessage()));
        }
        if (ExtendedAttribute.encode(all).length > ExtendedAttribute.MOST_BYTES) {
            throw broken(entry, "it has more extended attributes than Windows keeps");
        }
        return all;
    }

    private static @Nullable ReparsePoint link(TarEntry entry, Map<String, String> records)
            throws BrokenArchiveException {
        if (entry.kind() != Kind.SYMBOLIC_LINK) {
            return null;
        }
        String target = new String(TarEntry.bytes(entry.link()), StandardCharsets.UTF_8);
        try {
            return ReparsePoint.of(records.containsKey(JUNCTION), target.replace('/', '\\'));
        } catch (IllegalArgumentException e) {
            throw broken(entry, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] base64(TarEntry entry, String text) throws BrokenArchiveException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw broken(entry, "a record of it isn't base64");
        }
    }

    private static BrokenArchiveException broken(TarEntry entry, String how) {
        return new BrokenArchiveException(
                "The layer's archive has %s: %s".formatted(TarEntry.readable(entry.name()), how));
    }
}
