package dev.mullion.hcs.emulator;

import org.jspecify.annotations.Nullable;

/**
 * An emulated function says no. Thrown by its body, it becomes the answer in the function's own
 * shape: an HRESULT, a Win32 code, or FALSE with a last error.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int WIN32 = 0x80070000;
    private static final int UNEXPECTED = 0x8000FFFF;
    private static final int GENERAL_FAILURE = 31;

    private final int code;

    private Refusal(int code, @Nullable String reason) {
        // no stack: it is an answer, and a frequent one
        super(reason, null, false, false);
        this.code = code;
    }

    /**
     * Refuses with an HRESULT.
     *
     * @param code negative
     * @param reason for the document that comes along, in words
     * @return what to throw
     */
    public static Refusal of(int code, String reason) {
        return new Refusal(code, reason);
    }

    /**
     * Refuses with a Win32 code.
     *
     * @param code 1 to 65535
     * @param reason in words
     * @return what to throw
     */
    public static Refusal win32(int code, String reason) {
        return new Refusal(WIN32 | code, reason);
    }

    /** What a process that doesn't live any more gets. */
    static Refusal ofTheDead() {
        return new Refusal(UNEXPECTED, "The process that calls was killed.");
    }

    /**
     * Returns the HRESULT.
     *
     * @return negative
     */
    public int code() {
        return code;
    }

    /**
     * Returns the Win32 code.
     *
     * @return as it was given; 31 for what has none
     */
    public int win32Code() {
        return (code & 0xFFFF0000) == WIN32 ? code & 0xFFFF : GENERAL_FAILURE;
    }
}
