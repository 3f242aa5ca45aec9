package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The system or the process has ended: a success for those who stop. */
public final class AlreadyStoppedException extends HcsException {

    private static final long serialVersionUID = 1;

    AlreadyStoppedException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
