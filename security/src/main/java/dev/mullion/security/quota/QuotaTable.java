package dev.mullion.security.quota;

import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Limits, and what is reckoned against them, in the database. */
@Component
class QuotaTable {

    private final JdbcClient jdbc;

    QuotaTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Has a tenant's quotas to itself until the transaction ends; others wait.
     *
     * @return false if there is no such tenant
     */
    boolean lock(TenantId tenant) {
        return jdbc.sql("update quota_ledger set changes = changes + 1 where tenant_id = :tenant")
                        .param("tenant", tenant.value())
                        .update()
                == 1;
    }

    boolean exists(TenantId tenant) {
        return jdbc.sql("select count(*) from quota_ledger where tenant_id = :tenant")
                        .param("tenant", tenant.value())
                        .query(Long.class)
                        .single()
                == 1;
    }

    List<Stage> stages(TenantId tenant) {
        return jdbc
                .sql("select stage from tenant_stage where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query((row, n) -> Stage.of(row.getString("stage")))
                .list()
                .stream()
                .sorted()
                .toList();
    }

    /** All limits of a tenant, by the stage's code. */
    Map<String, Limits> limits(TenantId tenant) {
        Map<String, Map<QuotaKind, Long>> found = new HashMap<>();
        jdbc.sql("select stage, kind, most from quota_limit where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(row -> {
                    found.computeIfAbsent(
                                    row.getString("stage"), _ -> new EnumMap<>(QuotaKind.class))
                            .put(QuotaKind.of(row.getString("kind")), row.getLong("most"));
                });
        Map<String, Limits> limits = new HashMap<>();
        found.forEach((stage, most) -> limits.put(stage, new Limits(most)));
        return limits;
    }

    void put(QuotaPlace place, Limits limits) {
        jdbc.sql("delete from quota_limit where tenant_id = :tenant and stage = :stage")
                .param("tenant", place.tenant().value())
                .param("stage", place.stageCode())
                .update();
        limits.most()
                .forEach((kind, most) ->
                        jdbc.sql(
                                        """
                                        insert into quota_limit (tenant_id, stage, kind, most)
                                        values (:tenant, :stage, :kind, :most)
                                        """)
                                .param("tenant", place.tenant().value())
                                .param("stage", place.stageCode())
                                .param("kind", kind.code())
                                .param("most", most)
                                .update());
    }

    /** What is taken at a moment, by the stage's code. */
    Map<String, Use> use(TenantId tenant, Instant now) {
        Map<String, Use> use = new HashMap<>();
        jdbc.sql(
                        """
                        select stage, count(*) as defined,
                            sum(case when running then 1 else 0 end) as running,
                            sum(case when running and hyperv then 1 else 0 end) as hyperv,
                            sum(case when running then cpu_millis else 0 end) as cpu,
                            sum(case when running then memory_bytes else 0 end) as memory,
                            sum(case when running and not cpu_limited then 1 else 0 end)
                                as any_cpu,
                            sum(case when running and not memory_limited then 1 else 0 end)
                                as any_memory
                        from quota_claim
                        where tenant_id = :tenant
                            and (container_id is not null or held_until > :now)
                        group by stage
                        """)
                .param("tenant", tenant.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    use.put(row.getString("stage"), use(row));
                });
        return use;
    }

    private static Use use(ResultSet row) throws SQLException {
        return new Use(
                Map.of(
                        QuotaKind.DEFINED, row.getLong("defined"),
                        QuotaKind.RUNNING, row.getLong("running"),
                        QuotaKind.HYPERV, row.getLong("hyperv"),
                        QuotaKind.CPU, row.getLong("cpu"),
                        QuotaKind.MEMORY, row.getLong("memory")),
                row.getLong("any_cpu"),
                row.getLong("any_memory"));
    }

    /** What is reckoned for what is on a host, or about to be made there. */
    List<Claim> on(UUID host) {
        return jdbc.sql("select * from quota_claim where host_id = :host")
                .param("host", host)
                .query((row, n) -> claim(row))
                .list();
    }

    Optional<Claim> find(UUID host, String container) {
        return jdbc.sql(
                        """
                        select * from quota_claim
                        where host_id = :host and container_id = :container
                        """)
                .param("host", host)
                .param("container", container)
                .query((row, n) -> claim(row))
                .optional();
    }

    Optional<Claim> find(UUID claim) {
        return jdbc.sql("select * from quota_claim where id = :id")
                .param("id", claim)
                .query((row, n) -> claim(row))
                .optional();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        var held = row.getObject("held_until", OffsetDateTime.class);
        return new Claim(
                row.getObject("id", UUID.class),
                new QuotaPlace.OfStage(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        Stage.of(row.getString("stage"))),
                row.getObject("host_id", UUID.class),
                row.getString("container_id"),
                new Demand(
                        new Share(row.getLong("cpu_millis"), row.getBoolean("cpu_limited")),
                        new Share(row.getLong("memory_bytes"), row.getBoolean("memory_limited")),
                        row.getBoolean("running"),
                        row.getBoolean("hyperv")),
                held == null ? null : held.toInstant());
    }

    void insert(Claim claim) {
        write(
                claim,
                """
                insert into quota_claim
                    (id, tenant_id, stage, host_id, container_id, running, hyperv, cpu_millis,
                    cpu_limited, memory_bytes, memory_limited, held_until)
                values (:id, :tenant, :stage, :host, :container, :running, :hyperv, :cpu,
                    :cpuLimited, :memory, :memoryLimited, :held)
                """);
    }

    void update(Claim claim) {
        write(
                claim,
                """
                update quota_claim set tenant_id = :tenant, stage = :stage, host_id = :host,
                    container_id = :container, running = :running, hyperv = :hyperv,
                    cpu_millis = :cpu, cpu_limited = :cpuLimited, memory_bytes = :memory,
                    memory_limited = :memoryLimited, held_until = :held
                where id = :id
                """);
    }

    private void write(Claim claim, String sql) {
        var demand = claim.demand();
        jdbc.sql(sql)
                .param("id", claim.id())
                .param("tenant", claim.at().tenant().value())
                .param("stage", claim.at().stageCode())
                .param("host", claim.host())
                .param("container", claim.container(), Types.VARCHAR)
                .param("running", demand.running())
                .param("hyperv", demand.hyperv())
                .param("cpu", demand.cpu().amount())
                .param("cpuLimited", demand.cpu().limited())
                .param("memory", demand.memory().amount())
                .param("memoryLimited", demand.memory().limited())
                .param("held", utc(claim.heldUntil()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    void delete(UUID claim) {
        jdbc.sql("delete from quota_claim where id = :id").param("id", claim).update();
    }

    /** Drops what was reserved for containers of a tenant that never came to be. */
    void deleteLapsed(TenantId tenant, Instant now) {
        jdbc.sql(
                        """
                        delete from quota_claim
                        where tenant_id = :tenant and container_id is null and held_until <= :now
                        """)
                .param("tenant", tenant.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The hosts that something is reckoned for. */
    Set<UUID> hosts() {
        return Set.copyOf(
                jdbc.sql("select distinct host_id from quota_claim").query(UUID.class).list());
    }
}
