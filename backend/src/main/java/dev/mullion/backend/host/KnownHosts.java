package dev.mullion.backend.host;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/** The hosts in the database. */
interface KnownHosts extends ListCrudRepository<KnownHost, UUID> {

    Optional<KnownHost> findByNameKey(String nameKey);

    Optional<KnownHost> findByAddress(String address);

    Optional<KnownHost> findByEngineId(String engineId);

    /** Removes a host; false if somebody else already did. */
    @Modifying
    @Query("delete from known_host where id = :id")
    boolean removeById(UUID id);
}
