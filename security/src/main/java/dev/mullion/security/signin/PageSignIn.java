package dev.mullion.security.signin;

import dev.mullion.security.Caller;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.Phase;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Sign-in by form and sign-out, for the security chain of the pages. The chain decides which page
 * the form is on; a try that fails leads back to it with {@code ?error}, {@code ?wait=seconds} or
 * {@code ?unavailable}.
 */
@Component
@EnableConfigurationProperties(SessionProperties.class)
public class PageSignIn {

    /** The path of the sign-in page and of the form that it sends. */
    public static final String PATH = "/login";

    private final AuthenticationManager manager;
    private final Sessions sessions;
    private final DeviceCookies devices;
    private final AuditLog audit;

    PageSignIn(PasswordSignIn passwords, Sessions sessions, DeviceCookies devices, AuditLog audit) {
        this.manager = new ProviderManager(passwords);
        this.sessions = sessions;
        this.devices = devices;
        this.audit = audit;
    }

    /** Adds sign-in and sign-out to a chain. */
    public void configure(HttpSecurity http) throws Exception {
        http.authenticationManager(manager);
        // The page is named here already: without it Spring Security makes a sign-in page of its
        // own, and answers with that before the pages are asked.
        http.formLogin(form ->
                form.loginPage(PATH)
                        .permitAll()
                        .authenticationDetailsSource(SignInDetails::of)
                        .failureHandler(this::failed));
        http.sessionManagement(session -> session.addSessionAuthenticationStrategy(this::signedIn));
        http.logout(logout -> logout.addLogoutHandler(this::signedOut));
    }

    /** Runs beside Spring Security's own strategy, which gives the session a new id. */
    private void signedIn(
            Authentication authentication,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (authentication.getPrincipal() instanceof Caller caller && caller.accountId() != null) {
            sessions.opened(caller.accountId(), request.getSession());
            devices.renew(caller.accountId(), request, response);
        }
    }

    private void signedOut(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            audit.event(Phase.SUCCEEDED, caller, "signout", "/", null);
        }
    }

    private void failed(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException exception)
            throws IOException {
        var why =
                switch (exception) {
                    case SignInThrottledException throttled ->
                            "wait=" + Math.max(1, throttled.waitFor().plusMillis(999).toSeconds());
                    case AuthenticationServiceException unavailable -> "unavailable";
                    default -> "error";
                };
        response.sendRedirect(request.getContextPath() + PATH + "?" + why);
    }
}
