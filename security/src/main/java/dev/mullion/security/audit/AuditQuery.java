package dev.mullion.security.audit;

import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the audit is asked for.
 *
 * @param path what it shall be about: this and all below it; that is also what the asker needs a
 *     right at
 * @param from not before this moment
 * @param until before this moment
 * @param account by this account only
 * @param action this action only, such as {@code container.start}
 * @param phases these phases only; all if empty
 * @param text must occur in the account's name, the resource or the detail; capitals don't matter
 */
public record AuditQuery(
        String path,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID account,
        @Nullable String action,
        Set<Phase> phases,
        @Nullable String text)
        implements Resource, Auditable {

    public AuditQuery {
        path = Resource.at(path).path();
        phases = Set.copyOf(phases);
    }

    /** All of it. */
    public static AuditQuery everything() {
        return at("/");
    }

    /** All that is about a path or what is below it. */
    public static AuditQuery at(String path) {
        return new AuditQuery(path, null, null, null, null, Set.of(), null);
    }

    @Override
    public String auditText() {
        var parts = new ArrayList<String>();
        parts.add("audit of " + path);
        if (from != null) {
            parts.add("from " + from);
        }
        if (until != null) {
            parts.add("until " + until);
        }
        if (account != null) {
            parts.add("by " + account);
        }
        if (action != null) {
            parts.add("of " + action);
        }
        phases.stream().sorted().forEach(phase -> parts.add(phase.name()));
        if (text != null) {
            parts.add("with \"" + text + "\"");
        }
        return String.join(" ", parts);
    }

    /** The conditions in SQL, with a named parameter each. */
    List<String> conditions() {
        var all = new ArrayList<String>();
        all.add("chain_position is not null");
        if (!path.equals("/")) {
            all.add("(resource = :path or left(resource, :pathLength) = :pathPrefix)");
        }
        if (from != null) {
            all.add("recorded_at >= :from");
        }
        if (until != null) {
            all.add("recorded_at < :until");
        }
        if (account != null) {
            all.add("account_id = :account");
        }
        if (action != null) {
            all.add("action = :action");
        }
        if (!phases.isEmpty()) {
            all.add("phase in (:phases)");
        }
        if (text != null) {
            all.add(
                    "position(:text in lower(account_name || ' ' || resource || ' '"
                            + " || coalesce(detail, ''))) > 0");
        }
        return all;
    }
}
