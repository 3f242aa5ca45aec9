package dev.mullion.engine.hcs.emulated;

import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes a layer's archive with all the records that Windows' own layers have. */
final class StandIns {

    private static final int READ_ONLY_SYSTEM_HIDDEN = 0x7;
    private static final int FOLDER = 0x10;
    private static final int ARCHIVE = 0x20;
    private static final int JUNCTION = 0x410;

    private final TarWriter tar;
    private final Instant time;
    private final String security;

    /**
     * Begins.
     *
     * @param time of all files
     */
    StandIns(OutputStream out, Instant time) {
        this.tar = new TarWriter(out);
        this.time = time;
        this.security = Base64.getEncoder().encodeToString(Security.ofTheSystem());
    }

    StandIns folder(String path) throws IOException {
        add(Kind.FOLDER, path, "", FOLDER, "", Map.of());
        return this;
    }

    /** A file whose content says that it is none of Windows'. */
    StandIns program(String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return text(
                path,
                "EMULATED: this text stands where Windows has %s. It is no program and runs nowhere.\r\n"
                        .formatted(name));
    }

    StandIns text(String path, String content) throws IOException {
        return text(path, content, Map.of());
    }

    StandIns text(String path, String content, Map<String, String> more) throws IOException {
        add(Kind.FILE, path, "", ARCHIVE, content, more);
        return this;
    }

    /** A named stream of the file before. */
    StandIns stream(String path, String content) throws IOException {
        addPlain(Kind.FILE, path, "", content);
        return this;
    }

    StandIns hardLink(String path, String target) throws IOException {
        addPlain(Kind.HARD_LINK, path, target, "");
        return this;
    }

    /** A folder of an older Windows that leads to where it is now. */
    StandIns junction(String path, String target) throws IOException {
        add(
                Kind.SYMBOLIC_LINK,
                path,
                target,
                JUNCTION | READ_ONLY_SYSTEM_HIDDEN,
                "",
                Map.of("MSWINDOWS.mountpoint", "1"));
        return this;
    }

    /** Takes away what the layer below has. */
    StandIns removal(String path) throws IOException {
        int name = path.lastIndexOf('/') + 1;
        String marked = path.substring(0, name) + ".wh." + path.substring(name);
        addPlain(Kind.FILE, marked, "", "");
        return this;
    }

    void finish() throws IOException {
        tar.finish();
    }

    private Time time() {
        return new Time(time.getEpochSecond(), time.getNano());
    }

    private void addPlain(Kind kind, String path, String link, String content) throws IOException {
        write(kind, path, link, content, Map.of());
    }

    private void add(
            Kind kind,
            String path,
            String link,
            int attributes,
            String content,
            Map<String, String> more)
            throws IOException {
        Map<String, String> records = new TreeMap<>(more);
        records.put("MSWINDOWS.fileattr", Integer.toString(attributes));
        records.put("MSWINDOWS.rawsd", security);
        records.put("LIBARCHIVE.creationtime", time().toString());
        records.put("ctime", time().toString());
        write(kind, path, link, content, records);
    }

    private void write(
            Kind kind, String path, String link, String content, Map<String, String> records)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        int mode = kind == Kind.FOLDER ? 0755 : 0644;
        tar.add(
                TarEntry.of(kind, path, link, mode, bytes.length, time(), time(), records),
                new ByteArrayInputStream(bytes));
    }
}
