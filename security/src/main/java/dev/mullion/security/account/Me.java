package dev.mullion.security.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What somebody sees of their own account.
 *
 * @param roles the roles they have now and where, such as "Platform Owner at /"
 */
public record Me(
        UUID id,
        String username,
        List<String> roles,
        Instant createdAt,
        Instant passwordChangedAt) {}
