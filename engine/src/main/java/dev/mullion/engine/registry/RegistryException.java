package dev.mullion.engine.registry;

import dev.mullion.docker.ImageReference;
import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A registry didn't give or take what it should. The message is in the words that Docker's clients
 * know where the registry itself refused, for example {@code manifest unknown: manifest unknown};
 * otherwise it says what was asked and what came instead.
 */
public final class RegistryException extends IOException {

    /** What kind of thing went wrong, for those who decide what to do next. */
    public enum Kind {
        /** There is no such manifest, blob or repository. */
        NOT_FOUND,
        /** Whoever asks mustn't; other credentials may help. */
        DENIED,
        /** Credentials are needed, or wrong. */
        UNAUTHORIZED,
        /** The registry refused for another reason; asking again gives the same. */
        REFUSED,
        /** Too many requests. */
        BUSY,
        /** The registry failed (5xx). */
        FAILED,
        /** There is no connection, or no trust in who answers. */
        UNREACHABLE,
        /** The connection broke, stood still, or brought too few or too many bytes. */
        BROKEN,
        /** What came isn't what it should be. */
        WRONG,
        /** Somebody on this side ended it. */
        CANCELLED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /** Says what went wrong. */
    public RegistryException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    /** Says what went wrong and why. */
    public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    RegistryException(
            Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** Returns what kind of thing went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Returns the pause that the registry asked for, or null. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Tells whether the same question may be answered a little later. */
    boolean mayPass() {
        return kind == Kind.BUSY || kind == Kind.FAILED || kind == Kind.BROKEN;
    }

    /** Returns what the API answers: 404 for what isn't there, else 500, as Docker. */
    public EngineProblem problem() {
        return problem(message());
    }

    /**
     * Returns what the API answers to whoever wanted to pull.
     *
     * @param wanted the image, as it was asked for
     */
    public EngineProblem pullProblem(ImageReference wanted) {
        return problem(pullMessage(wanted));
    }

    /** Returns Docker's sentence for whoever wanted to pull. */
    public String pullMessage(ImageReference wanted) {
        String repository = familiarRepository(wanted);
        if (kind == Kind.DENIED) {
            return "pull access denied for "
                    + repository
                    + ", repository does not exist or may require 'docker login': "
                    + message();
        }
        if (message().startsWith("manifest unknown")) {
            return "manifest for " + wanted.familiar() + " not found: " + message();
        }
        if (message().startsWith("repository name not known to registry")
                || message().startsWith("name unknown")) {
            return "repository " + repository + " not found: " + message();
        }
        return message();
    }

    private EngineProblem problem(String message) {
        return switch (kind) {
            case NOT_FOUND, DENIED -> EngineProblem.notFound(message);
            default -> EngineProblem.failed(message, this);
        };
    }

    private String message() {
        return String.valueOf(getMessage());
    }

    private static String familiarRepository(ImageReference wanted) {
        String familiar = wanted.withTag("x").familiar();
        return familiar.substring(0, familiar.length() - 2);
    }
}
