package dev.mullion.security.guardrail;

/** A pasted request can't be read. The message says what isn't understood. */
public final class RequestFormatException extends IllegalArgumentException {

    RequestFormatException(String message) {
        super(message);
    }
}
