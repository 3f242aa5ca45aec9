package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The id, the name or the port is in use. */
public final class AlreadyExistsException extends HcsException {

    private static final long serialVersionUID = 1;

    AlreadyExistsException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
