package dev.mullion.security.audit;

import dev.mullion.security.Caller;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the audit and reads it; it has no way to change or remove a record. Each record is
 * committed by itself, so that it stays when the work it is about is rolled back.
 */
@Component
public class AuditLog {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate alone;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * Says that a call is about to happen.
     *
     * @return the id that the outcome must carry
     * @throws AuditUnavailableException if this could not be written; the call must not happen then
     */
    public UUID attempt(Caller caller, String action, String resource, @Nullable String detail) {
        var call = UUID.randomUUID();
        try {
            write(call, Phase.ATTEMPT, caller, action, resource, detail);
        } catch (RuntimeException e) {
            throw new AuditUnavailableException(action, e);
        }
        return call;
    }

    /**
     * Says what became of a call. The call is over, so a failure to write cannot undo it; it is
     * logged, and the attempt without an outcome stays to be seen.
     */
    public void outcome(
            UUID call,
            Phase phase,
            Caller caller,
            String action,
            String resource,
            @Nullable String detail) {
        try {
            write(call, phase, caller, action, resource, detail);
        } catch (RuntimeException e) {
            log.error(
                    "The audit has no outcome for call {}: \"{}\" on {} by {} {}",
                    call,
                    action,
                    resource,
                    caller.name(),
                    phase,
                    e);
        }
    }

    /**
     * Says in one record what happened at once, such as a refusal. A failure to write is logged.
     */
    public void event(
            Phase phase, Caller caller, String action, String resource, @Nullable String detail) {
        outcome(UUID.randomUUID(), phase, caller, action, resource, detail);
    }

    /** The newest records first, at most so many. */
    public List<AuditRecord> newest(int limit) {
        return jdbc.sql(
                        """
                        select id, call_id, recorded_at, phase, action, resource, account_id,
                            account_name, door, address, request_id, detail
                        from audit_record order by id desc limit :limit
                        """)
                .param("limit", limit)
                .query((row, n) ->
                        new AuditRecord(
                                row.getLong("id"),
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
                                row.getString("detail")))
                .list();
    }

    private void write(
            UUID call,
            Phase phase,
            Caller caller,
            String action,
            String resource,
            @Nullable String detail) {
        alone.executeWithoutResult(transaction ->
                jdbc.sql(
                                """
                                insert into audit_record (call_id, recorded_at, phase, action,
                                    resource, account_id, account_name, door, address,
                                    request_id, detail)
                                values (:call, :at, :phase, :action, :resource, :account, :name,
                                    :door, :address, :request, :detail)
                                """)
                        .param("call", call)
                        .param("at", Instant.now(clock).atOffset(ZoneOffset.UTC))
                        .param("phase", phase.name())
                        .param("action", action)
                        .param("resource", line(resource, 500))
                        .param("account", caller.accountId(), Types.OTHER)
                        .param("name", line(caller.name(), 64))
                        .param("door", caller.door().name())
                        .param("address", line(caller.address(), 64), Types.VARCHAR)
                        .param("request", line(MDC.get("request"), 64), Types.VARCHAR)
                        .param("detail", line(detail, 500), Types.VARCHAR)
                        .update());
    }

    /**
     * One printable line: what people sent must not be able to forge a second one when exported.
     */
    private static @Nullable String line(@Nullable String text, int limit) {
        if (text == null) {
            return null;
        }
        var printable = text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return printable.length() <= limit ? printable : printable.substring(0, limit - 1) + "…";
    }
}
