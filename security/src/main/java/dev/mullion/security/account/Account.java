package dev.mullion.security.account;

import dev.mullion.security.access.PrincipalKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Somebody who signs in, or a program that calls with tokens.
 *
 * @param usernameKey the name as it is compared
 * @param kind a person or a service
 * @param passwordHash a service has none, and so can't sign in
 * @param suspendedAt since when it may do nothing; absent for most
 * @param version absent until it is stored; keeps two changes at the same moment apart
 */
public record Account(
        @Id UUID id,
        String username,
        String usernameKey,
        PrincipalKind kind,
        @Nullable String passwordHash,
        Instant createdAt,
        Instant passwordChangedAt,
        @Nullable Instant suspendedAt,
        @Version @Nullable Long version) {

    static Account person(Username name, String passwordHash, Instant now) {
        return create(name, PrincipalKind.PERSON, passwordHash, now);
    }

    static Account service(Username name, Instant now) {
        return create(name, PrincipalKind.SERVICE, null, now);
    }

    private static Account create(
            Username name, PrincipalKind kind, @Nullable String passwordHash, Instant now) {
        return new Account(
                UUID.randomUUID(),
                name.text(),
                name.key(),
                kind,
                passwordHash,
                now,
                now,
                null,
                null);
    }

    Account withPassword(String hash, Instant now) {
        return new Account(
                id, username, usernameKey, kind, hash, createdAt, now, suspendedAt, version);
    }

    Account suspended(@Nullable Instant since) {
        return new Account(
                id,
                username,
                usernameKey,
                kind,
                passwordHash,
                createdAt,
                passwordChangedAt,
                since,
                version);
    }

    /** Whether it can be signed in with: a person that is not suspended. */
    public boolean signsIn() {
        return kind == PrincipalKind.PERSON && suspendedAt == null;
    }

    /** Says who it is, and nothing of the password. */
    @Override
    public String toString() {
        return username + " (" + id + ")";
    }
}
