package dev.mullion.hcs.network;

import dev.mullion.hcs.Hresult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the network service tells of a failure: {@code {"Success":false,"Error":"…","ErrorCode":n}}.
 */
final class ErrorRecord {

    private static final int FAILED = 0x80004005;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ErrorRecord() {}

    static boolean isEmpty(@Nullable String record) {
        return record == null || record.isBlank();
    }

    /** The code of the record where it has one, else that of the call. */
    static Hresult code(@Nullable String record, Hresult call) {
        if (record != null && !record.isBlank()) {
            try {
                JsonNode code = MAPPER.readTree(record).path("ErrorCode");
                if (code.isIntegralNumber() && code.asLong() != 0) {
                    return Hresult.of((int) code.asLong());
                }
            } catch (JacksonException e) {
                // then the record is plain text, which the exception repeats
                return call.succeeded() ? Hresult.of(FAILED) : call;
            }
        }
        return call.succeeded() ? Hresult.of(FAILED) : call;
    }
}
