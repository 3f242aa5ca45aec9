package dev.mullion.security;

import java.util.Locale;

/**
 * How far a tenant is trusted. It decides the limits that no policy of the tenant can loosen.
 * Ordered from the most trusted to the least.
 */
public enum Trust {
    /** One's own people, running what they know. */
    TRUSTED,
    /** One's own people, running what others made. */
    RESTRICTED,
    /** Anybody, running anything: what they run is expected to attack its host and neighbours. */
    HOSTILE;

    /**
     * Reads the word that {@link #code()} gives.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static Trust of(String code) {
        for (Trust trust : values()) {
            if (trust.code().equals(code)) {
                return trust;
            }
        }
        throw new IllegalArgumentException(
                "Not a trust level: it is none of trusted, restricted and hostile");
    }

    /** The stable text of this level, for example {@code hostile}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
