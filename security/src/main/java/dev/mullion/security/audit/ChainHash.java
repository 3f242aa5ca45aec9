package dev.mullion.security.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a record is tied to the one before it: SHA-256 over the 32 bytes of the other's hash and the
 * record's content. The content is each field in turn, as one byte 1, the length of its UTF-8 text
 * in four bytes, and that text; or as one byte 0 if it is absent. A moment is counted in
 * microseconds, which is what databases keep.
 */
final class ChainHash {

    /** What the first record follows on. */
    static final String NOTHING = "0".repeat(64);

    private static final String FORMAT = "mullion-audit-1";

    private ChainHash() {}

    static String of(String before, long position, AuditRecord record) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(before));
            return HexFormat.of().formatHex(digest.digest(content(position, record)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] content(long position, AuditRecord record) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            var at = record.recordedAt();
            text(out, FORMAT);
            text(out, Long.toString(position));
            text(out, record.callId().toString());
            text(out, at.getEpochSecond() + "." + at.getNano() / 1_000);
            text(out, record.phase().name());
            text(out, record.action());
            text(out, record.resource());
            text(out, record.accountId() == null ? null : record.accountId().toString());
            text(out, record.accountName());
            text(out, record.door());
            text(out, record.address());
            text(out, record.requestId());
            text(out, record.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeByte(0);
            return;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
