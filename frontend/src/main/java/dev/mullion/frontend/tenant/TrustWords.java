package dev.mullion.frontend.tenant;

import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.security.Trust;

/** What trust levels are called, and what they mean for people. */
public final class TrustWords {

    private TrustWords() {}

    public static String word(Trust trust) {
        return switch (trust) {
            case TRUSTED -> "Trusted";
            case RESTRICTED -> "Restricted";
            case HOSTILE -> "Hostile";
        };
    }

    /** Who is meant, and what follows from it. */
    public static String meaning(Trust trust) {
        return switch (trust) {
            case TRUSTED ->
                    "Your own people, running what they know. Containers may share the host's"
                            + " kernel.";
            case RESTRICTED ->
                    "Your own people, running what others made. Containers get a kernel of their own"
                            + " wherever the host offers it, and need limits.";
            case HOSTILE ->
                    "Anybody, running anything: it is expected to attack. Every container has a"
                            + " kernel of its own, limits, and nothing of its host.";
        };
    }

    static StateBadge badge(Trust trust) {
        StateBadge badge = new StateBadge(Tone.UNKNOWN, "");
        show(badge, trust);
        return badge;
    }

    static void show(StateBadge badge, Trust trust) {
        Tone tone =
                switch (trust) {
                    case TRUSTED -> Tone.GOOD;
                    case RESTRICTED -> Tone.WARNING;
                    case HOSTILE -> Tone.BAD;
                };
        badge.show(tone, word(trust));
        badge.because(meaning(trust));
    }
}
