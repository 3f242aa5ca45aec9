package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/**
 * A native call failed. The subclasses are those failures that callers treat differently; a code
 * that belongs to two groups (0x490: not found, and already stopped) has the class of the first, so
 * ask {@link #code} where that matters.
 */
public sealed class HcsException extends RuntimeException
        permits NotFoundException,
                AlreadyStoppedException,
                AlreadyExistsException,
                NotSupportedException,
                TimedOutException,
                AccessDeniedException,
                ServiceLostException,
                NotAvailableException {

    private static final long serialVersionUID = 1;

    private final transient Hresult code;
    private final @Nullable String document;

    HcsException(String what, Hresult code, @Nullable String document, @Nullable Throwable cause) {
        super(what, cause);
        this.code = code;
        this.document = document;
    }

    /**
     * Makes the exception of the code's group.
     *
     * @param what was asked, for example {@code Starting the compute system web-01}
     * @param code the answer
     * @param document what came with it (a {@code ResultError} or an error record of HCN), or null
     * @return the exception, whose message has all three
     */
    public static HcsException of(String what, Hresult code, @Nullable String document) {
        String reason = ErrorDocument.reason(document);
        String text = what + " failed: " + (reason.isEmpty() ? "" : reason + " ") + code;
        if (code.isNotFound()) {
            return new NotFoundException(text, code, document);
        }
        if (code.isAlreadyStopped()) {
            return new AlreadyStoppedException(text, code, document);
        }
        if (code.isAlreadyExists()) {
            return new AlreadyExistsException(text, code, document);
        }
        if (code.isNotSupported()) {
            return new NotSupportedException(text, code, document);
        }
        if (code.isTimeout()) {
            return new TimedOutException(text, code, document);
        }
        if (code.isAccessDenied()) {
            return new AccessDeniedException(text, code, document);
        }
        if (code.isServiceLost()) {
            return new ServiceLostException(text, code, document);
        }
        return new HcsException(text, code, document, null);
    }

    /**
     * Returns the answer.
     *
     * @return the code
     */
    public Hresult code() {
        return code;
    }

    /**
     * Returns what came with the answer.
     *
     * @return JSON as the service wrote it, or null if there was nothing
     */
    public @Nullable String document() {
        return document;
    }
}
