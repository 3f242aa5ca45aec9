package dev.mullion.security.ownership;

import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What belongs to whom, in the database. */
@Component
class BelongingTable {

    private final JdbcClient jdbc;

    BelongingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number of changes so far. */
    long version() {
        return jdbc.sql("select version from belonging_version where id = 1")
                .query(Long.class)
                .single();
    }

    /** Counts a change. Until the transaction ends, whoever else counts one waits. */
    long nextVersion() {
        jdbc.sql("update belonging_version set version = version + 1 where id = 1").update();
        return version();
    }

    List<Belonging> all() {
        return jdbc.sql("select * from belonging")
                .query((row, n) ->
                        new Belonging(
                                row.getObject("host_id", UUID.class),
                                row.getString("container_id"),
                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                Stage.of(row.getString("stage")),
                                row.getObject("account_id", UUID.class),
                                row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    void insert(Belonging belonging) {
        jdbc.sql(
                        """
                        insert into belonging
                            (host_id, container_id, tenant_id, stage, account_id, since)
                        values (:host, :container, :tenant, :stage, :account, :since)
                        """)
                .param("host", belonging.host())
                .param("container", belonging.container())
                .param("tenant", belonging.tenant().value())
                .param("stage", belonging.stage().code())
                .param("account", belonging.account(), Types.OTHER)
                .param("since", belonging.since().atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(UUID host, String container) {
        jdbc.sql("delete from belonging where host_id = :host and container_id = :container")
                .param("host", host)
                .param("container", container)
                .update();
    }
}
