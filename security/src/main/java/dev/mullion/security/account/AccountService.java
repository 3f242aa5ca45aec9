package dev.mullion.security.account;

import dev.mullion.security.Callers;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.Tries;
import dev.mullion.security.access.AccessBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** What somebody does with their own account. */
@Service
public class AccountService {

    private final Callers callers;
    private final Accounts accounts;
    private final Passwords passwords;
    private final AccessBook book;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Tries wrongPasswords;

    AccountService(
            Callers callers,
            Accounts accounts,
            Passwords passwords,
            AccessBook book,
            ApplicationEventPublisher events,
            Clock clock) {
        this.callers = callers;
        this.accounts = accounts;
        this.passwords = passwords;
        this.book = book;
        this.events = events;
        this.clock = clock;
        this.wrongPasswords = new Tries(5, Duration.ofMinutes(5), clock);
    }

    /** The caller's own account. */
    @Requires(Permission.ACCOUNT_SELF)
    public Me me() {
        var account = own();
        return new Me(
                account.id(),
                account.username(),
                roles(account.id()),
                account.createdAt(),
                account.passwordChangedAt());
    }

    /**
     * Gives the caller another password and ends everything that is open with the old one, but for
     * the session this call comes from.
     *
     * @throws RefusedInputException if {@code current} is not the password, or {@code password}
     *     cannot be taken
     * @throws ThrottledException after too many wrong ones: a session left open in front of
     *     somebody else must not be a way to guess the password
     */
    @Requires(Permission.ACCOUNT_PASSWORD)
    public void changePassword(String current, String password) {
        var account = own();
        wrongPasswords.take(account.id().toString());
        if (!passwords.matches(account, current)) {
            throw new RefusedInputException("current", "That is not your password now.");
        }
        wrongPasswords.giveBack(account.id().toString());
        if (passwords.matches(account, password)) {
            throw new RefusedInputException("password", "That is the password you have already.");
        }
        var hash = passwords.accept(account.username(), password);
        accounts.save(account.withPassword(hash, Instant.now(clock)));
        events.publishEvent(new PasswordChanged(account.id()));
    }

    private List<String> roles(UUID account) {
        return book.snapshot().inForce(account, clock.instant()).stream()
                .map(holding -> holding.grant().words())
                .sorted()
                .toList();
    }

    private Account own() {
        var caller = callers.current();
        var id = caller.accountId();
        if (id == null) {
            throw new NoSuchElementException(caller.name() + " has no account");
        }
        return accounts.findById(id)
                .orElseThrow(() -> new NoSuchElementException("The account is gone"));
    }
}
