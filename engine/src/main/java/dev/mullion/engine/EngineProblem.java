package dev.mullion.engine;

import dev.mullion.engine.runtime.NotOfferedException;

/**
 * A request that can't be done, in the words and with the status that Docker's clients compare. It
 * becomes {@code {"message": …}} in one place, the HTTP server.
 */
public final class EngineProblem extends RuntimeException {

    private final int status;

    private EngineProblem(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    private EngineProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the HTTP status: 304, 400, 401, 403, 404, 409, 500, 501 or 503. */
    public int status() {
        return status;
    }

    /** Nothing to do: it is already as asked (304; the message isn't sent). */
    public static EngineProblem notModified(String message) {
        return new EngineProblem(304, message);
    }

    /** The request itself is wrong (400). */
    public static EngineProblem invalid(String message) {
        return new EngineProblem(400, message);
    }

    /** Somebody else, a registry, doesn't take the credentials (401). */
    public static EngineProblem unauthorized(String message) {
        return new EngineProblem(401, message);
    }

    /** This host's configuration doesn't allow it (403). */
    public static EngineProblem forbidden(String message) {
        return new EngineProblem(403, message);
    }

    /** There is no such object (404). */
    public static EngineProblem notFound(String message) {
        return new EngineProblem(404, message);
    }

    /** It doesn't go with the state of things (409). */
    public static EngineProblem conflict(String message) {
        return new EngineProblem(409, message);
    }

    /**
     * The engine or the machine failed (500), or the machine can't do such a thing (501, in the
     * cause's own words).
     */
    public static EngineProblem failed(String message, Throwable cause) {
        return cause instanceof NotOfferedException
                ? new EngineProblem(501, String.valueOf(cause.getMessage()), cause)
                : new EngineProblem(500, message, cause);
    }

    /** The engine or the machine failed (500). */
    public static EngineProblem failed(String message) {
        return new EngineProblem(500, message);
    }

    /** The engine doesn't have this (501). */
    public static EngineProblem notImplemented(String message) {
        return new EngineProblem(501, message);
    }

    /** Not now, or not on this node (503). */
    public static EngineProblem unavailable(String message) {
        return new EngineProblem(503, message);
    }
}
