package dev.mullion.security.account;

import dev.mullion.security.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Somebody who can sign in.
 *
 * @param usernameKey the name as it is compared
 * @param version absent until it is stored; keeps two changes at the same moment apart
 */
public record Account(
        @Id UUID id,
        String username,
        String usernameKey,
        @Nullable Role role,
        String passwordHash,
        Instant createdAt,
        Instant passwordChangedAt,
        @Version @Nullable Long version) {

    static Account create(Username name, Role role, String passwordHash, Instant now) {
        return new Account(
                UUID.randomUUID(), name.text(), name.key(), role, passwordHash, now, now, null);
    }

    Account withPassword(String hash, Instant now) {
        return new Account(id, username, usernameKey, role, hash, createdAt, now, version);
    }

    /** Says who it is, and nothing of the password. */
    @Override
    public String toString() {
        return username + " (" + id + ")";
    }
}
