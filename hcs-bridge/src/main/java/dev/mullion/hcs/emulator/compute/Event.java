package dev.mullion.hcs.emulator.compute;

import org.jspecify.annotations.Nullable;

/**
 * Something to tell.
 *
 * @param type what
 * @param status an HRESULT, which only the first generation tells
 * @param data a document, or null
 */
record Event(Type type, int status, @Nullable String data) {

    /** What happens, with its numbers in both generations; 0 where one doesn't tell it. */
    enum Type {
        SYSTEM_EXITED(1, 1),
        CREATED(0, 2),
        STARTED(0, 3),
        PAUSED(0, 4),
        RESUMED(0, 5),
        PROCESS_EXITED(0x00010000, 0x00010000),
        SERVICE_DISCONNECT(0x02000000, 0x01000000);

        private final int second;
        private final int first;

        Type(int second, int first) {
            this.second = second;
            this.first = first;
        }
    }

    static Event of(Type type) {
        return new Event(type, Codes.OK, null);
    }

    int firstGeneration() {
        return type.first;
    }

    int secondGeneration() {
        return type.second;
    }
}
