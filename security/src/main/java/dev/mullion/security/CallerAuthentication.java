package dev.mullion.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * A caller as Spring Security carries it around. It holds no authorities: rights are asked of the
 * authorizer.
 */
public final class CallerAuthentication extends AbstractAuthenticationToken {

    private final Caller caller;

    public CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(caller.known());
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** Nothing: what proved the caller is not kept. */
    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return caller.name();
    }
}
