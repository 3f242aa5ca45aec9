package dev.mullion.engine.runtime;

import java.io.IOException;

/**
 * Something else held what a layer store wanted to write. Nothing of the layer is left, and a
 * second attempt may succeed.
 */
public final class LayerHeldException extends IOException {

    private static final long serialVersionUID = 1;

    /** Says what was held and what may hold it. */
    public LayerHeldException(String message, Throwable cause) {
        super(message, cause);
    }
}
