package dev.mullion.security.account;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Tries;
import dev.mullion.security.Unguarded;
import dev.mullion.security.access.AccessBook;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.Binding;
import dev.mullion.security.access.PrincipalKind;
import dev.mullion.security.access.ReadyRole;
import dev.mullion.security.audit.AuditLog;
import dev.mullion.security.audit.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Set-up: happens once, and makes the first administrator. */
@Service
public class SetupService implements SmartInitializingSingleton {

    private static final String ACTION = "setup.administrator";

    private final Callers callers;
    private final Accounts accounts;
    private final Passwords passwords;
    private final SetupSecret secret;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final AccessBook book;
    private final Clock clock;
    private final Tries wrongSecrets;
    private volatile boolean done;

    SetupService(
            Callers callers,
            Accounts accounts,
            Passwords passwords,
            SetupSecret secret,
            AuditLog audit,
            JdbcClient jdbc,
            AccessBook book,
            Clock clock) {
        this.callers = callers;
        this.accounts = accounts;
        this.passwords = passwords;
        this.secret = secret;
        this.audit = audit;
        this.jdbc = jdbc;
        this.book = book;
        this.clock = clock;
        this.wrongSecrets = new Tries(5, Duration.ofMinutes(1), clock);
    }

    /** Makes the secret on start if it is needed, and removes what a crash may have left if not. */
    @Override
    @Unguarded("only Spring calls it, once, before any request")
    public void afterSingletonsInstantiated() {
        if (needed()) {
            secret.make();
        } else {
            secret.forget();
        }
    }

    /** Whether set-up still has to happen. Once it has not, it never has to again. */
    @Unguarded("everybody who opens the portal is told to set it up first")
    public boolean needed() {
        if (!done) {
            done = jdbc.sql("select count(*) from portal_setup").query(Long.class).single() > 0;
        }
        return !done;
    }

    /**
     * Makes the first administrator.
     *
     * @param given the one-time secret that was printed on start
     * @throws RefusedInputException for the field {@code secret}, {@code username} or {@code
     *     password}; the secret can be used again then
     * @throws dev.mullion.security.ThrottledException after too many wrong secrets from an address
     */
    @Unguarded("nobody has an account yet; the one-time secret is the permission")
    public void createAdministrator(String given, String username, String password) {
        var caller = callers.current();
        var address = Objects.requireNonNullElse(caller.address(), "unknown");
        if (!needed()) {
            throw alreadyDone();
        }
        wrongSecrets.take(address);
        if (!secret.matches(given)) {
            audit.event(Phase.REFUSED, caller, ACTION, "/", "wrong one-time secret");
            throw new RefusedInputException(
                    "secret",
                    "That is not the one-time secret. It was printed when the portal started, and is new"
                            + " on every start.");
        }
        wrongSecrets.giveBack(address);
        create(caller, Username.of(username), password);
    }

    private void create(Caller caller, Username name, String password) {
        var hash = passwords.accept(name.text(), password);
        var now = Instant.now(clock);
        var call = audit.attempt(caller, ACTION, "/", name.text());
        try {
            book.<@Nullable Void>change(before -> {
                // The one possible row: whoever comes second fails here, and makes no account.
                jdbc.sql("insert into portal_setup (id, completed_at) values (1, :at)")
                        .param("at", now.atOffset(ZoneOffset.UTC))
                        .update();
                var first = accounts.save(Account.person(name, hash, now));
                var owner =
                        new Binding(
                                first.id(),
                                first.id(),
                                ReadyRole.PLATFORM_OWNER.id(),
                                AccessPath.PLATFORM,
                                null,
                                null);
                book.enter(owner, PrincipalKind.PERSON, name.text());
                return null;
            });
        } catch (DuplicateKeyException e) {
            audit.outcome(call, Phase.REFUSED, caller, ACTION, "/", "set-up was done already");
            throw alreadyDone();
        } catch (RuntimeException e) {
            audit.outcome(call, Phase.FAILED, caller, ACTION, "/", e.getClass().getSimpleName());
            throw e;
        }
        done = true;
        secret.forget();
        audit.outcome(call, Phase.SUCCEEDED, caller, ACTION, "/", name.text());
    }

    private static RefusedInputException alreadyDone() {
        return new RefusedInputException(
                "secret", "The portal is set up already. Sign in, or ask whoever set it up.");
    }
}
