package dev.mullion.security.tenant;

import java.util.Arrays;
import java.util.Locale;

/** How near to production something runs. */
public enum Stage {
    DEVELOPMENT,
    QA,
    PRODUCTION;

    /**
     * Reads the word that {@link #code()} gives.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static Stage of(String code) {
        return Arrays.stream(values())
                .filter(stage -> stage.code().equals(code))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Not a stage: it is none of development, qa and production"));
    }

    /** The stable text of this stage, for example {@code qa}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
