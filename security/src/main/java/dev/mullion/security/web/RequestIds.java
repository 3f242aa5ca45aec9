package dev.mullion.security.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id that the answer, the log and the audit share, so that what a person
 * sees can be found. It is made here and never taken from the request, where it could be forged.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIds extends OncePerRequestFilter {

    /** The answer's header that carries the id. */
    public static final String HEADER = "X-Request-Id";

    /** The key of the id in the log's context. */
    public static final String LOG_KEY = "request";

    private static final String ATTRIBUTE = RequestIds.class.getName();

    /** The id of a request: 12 hex digits. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "unknown";
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = "%012x".formatted(ThreadLocalRandom.current().nextLong(1L << 48));
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        try (var _ = MDC.putCloseable(LOG_KEY, id)) {
            chain.doFilter(request, response);
        }
    }
}
