package dev.mullion.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Knows who is calling, on whatever thread. */
@Component
public final class Callers {

    /** Work done in somebody's name. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    // Not Spring Security's holder: inside a page that one always answers with the page's
    // session, so work in another name could not be told apart.
    private final ScopedValue<Caller> acting = ScopedValue.newInstance();

    /** Who makes the call that this thread is serving; anonymous if nobody is known. */
    public Caller current() {
        if (acting.isBound()) {
            return acting.get();
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller signedIn)) {
            return Caller.anonymous(Door.PAGE, addressOfRequest());
        }
        // A session may move between networks: the address of this request counts, not that of
        // the sign-in. Work pushed to a page in the background has no request and keeps the
        // address of the sign-in.
        var address = signedIn.door() == Door.PAGE ? addressOfRequest() : null;
        return address == null
                ? signedIn
                : new Caller(signedIn.accountId(), signedIn.name(), signedIn.door(), address);
    }

    /**
     * Does work in somebody's name on this thread, for example an activity in the name of the
     * person who started it. Whoever was the caller before is the caller again afterwards.
     */
    public <T extends @Nullable Object, X extends Exception> T runAs(Caller caller, Work<T, X> work)
            throws X {
        return ScopedValue.where(acting, caller).call(work::run);
    }

    private static @Nullable String addressOfRequest() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getRemoteAddr()
                : null;
    }
}
