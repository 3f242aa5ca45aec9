package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/** The host or the guest doesn't know the request, the document or a member of it. */
public final class NotSupportedException extends HcsException {

    private static final long serialVersionUID = 1;

    NotSupportedException(String what, Hresult code, @Nullable String document) {
        super(what, code, document, null);
    }
}
