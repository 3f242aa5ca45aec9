package dev.mullion.security.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the roles that people make up; {@link AccessTables} reads them. */
@Component
class RoleTable {

    private final JdbcClient jdbc;

    RoleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Role role, Instant now) {
        jdbc.sql(
                        """
                        insert into access_role (id, name, name_key, summary, created_at)
                        values (:id, :name, :key, :summary, :at)
                        """)
                .param("id", role.id())
                .param("name", role.name())
                .param("key", role.name().toLowerCase(Locale.ROOT))
                .param("summary", role.summary())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update();
        insertPermissions(role);
    }

    void update(Role role) {
        jdbc.sql(
                        """
                        update access_role set name = :name, name_key = :key, summary = :summary
                        where id = :id
                        """)
                .param("id", role.id())
                .param("name", role.name())
                .param("key", role.name().toLowerCase(Locale.ROOT))
                .param("summary", role.summary())
                .update();
        jdbc.sql("delete from access_role_permission where role_id = :id")
                .param("id", role.id())
                .update();
        insertPermissions(role);
    }

    void delete(UUID id) {
        jdbc.sql("delete from access_binding where role_id = :id").param("id", id).update();
        jdbc.sql("delete from access_role where id = :id").param("id", id).update();
    }

    private void insertPermissions(Role role) {
        for (var permission : role.permissions().keySet()) {
            jdbc.sql("insert into access_role_permission (role_id, permission) values (:id, :code)")
                    .param("id", role.id())
                    .param("code", permission.code())
                    .update();
        }
    }
}
