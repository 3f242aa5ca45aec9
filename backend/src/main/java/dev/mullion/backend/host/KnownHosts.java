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

    /**
     * Keeps what a host's engine calls itself.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another host has that engine
     */
    @Modifying
    @Query(
            "update known_host set engine_id = :engineId"
                    + " where id = :id and (engine_id is null or engine_id <> :engineId)")
    void learn(UUID id, String engineId);

    /** Removes a host; false if somebody else already did. */
    @Modifying
    @Query("delete from known_host where id = :id")
    boolean removeById(UUID id);
}
