package dev.mullion.security.signin;

import dev.mullion.security.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Remembers browsers that an account has signed in from, as the OWASP page "Slow down online
 * guessing attacks with device cookies" describes: such a browser keeps its own count of tries, so
 * guessing from elsewhere cannot lock the owner out. The cookie opens nothing by itself.
 */
@Component
class DeviceCookies {

    static final String NAME = "mullion-device";

    private static final Duration REMEMBERED = Duration.ofDays(180);
    private static final int MOST_DEVICES = 20;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    DeviceCookies(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    static Optional<String> read(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, NAME))
                .map(cookie -> cookie.getValue())
                .filter(value -> !value.isEmpty() && value.length() <= 100);
    }

    /** Whether the account signed in with this cookie before. */
    boolean known(String cookie, UUID account) {
        var oldest = clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC);
        return jdbc.sql(
                                """
                                select count(*) from known_device
                                where token_hash = :hash and account_id = :account
                                    and last_used_at > :oldest
                                """)
                        .param("hash", Secrets.fingerprint(cookie))
                        .param("account", account)
                        .param("oldest", oldest)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Gives a browser that has just signed in a new cookie, in place of the one it came with. */
    void renew(UUID account, HttpServletRequest request, HttpServletResponse response) {
        read(request).ifPresent(old -> forget(old, account));
        var cookie = secrets.next();
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql(
                        """
                        insert into known_device (token_hash, account_id, issued_at, last_used_at)
                        values (:hash, :account, :now, :now)
                        """)
                .param("hash", Secrets.fingerprint(cookie))
                .param("account", account)
                .param("now", now)
                .update();
        keepNewest(account);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, cookie)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .path(request.getContextPath() + "/login")
                        .maxAge(REMEMBERED)
                        .build()
                        .toString());
    }

    /** Forgets all browsers of an account: its password has changed. */
    void forgetAll(UUID account) {
        jdbc.sql("delete from known_device where account_id = :account")
                .param("account", account)
                .update();
    }

    private void forget(String cookie, UUID account) {
        jdbc.sql("delete from known_device where token_hash = :hash and account_id = :account")
                .param("hash", Secrets.fingerprint(cookie))
                .param("account", account)
                .update();
    }

    private void keepNewest(UUID account) {
        var hashes =
                jdbc.sql(
                                """
                                select token_hash from known_device where account_id = :account
                                order by last_used_at desc, token_hash
                                """)
                        .param("account", account)
                        .query(String.class)
                        .list();
        hashes.stream()
                .skip(MOST_DEVICES)
                .forEach(hash ->
                        jdbc.sql("delete from known_device where token_hash = :hash")
                                .param("hash", hash)
                                .update());
    }
}
