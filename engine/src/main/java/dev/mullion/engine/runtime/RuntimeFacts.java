package dev.mullion.engine.runtime;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime is and offers.
 *
 * @param name for example {@code crun}
 * @param version for example {@code 1.8.1}
 * @param osType {@code linux} or {@code windows}
 * @param isolations what can be chosen when a container is created
 * @param defaultIsolation what a container gets that leaves it open; never {@code DEFAULT}
 * @param osVersion the host's Windows; null elsewhere
 * @param emulated whether nothing of this is real: a pretended host to try things on
 * @param cgroupVersion {@code 1} or {@code 2}; empty where there are none
 * @param securityOptions as Docker writes them, for example {@code name=seccomp,profile=builtin}
 * @param warnings what the operator should know, one sentence each
 */
public record RuntimeFacts(
        String name,
        String version,
        String osType,
        Set<Isolation> isolations,
        Isolation defaultIsolation,
        @Nullable OsVersion osVersion,
        boolean emulated,
        String cgroupVersion,
        List<String> securityOptions,
        List<String> warnings) {}
