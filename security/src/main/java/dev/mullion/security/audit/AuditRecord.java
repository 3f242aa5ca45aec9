package dev.mullion.security.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param position 1 for the first that was ever written, and so on without a gap
 * @param hash SHA-256 in 64 hex digits over the hash of the record before and this one's content
 * @param callId the same for the attempt and the outcome of one call
 * @param action a permission's code, or one of the sign-in's own actions
 * @param resource the path of what it was about
 * @param requestId the id that the log and the error page show for the same request
 * @param detail a line about it, never a secret; at most 500 characters
 */
public record AuditRecord(
        long position,
        String hash,
        UUID callId,
        Instant recordedAt,
        Phase phase,
        String action,
        String resource,
        @Nullable UUID accountId,
        String accountName,
        String door,
        @Nullable String address,
        @Nullable String requestId,
        @Nullable String detail) {

    AuditRecord chained(long position, String hash) {
        return new AuditRecord(
                position,
                hash,
                callId,
                recordedAt,
                phase,
                action,
                resource,
                accountId,
                accountName,
                door,
                address,
                requestId,
                detail);
    }
}
