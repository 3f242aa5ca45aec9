package dev.mullion.engine.runtime;

import dev.mullion.docker.Isolation;
import java.util.List;
import java.util.Set;

/**
 * What a runtime is and offers.
 *
 * @param name for example {@code crun}
 * @param version for example {@code 1.8.1}
 * @param osType {@code linux} or {@code windows}
 * @param isolations what can be chosen when a container is created
 * @param cgroupVersion {@code 1} or {@code 2}; empty where there are none
 * @param securityOptions as Docker writes them, for example {@code name=seccomp,profile=builtin}
 * @param warnings what the operator should know, one sentence each
 */
public record RuntimeFacts(
        String name,
        String version,
        String osType,
        Set<Isolation> isolations,
        String cgroupVersion,
        List<String> securityOptions,
        List<String> warnings) {}
