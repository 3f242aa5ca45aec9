package dev.mullion.security.audit;

import dev.mullion.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Writes the audit and reads it; it has no way to change or remove a record. Each record is chained
 * to the one before and committed by itself, so that it stays when the work it is about is rolled
 * back.
 */
@Component
public class AuditLog {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final AuditChain chain;
    private final AuditReader reader;
    private final Clock clock;

    AuditLog(AuditChain chain, AuditReader reader, Clock clock) {
        this.chain = chain;
        this.reader = reader;
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
        return reader.newest(AuditQuery.everything(), Long.MAX_VALUE, limit);
    }

    private void write(
            UUID call,
            Phase phase,
            Caller caller,
            String action,
            String resource,
            @Nullable String detail) {
        chain.add(
                new AuditRecord(
                        0,
                        "",
                        call,
                        // what databases keep, so that it hashes the same when it is read back
                        Instant.now(clock).truncatedTo(ChronoUnit.MICROS),
                        phase,
                        line(action, 64),
                        line(resource, 500),
                        caller.accountId(),
                        line(caller.name(), 64),
                        caller.door().name(),
                        optionalLine(caller.address(), 64),
                        optionalLine(MDC.get("request"), 64),
                        optionalLine(detail, 500)));
    }

    private static @Nullable String optionalLine(@Nullable String text, int limit) {
        return text == null ? null : line(text, limit);
    }

    /**
     * One printable line: what people sent must not be able to forge a second one when exported.
     * Half of a character that takes two, which not every database can keep, is left out.
     */
    private static String line(String text, int limit) {
        var printable =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                        .replaceAll("\\p{Cs}", "")
                        .strip();
        if (printable.length() <= limit) {
            return printable;
        }
        int end = limit - 1;
        return printable.substring(
                        0, Character.isHighSurrogate(printable.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
