package dev.mullion.security.audit;

import dev.mullion.security.Callers;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The audit, for people who may read it. */
@Service
public class AuditService {

    private static final int MOST_AT_ONCE = 1_000;

    private final Callers callers;
    private final AuditLog audit;
    private final AuditReader reader;
    private final ChainCheck check;

    AuditService(Callers callers, AuditLog audit, AuditReader reader, ChainCheck check) {
        this.callers = callers;
        this.audit = audit;
        this.reader = reader;
        this.check = check;
    }

    /**
     * A part of the audit, the newest records first.
     *
     * @param before only records before this position, to go on from where a list ended; all if
     *     absent
     * @param most how many at most, 1 to 1,000
     */
    @Requires(Permission.AUDIT_READ)
    public List<AuditRecord> list(AuditQuery query, @Nullable Long before, int most) {
        if (most < 1 || most > MOST_AT_ONCE) {
            throw new IllegalArgumentException("1 to " + MOST_AT_ONCE + " records, not " + most);
        }
        return reader.newest(query, before == null ? Long.MAX_VALUE : before, most);
    }

    /**
     * Writes a part of the audit out, the oldest record first. That it was is on record, too.
     *
     * @param out is not closed
     */
    @Requires(Permission.AUDIT_EXPORT)
    public void export(AuditQuery query, ExportFormat format, OutputStream out) throws IOException {
        var caller = callers.current();
        var action = Permission.AUDIT_EXPORT.code();
        var call = audit.attempt(caller, action, query.path(), query.auditText());
        try {
            format.write(reader.oldestFirst(query), out);
        } catch (IOException | RuntimeException e) {
            audit.outcome(call, Phase.FAILED, caller, action, query.path(), e.getMessage());
            throw e;
        }
        audit.outcome(call, Phase.SUCCEEDED, caller, action, query.path(), null);
    }

    /**
     * Recomputes the whole chain.
     *
     * @param earlier a head that was noted before and must be found again; absent if there is none
     */
    @Requires(Permission.AUDIT_READ)
    public AuditVerification verify(@Nullable AuditHead earlier) {
        return check.check(earlier);
    }
}
