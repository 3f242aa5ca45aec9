package dev.mullion.security.guardrail;

import dev.mullion.security.Trust;
import java.util.Comparator;
import java.util.UUID;

/**
 * Where a value of a policy comes from.
 *
 * @param level how far up
 * @param path the path it holds for, made of ids
 * @param name what people call it, for example {@code tenant "Red"}
 */
public record Origin(Level level, String path, String name) implements Comparable<Origin> {

    /** The levels, from the one that holds everywhere down. */
    public enum Level {
        /** Part of Mullion; nobody can change it. */
        BUILT_IN,
        /** What the platform says for all tenants of a trust level. */
        PLATFORM,
        /** What is said for one tenant. */
        TENANT,
        /** What is said for one stage of a tenant. */
        STAGE
    }

    /** What holds for everybody and has no value that could be changed. */
    public static final Origin ALWAYS = new Origin(Level.BUILT_IN, "/", "Mullion itself");

    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::level)
                    .thenComparing(Origin::path)
                    .thenComparing(Origin::name);

    /** What can't be loosened for tenants of a trust level. */
    public static Origin builtIn(Trust trust) {
        return new Origin(Level.BUILT_IN, "/", "trust level " + trust.code());
    }

    /** What the platform says for tenants of a trust level. */
    public static Origin platform(Trust trust) {
        return new Origin(
                Level.PLATFORM, "/", "the platform's policy for " + trust.code() + " tenants");
    }

    /** What is said for a tenant. */
    public static Origin tenant(UUID tenant, String name) {
        return new Origin(Level.TENANT, "/tenants/" + tenant, "tenant \"" + name + "\"");
    }

    /** What is said for a stage of a tenant. */
    public static Origin stage(UUID tenant, String tenantName, String stage) {
        return new Origin(
                Level.STAGE,
                "/tenants/" + tenant + "/stages/" + stage,
                "stage " + stage + " of tenant \"" + tenantName + "\"");
    }

    /** One clause that says who could change what comes from here. */
    public String changeableBy() {
        return switch (level) {
            case BUILT_IN ->
                    equals(ALWAYS)
                            ? "nobody can change it"
                            : "nobody can loosen it; who administers the platform can change the"
                                    + " tenant's trust level";
            case PLATFORM -> "who writes the platform's policies can change it";
            case TENANT -> "who writes the policies of " + name + " can change it";
            case STAGE -> "who writes the policies of " + name + " can change it";
        };
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
