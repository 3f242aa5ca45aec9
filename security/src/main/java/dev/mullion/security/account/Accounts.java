package dev.mullion.security.account;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

/** The accounts in the database. */
public interface Accounts extends ListCrudRepository<Account, UUID> {

    Optional<Account> findByUsernameKey(String usernameKey);
}
