package dev.mullion.security.tenant;

import dev.mullion.security.Trust;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tenants in the database. */
@Component
class Tenants {

    private final JdbcClient jdbc;

    Tenants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All of them, by name. */
    List<Tenant> all() {
        var stages = new HashMap<UUID, Set<Stage>>();
        jdbc.sql("select tenant_id, stage from tenant_stage")
                .query(row -> {
                    stages.computeIfAbsent(
                                    row.getObject("tenant_id", UUID.class),
                                    id -> EnumSet.noneOf(Stage.class))
                            .add(Stage.of(row.getString("stage")));
                });
        return jdbc.sql("select * from tenant order by name_key")
                .query((row, n) -> tenant(row, stages))
                .list();
    }

    Optional<Tenant> find(TenantId id) {
        var stages = EnumSet.noneOf(Stage.class);
        jdbc.sql("select stage from tenant_stage where tenant_id = :id")
                .param("id", id.value())
                .query(row -> {
                    stages.add(Stage.of(row.getString("stage")));
                });
        return jdbc.sql("select * from tenant where id = :id")
                .param("id", id.value())
                .query((row, n) -> tenant(row, Map.of(id.value(), stages)))
                .optional();
    }

    private static Tenant tenant(ResultSet row, Map<UUID, Set<Stage>> stages) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var suspended = row.getObject("suspended_at", OffsetDateTime.class);
        return new Tenant(
                new TenantId(id),
                row.getString("name"),
                Trust.of(row.getString("trust")),
                stages.getOrDefault(id, Set.of()),
                suspended == null ? null : suspended.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    void insert(Tenant tenant) {
        jdbc.sql(
                        """
                        insert into tenant (id, name, name_key, trust, suspended_at, created_at)
                        values (:id, :name, :key, :trust, null, :at)
                        """)
                .param("id", tenant.id().value())
                .param("name", tenant.name())
                .param("key", tenant.name().toLowerCase(Locale.ROOT))
                .param("trust", tenant.trust().code())
                .param("at", tenant.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("insert into quota_ledger (tenant_id, changes) values (:id, 0)")
                .param("id", tenant.id().value())
                .update();
        insertStages(tenant);
    }

    /** Writes what has changed; who was bound at a stage that is gone is bound there no longer. */
    void update(Tenant tenant) {
        var suspended = tenant.suspendedAt();
        jdbc.sql(
                        """
                        update tenant set name = :name, name_key = :key, trust = :trust,
                            suspended_at = :suspended
                        where id = :id
                        """)
                .param("id", tenant.id().value())
                .param("name", tenant.name())
                .param("key", tenant.name().toLowerCase(Locale.ROOT))
                .param("trust", tenant.trust().code())
                .param(
                        "suspended",
                        suspended == null ? null : suspended.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        jdbc.sql("delete from tenant_stage where tenant_id = :id")
                .param("id", tenant.id().value())
                .update();
        insertStages(tenant);
        for (var gone : EnumSet.complementOf(EnumSet.copyOf(tenant.stages()))) {
            unbindAt(tenant.id().at(gone).path());
        }
    }

    /** Removes it, with all that is bound in it. */
    void delete(Tenant tenant) {
        unbindAt(tenant.id().path());
        for (var stage : Stage.values()) {
            unbindAt(tenant.id().at(stage).path());
        }
        // what belonged to it goes with its row, which has to be seen by who keeps that in memory
        jdbc.sql("update belonging_version set version = version + 1 where id = 1").update();
        jdbc.sql("delete from tenant where id = :id").param("id", tenant.id().value()).update();
    }

    private void unbindAt(String path) {
        jdbc.sql("delete from access_binding where path = :path").param("path", path).update();
    }

    private void insertStages(Tenant tenant) {
        for (var stage : tenant.stages()) {
            jdbc.sql("insert into tenant_stage (tenant_id, stage) values (:id, :stage)")
                    .param("id", tenant.id().value())
                    .param("stage", stage.code())
                    .update();
        }
    }
}
