package dev.mullion.hcs.emulator.network;

import dev.mullion.hcs.emulator.Refusal;

/** What the service writes about a failure. */
final class ErrorRecords {

    private ErrorRecords() {}

    static String of(Refusal refusal) {
        return Documents.object()
                .put("Success", false)
                .put("Error", String.valueOf(refusal.getMessage()))
                .put("ErrorCode", Integer.toUnsignedLong(refusal.code()))
                .toString();
    }
}
