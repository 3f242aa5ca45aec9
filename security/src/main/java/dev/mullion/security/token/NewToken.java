package dev.mullion.security.token;

import dev.mullion.security.Auditable;

/**
 * A token just made. Its text is here and nowhere else: show it once, then forget it.
 *
 * @param text the whole token, as it goes behind {@code Authorization: Bearer}
 */
public record NewToken(ApiToken token, String text) implements Auditable {

    @Override
    public String auditText() {
        return "token \"" + token.name() + "\" " + token.id() + " until " + token.expiresAt();
    }

    @Override
    public String toString() {
        return auditText();
    }
}
