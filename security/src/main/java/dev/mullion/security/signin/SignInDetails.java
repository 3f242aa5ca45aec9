package dev.mullion.security.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where a sign-in comes from. */
record SignInDetails(String address, @Nullable String device) implements Serializable {

    static SignInDetails of(HttpServletRequest request) {
        return new SignInDetails(request.getRemoteAddr(), DeviceCookies.read(request).orElse(null));
    }

    @Override
    public String toString() {
        return address;
    }
}
