package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Writes archives of Windows' layers for tests, decent ones and others. */
final class WindowsTar {

    static final Time TIME = new Time(1_700_000_000L, 123_456_700);

    /** A self-relative descriptor: the system owns it, and nothing else. */
    static final byte[] SECURITY =
            HexFormat.of()
                    .parseHex(
                            "0100008014000000200000000000000000000000"
                                    + "010100000000000512000000".repeat(2));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    /** What a layer has at its top. */
    static WindowsTar layer() {
        return new WindowsTar().folder("Files");
    }

    WindowsTar folder(String path) {
        return add(Kind.FOLDER, path, "", "", "16", TIME, Map.of());
    }

    WindowsTar folder(String path, Time time) {
        return add(Kind.FOLDER, path, "", "", "16", time, Map.of());
    }

    WindowsTar file(String path, String content) {
        return file(path, content, Map.of());
    }

    WindowsTar file(String path, String content, Map<String, String> more) {
        return add(Kind.FILE, path, "", content, "32", TIME, more);
    }

    /** A file whose security is text, as old images have it. */
    WindowsTar security(String path, String text) {
        return write(Kind.FILE, path, "", "", TIME, Map.of("MSWINDOWS.sd", text));
    }

    WindowsTar stream(String path, String content) {
        return plain(Kind.FILE, path, "", content);
    }

    WindowsTar hardLink(String path, String target) {
        return plain(Kind.HARD_LINK, path, target, "");
    }

    WindowsTar symbolicLink(String path, String target) {
        return add(Kind.SYMBOLIC_LINK, path, target, "", "1056", TIME, Map.of());
    }

    WindowsTar junction(String path, String target) {
        return add(
                Kind.SYMBOLIC_LINK,
                path,
                target,
                "",
                "1040",
                TIME,
                Map.of("MSWINDOWS.mountpoint", "1"));
    }

    WindowsTar removal(String path) {
        int name = path.lastIndexOf('/') + 1;
        return plain(Kind.FILE, path.substring(0, name) + ".wh." + path.substring(name), "", "");
    }

    WindowsTar plain(Kind kind, String path, String link, String content) {
        return write(kind, path, link, content, TIME, Map.of());
    }

    private WindowsTar add(
            Kind kind,
            String path,
            String link,
            String content,
            String attributes,
            Time time,
            Map<String, String> more) {
        Map<String, String> records = new TreeMap<>();
        records.put("MSWINDOWS.fileattr", attributes);
        records.put("MSWINDOWS.rawsd", Base64.getEncoder().encodeToString(SECURITY));
        records.put("LIBARCHIVE.creationtime", "1600000000.5");
        records.put("ctime", "1700000001");
        records.putAll(more);
        return write(kind, path, link, content, time, records);
    }

    private WindowsTar write(
            Kind kind,
            String path,
            String link,
            String content,
            Time time,
            Map<String, String> records) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        try {
            tar.add(
                    TarEntry.of(
                            kind,
                            path,
                            link,
                            0644,
                            data.length,
                            time,
                            new Time(1_650_000_000L, 0),
                            records),
                    new ByteArrayInputStream(data));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            tar.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Digest digest(byte[] archive) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
            return Digest.of("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
