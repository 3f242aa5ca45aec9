package dev.mullion.engine.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The client went away before it had its answer: nobody's mistake, and nobody to tell. */
final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1;

    ClientGoneException(@Nullable Throwable cause) {
        super("the client has gone", cause);
    }
}
