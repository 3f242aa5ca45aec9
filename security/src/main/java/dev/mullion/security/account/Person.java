package dev.mullion.security.account;

import dev.mullion.security.Auditable;
import dev.mullion.security.access.PrincipalKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account as others see it.
 *
 * @param kind a person or a service
 * @param suspendedAt since when it may do nothing; absent for most
 */
public record Person(
        UUID id,
        String username,
        PrincipalKind kind,
        Instant createdAt,
        @Nullable Instant suspendedAt)
        implements Auditable {

    static Person of(Account account) {
        return new Person(
                account.id(),
                account.username(),
                account.kind(),
                account.createdAt(),
                account.suspendedAt());
    }

    @Override
    public String auditText() {
        return username + " " + id;
    }
}
