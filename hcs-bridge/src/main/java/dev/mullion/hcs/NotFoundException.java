package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The system, process, network or other thing isn't there: a success for those who delete. */
public final class NotFoundException extends HcsException {

    private static final long serialVersionUID = 1;

    NotFoundException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
