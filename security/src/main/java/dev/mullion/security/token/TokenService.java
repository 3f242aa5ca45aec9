package dev.mullion.security.token;

import dev.mullion.security.Audited;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.Door;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.Resource;
import dev.mullion.security.Secrets;
import dev.mullion.security.Unguarded;
import dev.mullion.security.access.AccessBook;
import dev.mullion.security.access.PrincipalKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * API tokens: {@code mullion_} and 256 random bits. A token says who calls and nothing else; what
 * the caller may do is read at each call.
 */
@Service
public class TokenService {

    /** What every token starts with, so that scanners find one that leaked. */
    public static final String PREFIX = "mullion_";

    public static final Duration USUAL_VALIDITY = Duration.ofDays(90);
    public static final Duration LONGEST_VALIDITY = Duration.ofDays(365);

    private static final int MOST_TOKENS = 100;
    private static final int LONGEST_NAME = 100;
    private static final Duration NOTED_USE = Duration.ofMinutes(1);

    private final Callers callers;
    private final Tokens tokens;
    private final AccessBook book;
    private final Secrets secrets;
    private final Clock clock;

    TokenService(Callers callers, Tokens tokens, AccessBook book, Secrets secrets, Clock clock) {
        this.callers = callers;
        this.tokens = tokens;
        this.book = book;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The caller's own tokens, newest first, with those that have expired. */
    @Requires(Permission.TOKEN_SELF)
    public List<ApiToken> mine() {
        return tokens.of(account());
    }

    /**
     * Makes a token for the caller. Its text is in the answer and can never be read again.
     *
     * @param name what it is for, 1 to 100 characters
     * @param validFor how long it works, a day to 365 days
     * @throws RefusedInputException for the field {@code name} or {@code validFor}
     */
    @Requires(Permission.TOKEN_CREATE)
    public NewToken create(@Audited("token") String name, Duration validFor) {
        return make(account(), name, validFor);
    }

    /**
     * Makes a token for a program's account. Who has its text acts as that account, so it may do
     * nothing that the caller may not.
     *
     * @throws NoSuchThingException if there is no such service
     * @throws RefusedException if the service may do anything that the caller may not
     * @throws RefusedInputException for the field {@code name} or {@code validFor}
     */
    @Requires(Permission.SERVICE_ACCOUNT_WRITE)
    public NewToken createFor(
            @Audited("service") UUID service, @Audited("token") String name, Duration validFor) {
        checkService(service);
        var caller = callers.current();
        var objection = book.objectionToActAs(account(), service);
        if (objection.isPresent()) {
            throw new RefusedException(
                    caller,
                    Permission.SERVICE_ACCOUNT_WRITE,
                    Resource.PLATFORM,
                    Decision.refuse("the service may do more than you: " + objection.get()));
        }
        return make(service, name, validFor);
    }

    /** The tokens of a program's account, newest first. */
    @Requires(Permission.USER_READ)
    public List<ApiToken> of(UUID service) {
        checkService(service);
        return tokens.of(service);
    }

    /** Ends a token of a program's account at once. */
    @Requires(Permission.SERVICE_ACCOUNT_WRITE)
    public void revokeFor(@Audited("service") UUID service, @Audited("token") UUID id) {
        checkService(service);
        if (!tokens.delete(id, service)) {
            throw new NoSuchThingException("The service has no token " + id + ".");
        }
    }

    private void checkService(UUID id) {
        boolean service =
                book.snapshot()
                        .principal(id)
                        .filter(known -> known.kind() == PrincipalKind.SERVICE)
                        .isPresent();
        if (!service) {
            throw new NoSuchThingException("There is no service " + id + ".");
        }
    }

    private NewToken make(UUID account, String name, Duration validFor) {
        var label = name.strip();
        if (label.isEmpty() || label.length() > LONGEST_NAME) {
            throw new RefusedInputException(
                    "name", "Say in 1 to " + LONGEST_NAME + " characters what the token is for.");
        }
        if (validFor.compareTo(Duration.ofDays(1)) < 0
                || validFor.compareTo(LONGEST_VALIDITY) > 0) {
            throw new RefusedInputException(
                    "validFor", "A token works for 1 to " + LONGEST_VALIDITY.toDays() + " days.");
        }
        if (tokens.of(account).size() >= MOST_TOKENS) {
            throw new RefusedInputException(
                    "name",
                    "There are " + MOST_TOKENS + " tokens already. Revoke one that nobody needs.");
        }
        var text = PREFIX + secrets.next();
        // Databases keep microseconds: what is answered now must equal what is read later.
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var token =
                new ApiToken(
                        UUID.randomUUID(),
                        label,
                        text.substring(text.length() - 4),
                        now,
                        now.plus(validFor),
                        null);
        tokens.insert(token, account, Secrets.fingerprint(text));
        return new NewToken(token, text);
    }

    /**
     * Ends one of the caller's own tokens at once.
     *
     * @throws NoSuchElementException if the caller has no such token
     */
    @Requires(Permission.TOKEN_REVOKE)
    public void revoke(@Audited("token") UUID id) {
        if (!tokens.delete(id, account())) {
            throw new NoSuchElementException(
                    "You have no token " + id + ". It may be revoked already.");
        }
    }

    /**
     * Who calls with this text; empty if it is no token, or one that has expired or was revoked.
     */
    @Unguarded("this is how somebody becomes known")
    public Optional<Caller> caller(String text, @Nullable String address) {
        if (!text.startsWith(PREFIX) || text.length() > 200) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        var owner = tokens.owner(Secrets.fingerprint(text), now);
        owner.ifPresent(known -> tokens.used(known.tokenId(), now, now.minus(NOTED_USE)));
        return owner.map(
                known -> new Caller(known.accountId(), known.username(), Door.API, address));
    }

    private UUID account() {
        var caller = callers.current();
        var id = caller.accountId();
        if (id == null) {
            throw new NoSuchElementException(caller.name() + " has no account, so no tokens");
        }
        return id;
    }
}
