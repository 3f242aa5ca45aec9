package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;
import dev.mullion.security.Trust;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where something shall run, as far as the rules want to know it.
 *
 * @param id the host's id
 * @param pool the id of the pool it is in, if it is in one
 * @param system what it runs
 * @param isolations what it offers, without {@link Isolation#DEFAULT}
 * @param defaultIsolation what it takes when nothing is said; {@link Isolation#DEFAULT} if that
 *     isn't known
 * @param runtime what {@code Runtime} is there when nothing is said; null if that isn't known
 * @param processors how many it has
 * @param engineOwns folders, sockets and pipes of its engine, beyond the usual ones
 * @param sharedWith the other tenants that have or may put something there
 */
public record TargetHost(
        UUID id,
        @Nullable UUID pool,
        HostSystem system,
        Set<Isolation> isolations,
        Isolation defaultIsolation,
        @Nullable String runtime,
        int processors,
        List<String> engineOwns,
        List<Sharer> sharedWith) {

    /** Keeps its own copies. */
    public TargetHost {
        isolations = Set.copyOf(isolations);
        engineOwns = List.copyOf(engineOwns);
        sharedWith = List.copyOf(sharedWith);
    }

    /** The kernel that a host's containers get. */
    public enum HostSystem {
        /** Windows. */
        WINDOWS,
        /** Linux. */
        LINUX
    }

    /**
     * Another tenant on a host.
     *
     * @param tenant its id
     * @param trust how far it is trusted
     */
    public record Sharer(UUID tenant, Trust trust) {}

    boolean windows() {
        return system == HostSystem.WINDOWS;
    }

    /** What the container gets in the end. */
    Isolation resolved(Isolation asked) {
        return asked == Isolation.DEFAULT ? defaultIsolation : asked;
    }
}
