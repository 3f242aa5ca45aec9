package dev.mullion.security.web;

import dev.mullion.security.CallerAuthentication;
import dev.mullion.security.token.TokenService;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads {@code Authorization: Bearer mullion_…}. A token is never read from the address or from a
 * cookie, so no link and no page elsewhere can use it.
 */
class BearerTokens extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final TokenService tokens;

    BearerTokens(TokenService tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            tokens.caller(header.substring(SCHEME.length()).strip(), request.getRemoteAddr())
                    .ifPresent(caller -> {
                        var strategy = SecurityContextHolder.getContextHolderStrategy();
                        var context = strategy.createEmptyContext();
                        context.setAuthentication(new CallerAuthentication(caller));
                        strategy.setContext(context);
                    });
        }
        chain.doFilter(request, response);
    }

    /** A streamed answer is finished on another dispatch, which must know the caller again. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
