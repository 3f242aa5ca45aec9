package dev.mullion.security.policy;

import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The policies and what they are about, in the database. */
@Component
class PolicyTable {

    private final JdbcClient jdbc;

    PolicyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number of changes of policies, and of tenants, so far. */
    PolicyBook.Versions versions() {
        return jdbc.sql(
                        """
                        select p.version as policies, a.version as access
                        from policy_version p, access_version a where p.id = 1 and a.id = 1
                        """)
                .query((row, n) ->
                        new PolicyBook.Versions(row.getLong("policies"), row.getLong("access")))
                .single();
    }

    /** Counts a change. Until the transaction ends, whoever else counts one waits. */
    long nextVersion() {
        jdbc.sql("update policy_version set version = version + 1 where id = 1").update();
        return versions().policies();
    }

    List<StoredPolicy> policies() {
        return jdbc.sql("select * from policy_document").query((row, n) -> policy(row)).list();
    }

    Optional<StoredPolicy> find(PolicyPlace place) {
        return jdbc.sql("select * from policy_document where place = :place")
                .param("place", place.key())
                .query((row, n) -> policy(row))
                .optional();
    }

    private static StoredPolicy policy(ResultSet row) throws SQLException {
        return new StoredPolicy(
                row.getString("place"),
                row.getString("document"),
                row.getLong("version"),
                row.getObject("written_at", OffsetDateTime.class).toInstant(),
                row.getString("written_by"));
    }

    void put(PolicyPlace place, StoredPolicy policy) {
        remove(place);
        var tenant = place.tenant();
        jdbc.sql(
                        """
                        insert into policy_document
                            (place, tenant_id, document, version, written_at, written_by)
                        values (:place, :tenant, :document, :version, :at, :by)
                        """)
                .param("place", policy.key())
                .param("tenant", tenant == null ? null : tenant.value(), Types.OTHER)
                .param("document", policy.document())
                .param("version", policy.version())
                .param("at", policy.writtenAt().atOffset(ZoneOffset.UTC))
                .param("by", policy.writtenBy())
                .update();
    }

    void remove(PolicyPlace place) {
        jdbc.sql("delete from policy_document where place = :place")
                .param("place", place.key())
                .update();
    }

    /** The tenants by their ids. */
    Map<UUID, PolicyState.Subject> tenants() {
        Map<UUID, Set<Stage>> stages = new HashMap<>();
        jdbc.sql("select tenant_id, stage from tenant_stage")
                .query(row -> {
                    stages.computeIfAbsent(
                                    row.getObject("tenant_id", UUID.class),
                                    id -> EnumSet.noneOf(Stage.class))
                            .add(Stage.of(row.getString("stage")));
                });
        return jdbc
                .sql("select id, name, trust, suspended_at from tenant")
                .query((row, n) -> {
                    var id = row.getObject("id", UUID.class);
                    return new PolicyState.Subject(
                            id,
                            row.getString("name"),
                            Trust.of(row.getString("trust")),
                            stages.getOrDefault(id, Set.of()),
                            row.getObject("suspended_at") != null);
                })
                .list()
                .stream()
                .collect(Collectors.toMap(PolicyState.Subject::id, Function.identity()));
    }
}
