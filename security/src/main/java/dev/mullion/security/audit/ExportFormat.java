package dev.mullion.security.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How the audit is written out, in UTF-8. */
public enum ExportFormat {
    /** One JSON object a line. */
    JSON_LINES {
        @Override
        void write(Iterator<AuditRecord> records, OutputStream out) throws IOException {
            var json = JsonMapper.shared();
            while (records.hasNext()) {
                line(out, json.writeValueAsString(fields(records.next())));
            }
        }
    },
    /** RFC 4180 with a line of names at first; a cell never begins like a formula. */
    CSV {
        @Override
        void write(Iterator<AuditRecord> records, OutputStream out) throws IOException {
            line(out, String.join(",", NAMES) + "\r");
            while (records.hasNext()) {
                line(
                        out,
                        fields(records.next()).values().stream()
                                        .map(ExportFormat::cell)
                                        .collect(Collectors.joining(","))
                                + "\r");
            }
        }
    };

    private static final String[] NAMES = {
        "position",
        "recordedAt",
        "phase",
        "action",
        "resource",
        "account",
        "accountId",
        "door",
        "address",
        "callId",
        "requestId",
        "detail",
        "hash"
    };

    abstract void write(Iterator<AuditRecord> records, OutputStream out) throws IOException;

    private static Map<String, @Nullable Object> fields(AuditRecord record) {
        var values =
                Arrays.<@Nullable Object>asList(
                        record.position(),
                        record.recordedAt().toString(),
                        record.phase().name().toLowerCase(Locale.ROOT),
                        record.action(),
                        record.resource(),
                        record.accountName(),
                        record.accountId() == null ? null : record.accountId().toString(),
                        record.door().toLowerCase(Locale.ROOT),
                        record.address(),
                        record.callId().toString(),
                        record.requestId(),
                        record.detail(),
                        record.hash());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.length; i++) {
            fields.put(NAMES[i], values.get(i));
        }
        return fields;
    }

    /** Spreadsheets run what begins with one of these signs; an apostrophe makes it text. */
    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var text = value.toString();
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
