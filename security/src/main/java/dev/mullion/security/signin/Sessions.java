package dev.mullion.security.signin;

import dev.mullion.security.account.AccountSuspended;
import dev.mullion.security.account.PasswordChanged;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Knows the open sessions of each account, and ends them. */
@Component
class Sessions implements HttpSessionListener {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final String SIGNED_IN = Sessions.class.getName() + ".signedIn";
    private static final String LAST_ACT = Sessions.class.getName() + ".lastAct";

    private static final String ENDED = Sessions.class.getName() + ".ended";

    private record SignedIn(UUID account, Instant at) implements Serializable {}

    private final ConcurrentHashMap<UUID, Set<HttpSession>> open = new ConcurrentHashMap<>();
    private final DeviceCookies devices;
    private final SessionProperties limits;
    private final Clock clock;

    Sessions(DeviceCookies devices, SessionProperties limits, Clock clock) {
        this.devices = devices;
        this.limits = limits;
        this.clock = clock;
    }

    void opened(UUID account, HttpSession session) {
        var now = clock.instant();
        session.setAttribute(SIGNED_IN, new SignedIn(account, now));
        session.setAttribute(LAST_ACT, now);
        open.compute(
                account,
                (id, sessions) -> {
                    Set<HttpSession> all =
                            sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
                    all.add(session);
                    return all;
                });
    }

    /** The person did something in the session. */
    void acted(HttpSession session) {
        session.setAttribute(LAST_ACT, clock.instant());
    }

    /**
     * Why the session has lasted long enough; empty if it has not, or nobody is signed in with it.
     */
    Optional<String> over(HttpSession session) {
        if (session.getAttribute(ENDED) != null) {
            return Optional.of("it was ended from elsewhere");
        }
        if (!(session.getAttribute(SIGNED_IN) instanceof SignedIn signedIn)
                || !(session.getAttribute(LAST_ACT) instanceof Instant lastAct)) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (!now.isBefore(signedIn.at().plus(limits.absolute()))) {
            return Optional.of("signed in for " + limits.absolute());
        }
        return now.isBefore(lastAct.plus(limits.idle()))
                ? Optional.empty()
                : Optional.of("idle for " + limits.idle());
    }

    /** Ends every session of the account but the one that this thread serves a request of. */
    @EventListener
    void passwordChanged(PasswordChanged event) {
        devices.forgetAll(event.accountId());
        var mine = idOfSession();
        var others = Set.copyOf(open.getOrDefault(event.accountId(), Set.of()));
        others.stream()
                .filter(session -> !session.getId().equals(mine))
                .forEach(Sessions::endApart);
    }

    /** Ends every session of an account that may do nothing any more. */
    @EventListener
    void accountSuspended(AccountSuspended event) {
        devices.forgetAll(event.accountId());
        Set.copyOf(open.getOrDefault(event.accountId(), Set.of())).forEach(Sessions::endApart);
    }

    /**
     * Ends a session from within a request of another one. Its next request finds it ended at once;
     * its pages are torn down on a thread of their own, because what a page leaves on a thread
     * while it is closed must not get into this request, and two that end each other must not wait
     * for each other.
     */
    private static void endApart(HttpSession session) {
        try {
            session.setAttribute(ENDED, true);
        } catch (IllegalStateException e) {
            log.debug("A session that was to be ended had ended by itself", e);
            return;
        }
        var _ = Thread.ofVirtual().name("end-session").start(() -> end(session));
    }

    static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            log.debug("A session that was to be ended had ended by itself", e);
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        // Removing inside of compute keeps a session that is opened meanwhile from landing in a set
        // that has just been dropped.
        for (var account : open.keySet()) {
            open.computeIfPresent(
                    account,
                    (id, sessions) -> {
                        sessions.remove(event.getSession());
                        return sessions.isEmpty() ? null : sessions;
                    });
        }
    }

    private static @Nullable String idOfSession() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? attributes.getSessionId()
                : null;
    }
}
