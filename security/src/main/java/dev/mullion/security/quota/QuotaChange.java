package dev.mullion.security.quota;

import dev.mullion.security.Auditable;

/**
 * A quota that was changed.
 *
 * @param before what held
 * @param now what holds
 */
public record QuotaChange(QuotaPlace place, Limits before, Limits now) implements Auditable {

    @Override
    public String auditText() {
        return before.words() + " -> " + now.words();
    }
}
