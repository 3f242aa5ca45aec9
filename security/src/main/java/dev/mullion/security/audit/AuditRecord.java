package dev.mullion.security.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param id ascending in the order of writing
 * @param callId the same for the attempt and the outcome of one call
 * @param action a permission's code, or one of the sign-in's own actions
 * @param resource the path of what it was about
 * @param requestId the id that the log and the error page show for the same request
 * @param detail a line about it, never a secret; at most 500 characters
 */
public record AuditRecord(
        long id,
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
        @Nullable String detail) {}
