package dev.mullion.security.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The audit's records and its head, in the database. */
@Component
class AuditTable {

    static final String COLUMNS =
            """
            select chain_position, chain_hash, call_id, recorded_at, phase, action, resource,
                account_id, account_name, door, address, request_id, detail
            from audit_record
            """;

    private final JdbcClient jdbc;

    AuditTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AuditHead head() {
        return head("");
    }

    /** The head, which nobody else can move until the transaction ends. */
    AuditHead lockedHead() {
        return head(" for update");
    }

    private AuditHead head(String lock) {
        return jdbc.sql("select records, hash from audit_head where id = 1" + lock)
                .query((row, n) -> new AuditHead(row.getLong("records"), row.getString("hash")))
                .single();
    }

    void moveHead(AuditHead head) {
        jdbc.sql("update audit_head set records = :records, hash = :hash where id = 1")
                .param("records", head.records())
                .param("hash", head.hash())
                .update();
    }

    void insert(AuditRecord record) {
        jdbc.sql(
                        """
                        insert into audit_record (chain_position, chain_hash, call_id, recorded_at,
                            phase, action, resource, account_id, account_name, door, address,
                            request_id, detail)
                        values (:position, :hash, :call, :at, :phase, :action, :resource, :account,
                            :name, :door, :address, :request, :detail)
                        """)
                .param("position", record.position())
                .param("hash", record.hash())
                .param("call", record.callId())
                .param("at", record.recordedAt().atOffset(ZoneOffset.UTC))
                .param("phase", record.phase().name())
                .param("action", record.action())
                .param("resource", record.resource())
                .param("account", record.accountId(), Types.OTHER)
                .param("name", record.accountName())
                .param("door", record.door())
                .param("address", record.address(), Types.VARCHAR)
                .param("request", record.requestId(), Types.VARCHAR)
                .param("detail", record.detail(), Types.VARCHAR)
                .update();
    }

    /** A piece of the chain in its order. */
    List<AuditRecord> after(long position, int most) {
        return jdbc.sql(
                        COLUMNS
                                + " where chain_position > :position"
                                + " order by chain_position limit :most")
                .param("position", position)
                .param("most", most)
                .query((row, n) -> record(row))
                .list();
    }

    /** How many records are in the table without a place in the chain. */
    long unchained() {
        return jdbc.sql("select count(*) from audit_record where chain_position is null")
                .query(Long.class)
                .single();
    }

    /** How many records pretend to a place that the chain has not reached. */
    long beyondHead() {
        return jdbc.sql(
                        """
                        select count(*) from audit_record r, audit_head h
                        where h.id = 1 and (r.chain_position > h.records or r.chain_position < 1)
                        """)
                .query(Long.class)
                .single();
    }

    boolean olderChained() {
        return jdbc.sql("select older_chained from audit_head where id = 1")
                .query(Boolean.class)
                .single();
    }

    /**
     * Chains the records that were written before there was a chain; from then on none is taken in
     * any more. Within a transaction that has the head locked.
     */
    void chainOlder() {
        var head = lockedHead();
        if (olderChained()) {
            return;
        }
        var ids = new ArrayList<Long>();
        var older =
                jdbc.sql(
                                COLUMNS.replace("select ", "select id, ")
                                        + " where chain_position is null order by id")
                        .query((row, n) -> {
                            ids.add(row.getLong("id"));
                            return record(row);
                        })
                        .list();
        for (int i = 0; i < older.size(); i++) {
            long position = head.records() + 1;
            head = new AuditHead(position, ChainHash.of(head.hash(), position, older.get(i)));
            jdbc.sql(
                            """
                            update audit_record set chain_position = :position, chain_hash = :hash
                            where id = :id
                            """)
                    .param("position", head.records())
                    .param("hash", head.hash())
                    .param("id", ids.get(i))
                    .update();
        }
        moveHead(head);
        jdbc.sql("update audit_head set older_chained = true where id = 1").update();
    }

    static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("chain_position"),
                Objects.requireNonNullElse(row.getString("chain_hash"), ""),
                row.getObject("call_id", UUID.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                Phase.valueOf(row.getString("phase")),
                row.getString("action"),
                row.getString("resource"),
                row.getObject("account_id", UUID.class),
                row.getString("account_name"),
                row.getString("door"),
                row.getString("address"),
                row.getString("request_id"),
                row.getString("detail"));
    }
}
