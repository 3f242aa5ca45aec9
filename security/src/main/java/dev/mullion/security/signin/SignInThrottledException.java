package dev.mullion.security.signin;

import dev.mullion.security.ThrottledException;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A sign-in that was not even looked at, because there were too many before. */
public class SignInThrottledException extends AuthenticationException {

    private final Duration wait;

    SignInThrottledException(ThrottledException cause) {
        super("Too many tries", cause);
        this.wait = cause.waitFor();
    }

    /** How long until the next try is looked at. */
    public Duration waitFor() {
        return wait;
    }
}
