package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The time to wait was over. What was asked goes on in the service. */
public final class TimedOutException extends HcsException {

    private static final long serialVersionUID = 1;

    TimedOutException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
