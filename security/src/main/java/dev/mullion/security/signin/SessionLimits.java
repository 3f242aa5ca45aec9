package dev.mullion.security.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends sessions that have lasted long enough, before anything reads who is signed in. */
@Component
@Order(SessionLimits.BEFORE_SPRING_SECURITY)
class SessionLimits extends OncePerRequestFilter {

    static final int BEFORE_SPRING_SECURITY = -110;

    private static final Logger log = LoggerFactory.getLogger(SessionLimits.class);

    private final Sessions sessions;

    SessionLimits(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        if (session != null) {
            var over = sessions.over(session);
            if (over.isPresent()) {
                log.info("A session ended: {}", over.get());
                Sessions.end(session);
            } else if (byAPerson(request)) {
                sessions.acted(session);
            }
        }
        chain.doFilter(request, response);
    }

    /** An open page sends heartbeats and keeps its push channel without anybody sitting there. */
    private static boolean byAPerson(HttpServletRequest request) {
        var kind = request.getParameter("v-r");
        return !"heartbeat".equals(kind) && !"push".equals(kind);
    }
}
