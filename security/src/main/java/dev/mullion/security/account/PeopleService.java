package dev.mullion.security.account;

import dev.mullion.security.Audited;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.Resource;
import dev.mullion.security.access.AccessBook;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The accounts of all people and services. What each may do is told by the roles bound to it. */
@Service
public class PeopleService {

    private final Callers callers;
    private final Accounts accounts;
    private final Passwords passwords;
    private final AccessBook book;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PeopleService(
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
    }

    /** All accounts, by name. */
    @Requires(Permission.USER_READ)
    public List<Person> list() {
        return accounts.findAll().stream()
                .sorted(Comparator.comparing(Account::usernameKey))
                .map(Person::of)
                .toList();
    }

    /**
     * Makes an account for somebody, who may do nothing until a role is given to it.
     *
     * @param password to sign in with first; who gets it should change it
     * @throws RefusedInputException for the field {@code username} or {@code password}
     */
    @Requires(Permission.USER_CREATE)
    public Person create(@Audited("account") String username, String password) {
        var name = Username.of(username);
        var hash = passwords.accept(name.text(), password);
        return add(Account.person(name, hash, now()));
    }

    /**
     * Makes an account for a program, which calls with tokens and can't sign in.
     *
     * @throws RefusedInputException for the field {@code username}
     */
    @Requires(Permission.SERVICE_ACCOUNT_WRITE)
    public Person createService(@Audited("account") String username) {
        return add(Account.service(Username.of(username), now()));
    }

    /**
     * Ends all that an account may do, at once: its sessions, its tokens and what it has open.
     *
     * @throws NoSuchThingException if there is no such account
     * @throws RefusedInputException for the field {@code account}, if it is the caller's own or the
     *     last owner's
     * @throws RefusedException if it may do what the caller may not
     */
    @Requires(Permission.USER_UPDATE)
    public Person suspend(@Audited("account") UUID id) {
        if (id.equals(callers.current().accountId())) {
            throw new RefusedInputException("account", "You can't suspend yourself.");
        }
        var person = set(id, now());
        events.publishEvent(new AccountSuspended(id));
        return person;
    }

    /**
     * Lets a suspended account go on.
     *
     * @throws NoSuchThingException if there is no such account
     * @throws RefusedException if it may do what the caller may not
     */
    @Requires(Permission.USER_UPDATE)
    public Person resume(@Audited("account") UUID id) {
        return set(id, null);
    }

    private Person set(UUID id, @Nullable Instant suspendedAt) {
        var caller = callers.current();
        return book.change(before -> {
            var account =
                    accounts.findById(id)
                            .orElseThrow(() ->
                                    new NoSuchThingException("There is no account " + id + "."));
            var giver = caller.accountId();
            var objection =
                    giver == null
                            ? Optional.of("only an account can suspend another")
                            : book.objectionToSuspend(before, giver, id);
            if (objection.isPresent()) {
                throw new RefusedException(
                        caller,
                        Permission.USER_UPDATE,
                        Resource.PLATFORM,
                        Decision.refuse(account + " may do more than you: " + objection.get()));
            }
            if (suspendedAt != null && book.isLastOwner(before, id)) {
                throw new RefusedInputException(
                        "account", "This is the last Platform Owner. Appoint another one first.");
            }
            return Person.of(accounts.save(account.suspended(suspendedAt)));
        });
    }

    private Person add(Account account) {
        return book.change(before -> {
            if (accounts.findByUsernameKey(account.usernameKey()).isPresent()) {
                throw new RefusedInputException(
                        "username", "Somebody is called " + account.username() + " already.");
            }
            return Person.of(accounts.save(account));
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
