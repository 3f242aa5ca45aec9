package dev.mullion.security.account;

import dev.mullion.security.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody sees of their own account. */
public record Me(
        UUID id,
        String username,
        @Nullable Role role,
        Instant createdAt,
        Instant passwordChangedAt) {}
