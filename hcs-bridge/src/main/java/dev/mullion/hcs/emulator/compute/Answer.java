package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Ledger;
import dev.mullion.hcs.emulator.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * @param code an HRESULT
 * @param document what comes along, or null
 * @param process the process that it is about, or null
 */
record Answer(int code, @Nullable String document, @Nullable EmulatedProcess process) {

    static final Answer DONE = new Answer(Codes.OK, null, null);

    static Answer of(String document) {
        return new Answer(Codes.OK, document, null);
    }

    static Answer of(EmulatedProcess process) {
        return new Answer(Codes.OK, null, process);
    }

    static Answer refused(Refusal refusal) {
        return new Answer(refusal.code(), Json.error(refusal.code(), refusal.getMessage()), null);
    }

    /** The emulator itself failed: that is noted, and answered like any failure. */
    static Answer failed(Ledger ledger, RuntimeException failure) {
        ledger.mistake("The emulator failed: " + failure);
        return new Answer(Codes.UNEXPECTED, Json.error(Codes.UNEXPECTED, failure.toString()), null);
    }
}
