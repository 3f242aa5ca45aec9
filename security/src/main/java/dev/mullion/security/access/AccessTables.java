package dev.mullion.security.access;

import dev.mullion.security.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may do what where, in the database. */
@Component
class AccessTables {

    private static final Logger log = LoggerFactory.getLogger(AccessTables.class);

    private final JdbcClient jdbc;

    AccessTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number of changes so far. */
    long version() {
        return jdbc.sql("select version from access_version where id = 1")
                .query(Long.class)
                .single();
    }

    /** Counts a change. Until the transaction ends, whoever else counts one waits. */
    void nextVersion() {
        jdbc.sql("update access_version set version = version + 1 where id = 1").update();
    }

    /** All of it; consistent if the version is the same before and after. */
    AccessSnapshot read() {
        return AccessSnapshot.of(version(), roles(), principals(), bindings(), tenants());
    }

    private List<Role> roles() {
        var permissions = new HashMap<UUID, Set<Permission>>();
        jdbc.sql("select role_id, permission from access_role_permission")
                .query(row -> {
                    var role = row.getObject("role_id", UUID.class);
                    permission(row.getString("permission"), role)
                            .forEach(permissions.computeIfAbsent(role, id -> new HashSet<>())::add);
                });
        return jdbc.sql("select id, name, summary from access_role")
                .query((row, n) -> {
                    var id = row.getObject("id", UUID.class);
                    return Role.custom(
                            id,
                            row.getString("name"),
                            row.getString("summary"),
                            permissions.getOrDefault(id, Set.of()));
                })
                .list();
    }

    /** A later version of the portal may have had a permission that this one lacks. */
    private static List<Permission> permission(String code, UUID role) {
        try {
            return List.of(Permission.ofCode(code));
        } catch (IllegalArgumentException e) {
            log.warn("Role {} has the permission \"{}\", which is unknown here", role, code);
            return List.of();
        }
    }

    private List<Principal> principals() {
        var groups = groupsOfAccounts();
        var all =
                new ArrayList<>(
                        jdbc.sql("select id, username, kind, suspended_at from account")
                                .query((row, n) -> account(row, groups))
                                .list());
        all.addAll(
                jdbc.sql("select id, name from account_group")
                        .query((row, n) ->
                                new Principal(
                                        row.getObject("id", UUID.class),
                                        PrincipalKind.GROUP,
                                        row.getString("name"),
                                        false,
                                        Set.of()))
                        .list());
        return all;
    }

    private Map<UUID, Set<UUID>> groupsOfAccounts() {
        var groups = new HashMap<UUID, Set<UUID>>();
        jdbc.sql("select account_id, group_id from account_group_member")
                .query(row -> {
                    groups.computeIfAbsent(
                                    row.getObject("account_id", UUID.class), id -> new HashSet<>())
                            .add(row.getObject("group_id", UUID.class));
                });
        return groups;
    }

    private static Principal account(ResultSet row, Map<UUID, Set<UUID>> groups)
            throws SQLException {
        var id = row.getObject("id", UUID.class);
        return new Principal(
                id,
                PrincipalKind.valueOf(row.getString("kind")),
                row.getString("username"),
                row.getObject("suspended_at") != null,
                groups.getOrDefault(id, Set.of()));
    }

    private List<Binding> bindings() {
        return jdbc.sql(
                        """
                        select id, coalesce(account_id, group_id) as principal, role_id, path,
                            valid_from, valid_until
                        from access_binding
                        """)
                .query((row, n) ->
                        new Binding(
                                row.getObject("id", UUID.class),
                                row.getObject("principal", UUID.class),
                                row.getObject("role_id", UUID.class),
                                AccessPath.of(row.getString("path")),
                                moment(row, "valid_from"),
                                moment(row, "valid_until")))
                .list();
    }

    private List<KnownTenant> tenants() {
        var stages = new HashMap<UUID, Set<String>>();
        jdbc.sql("select tenant_id, stage from tenant_stage")
                .query(row -> {
                    stages.computeIfAbsent(
                                    row.getObject("tenant_id", UUID.class), id -> new HashSet<>())
                            .add(row.getString("stage"));
                });
        return jdbc.sql("select id, suspended_at from tenant")
                .query((row, n) -> {
                    var id = row.getObject("id", UUID.class);
                    return new KnownTenant(
                            id,
                            row.getObject("suspended_at") != null,
                            stages.getOrDefault(id, Set.of()));
                })
                .list();
    }

    void insert(Binding binding, PrincipalKind kind, Instant now, String by) {
        boolean group = kind == PrincipalKind.GROUP;
        jdbc.sql(
                        """
                        insert into access_binding (id, account_id, group_id, role_id, path,
                            valid_from, valid_until, bound_at, bound_by)
                        values (:id, :account, :group, :role, :path, :from, :until, :at, :by)
                        """)
                .param("id", binding.id())
                .param("account", group ? null : binding.principal(), Types.OTHER)
                .param("group", group ? binding.principal() : null, Types.OTHER)
                .param("role", binding.role())
                .param("path", binding.path().path())
                .param("from", offset(binding.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", offset(binding.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
    }

    void deleteBinding(UUID id) {
        jdbc.sql("delete from access_binding where id = :id").param("id", id).update();
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
