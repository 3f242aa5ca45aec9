package dev.mullion.security.web;

import dev.mullion.security.account.SetupService;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Until the first administrator exists, lets nothing through but the set-up page, what that page
 * loads, and the liveness probe. Whatever is not named here is refused, so that a new route need
 * not know about set-up to be closed before it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class SetupGate extends OncePerRequestFilter {

    private static final String SETUP = "/setup";

    /** The built page's own files, and the style sheets, fonts and pictures from the jar. */
    private static final Pattern STATIC =
            Pattern.compile(
                    "/VAADIN/(build|static)/[\\w./@-]+"
                            + "|/(assets|aura)/[\\w./@-]+"
                            + "|/[\\w-]+\\.(css|svg|png|ico)");

    /** What the set-up page, once open, asks of the server. */
    private static final Set<String> OF_THE_OPEN_PAGE = Set.of("uidl", "heartbeat", "push");

    private final SetupService setup;
    private final Problems problems;

    SetupGate(SetupService setup, Problems problems) {
        this.setup = setup;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!setup.needed() || allowed(request)) {
            chain.doFilter(request, response);
        } else if (wantsAPage(request)) {
            response.sendRedirect(request.getContextPath() + SETUP);
        } else {
            problems.write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "This portal is not set up yet. Open " + SETUP + " in a browser.");
        }
    }

    private static boolean allowed(HttpServletRequest request) {
        var path = path(request);
        var internal = request.getParameter("v-r");
        if (internal != null) {
            return switch (path) {
                case "/", SETUP ->
                        OF_THE_OPEN_PAGE.contains(internal)
                                || ("init".equals(internal)
                                        && "setup".equals(request.getParameter("location")));
                case "/VAADIN/push" -> "push".equals(internal);
                default -> false;
            };
        }
        boolean reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        return reads
                && (path.equals(SETUP)
                        || path.equals("/health")
                        || path.equals("/VAADIN/push")
                        || (STATIC.matcher(path).matches() && !path.contains("..")));
    }

    /** Somebody who opens the portal's address is led to where it starts. */
    private static boolean wantsAPage(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && request.getParameterMap().isEmpty()
                && Set.of("/", "/login").contains(path(request));
    }

    private static String path(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getServletPath(), "")
                + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}
