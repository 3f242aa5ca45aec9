package dev.mullion.security.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mullion.security.Caller;
import dev.mullion.security.CallerAuthentication;
import dev.mullion.security.Door;
import dev.mullion.security.Secrets;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.account.Account;
import dev.mullion.security.account.Accounts;
import dev.mullion.security.account.Passwords;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.AuditUnavailableException;
import dev.mullion.security.audit.Phase;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Checks name and password: with the same answer, after the same time, for names that don't exist.
 */
@Component
class PasswordSignIn implements AuthenticationProvider {

    static final String ACTION = "signin";

    private final Accounts accounts;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final DeviceCookies devices;
    private final AuditLog audit;

    // A flood of tries must not fill the audit: one refusal for waiting a minute and account is
    // told.
    private final Cache<String, Boolean> toldOfWaiting =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .build();

    PasswordSignIn(
            Accounts accounts,
            Passwords passwords,
            SignInThrottle throttle,
            DeviceCookies devices,
            AuditLog audit) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.devices = devices;
        this.audit = audit;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        var details =
                request.getDetails() instanceof SignInDetails known
                        ? known
                        : new SignInDetails("unknown", null);
        var key = request.getName().strip().toLowerCase(Locale.ROOT);
        var password = request.getCredentials() instanceof String typed ? typed : "";
        var account = accounts.findByUsernameKey(key).orElse(null);
        var tried = take(key, account, details);
        // Hashed first in any case: a suspended account must not answer faster than another.
        boolean matches = passwords.matches(account, password);
        if (!matches || account == null || !account.signsIn()) {
            var why = matches ? "the account is suspended" : "wrong name or password";
            audit.event(Phase.REFUSED, caller(account, details), ACTION, "/", why);
            throw new BadCredentialsException("Wrong name or password");
        }
        tried.succeeded();
        var caller = caller(account, details);
        try {
            var call = audit.attempt(caller, ACTION, "/", null);
            audit.outcome(call, Phase.SUCCEEDED, caller, ACTION, "/", null);
        } catch (AuditUnavailableException e) {
            throw new AuthenticationServiceException("The audit cannot be written", e);
        }
        var signedIn = new CallerAuthentication(caller);
        signedIn.setDetails(details);
        return signedIn;
    }

    private SignInThrottle.Try take(String key, @Nullable Account account, SignInDetails details) {
        var device = details.device();
        var known = device != null && account != null && devices.known(device, account.id());
        try {
            return throttle.take(key, details.address(), known ? device : null);
        } catch (ThrottledException e) {
            var reason = "too many tries from " + (known ? "a known" : "an unknown") + " browser";
            if (toldOfWaiting.asMap().putIfAbsent(Secrets.fingerprint(key), true) == null) {
                audit.event(Phase.REFUSED, caller(account, details), ACTION, "/", reason);
            }
            throw new SignInThrottledException(e);
        }
    }

    /** The name of an account that exists, never what was typed: people type passwords there. */
    private static Caller caller(@Nullable Account account, SignInDetails details) {
        return account == null
                ? Caller.anonymous(Door.PAGE, details.address())
                : new Caller(account.id(), account.username(), Door.PAGE, details.address());
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }
}
