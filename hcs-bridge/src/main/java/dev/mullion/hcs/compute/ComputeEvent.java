package dev.mullion.hcs.compute;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a system or a process.
 *
 * @param type what
 * @param status an HRESULT where the service tells one, else 0
 * @param data a JSON document ({@code SystemExitStatus}, {@code ProcessStatus}, {@code
 *     CrashReport}), or null
 */
public record ComputeEvent(Type type, int status, @Nullable String data) {

    /** What happens. */
    public enum Type {
        /** The system has ended; nothing more comes. */
        SYSTEM_EXITED,
        /** The guest begins to write its crash report. */
        CRASH_INITIATED,
        /** The guest's crash report is there. */
        CRASH_REPORT,
        /** The guest's service is gone; the system may be about to end. */
        GUEST_CONNECTION_CLOSED,
        /** The process has ended; nothing more comes. */
        PROCESS_EXITED,
        /** The compute service died: every handle is dead. */
        SERVICE_DISCONNECT,
        /** Something that newer builds tell. */
        OTHER
    }

    private static final int PROCESS_EXITED = 0x00010000;

    /** The numbers of computecore.dll, {@code HCS_EVENT_TYPE}. */
    static Type secondGeneration(int number) {
        return switch (number) {
            case 1 -> Type.SYSTEM_EXITED;
            case 2 -> Type.CRASH_INITIATED;
            case 3 -> Type.CRASH_REPORT;
            case 6 -> Type.GUEST_CONNECTION_CLOSED;
            case PROCESS_EXITED -> Type.PROCESS_EXITED;
            case 0x02000000 -> Type.SERVICE_DISCONNECT;
            default -> Type.OTHER;
        };
    }

    /**
     * The numbers of vmcompute.dll, {@code HCS_NOTIFICATIONS}, whose top four bits are reserved.
     */
    static Type firstGeneration(int number) {
        return switch (number & 0x0FFFFFFF) {
            case 1 -> Type.SYSTEM_EXITED;
            case 6 -> Type.CRASH_REPORT;
            case 0xD -> Type.CRASH_INITIATED;
            case 0xE -> Type.GUEST_CONNECTION_CLOSED;
            case PROCESS_EXITED -> Type.PROCESS_EXITED;
            case 0x01000000 -> Type.SERVICE_DISCONNECT;
            default -> Type.OTHER;
        };
    }
}
