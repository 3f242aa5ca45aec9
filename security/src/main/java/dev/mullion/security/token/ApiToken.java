package dev.mullion.security.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as its owner sees it afterwards: never its text.
 *
 * @param hint the last characters of its text, to tell tokens apart
 */
public record ApiToken(
        UUID id,
        String name,
        String hint,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
