package dev.mullion.security.tenant;

import dev.mullion.security.Resource;
import dev.mullion.security.access.AccessPath;
import java.util.UUID;

/** Names one tenant for ever; its text form is the UUID's. */
public record TenantId(UUID value) implements Resource {

    private static final int TEXT_LENGTH = 36;

    public static TenantId random() {
        return new TenantId(UUID.randomUUID());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when {@code text} is no UUID of 36 characters
     */
    public static TenantId of(String text) {
        // UUID.fromString alone would also take "1-1-1-1-1": two spellings of one tenant
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "A tenant id has " + TEXT_LENGTH + " characters, this has " + text.length());
        }
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public String path() {
        return accessPath().path();
    }

    /** Where roles in the whole tenant are bound. */
    public AccessPath accessPath() {
        return AccessPath.ofTenant(value);
    }

    /** Where roles in one stage of it are bound. */
    public AccessPath at(Stage stage) {
        return AccessPath.ofStage(value, stage.code());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
