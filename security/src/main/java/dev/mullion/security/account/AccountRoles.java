package dev.mullion.security.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mullion.security.Role;
import dev.mullion.security.Roles;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Reads roles from the accounts. An answer is kept for a second, because a page asks for each of
 * its controls; a right that is taken away is gone a second later everywhere.
 */
@Component
class AccountRoles implements Roles {

    private final Accounts accounts;
    private final Cache<UUID, Optional<Role>> recent =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(1))
                    .build();

    AccountRoles(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<Role> of(UUID accountId) {
        return recent.get(
                accountId,
                id ->
                        accounts.findById(id)
                                .flatMap(account -> Optional.ofNullable(account.role())));
    }
}
