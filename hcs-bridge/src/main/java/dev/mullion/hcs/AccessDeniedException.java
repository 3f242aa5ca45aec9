package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** A right is missing; on layers also: a file is in use. */
public final class AccessDeniedException extends HcsException {

    private static final long serialVersionUID = 1;

    AccessDeniedException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
