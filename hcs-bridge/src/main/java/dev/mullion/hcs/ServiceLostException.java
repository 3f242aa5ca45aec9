package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The service died and every handle with it: reopen everything when it is back. */
public final class ServiceLostException extends HcsException {

    private static final long serialVersionUID = 1;

    ServiceLostException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
