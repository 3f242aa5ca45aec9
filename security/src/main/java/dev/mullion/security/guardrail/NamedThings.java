package dev.mullion.security.guardrail;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a request names that may be on its host already, in the very texts that it uses: whoever
 * gathers {@link Surroundings} has to look for exactly these.
 *
 * @param containers references to containers
 * @param volumes names of volumes
 * @param networks names of networks, without the words that every engine knows
 */
public record NamedThings(Set<String> containers, Set<String> volumes, Set<String> networks) {

    private static final Set<String> WORDS =
            Set.of(AskedNetwork.HOST, AskedNetwork.NONE, "default");

    /** Keeps its own copies. */
    public NamedThings {
        containers = Set.copyOf(containers);
        volumes = Set.copyOf(volumes);
        networks = Set.copyOf(networks);
    }

    static NamedThings of(Workload asked) {
        Set<String> containers = new TreeSet<>();
        ForeignChecks.containers(asked).values().forEach(containers::addAll);
        return new NamedThings(
                containers,
                AskedMount.all(asked).stream()
                        .filter(mount -> mount.kind() == AskedMount.Kind.VOLUME)
                        .map(AskedMount::source)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()),
                AskedNetwork.all(asked).stream()
                        .map(AskedNetwork::name)
                        .filter(Objects::nonNull)
                        .filter(name ->
                                !WORDS.contains(name)
                                        && !name.startsWith(AskedNetwork.CONTAINER_START))
                        .collect(Collectors.toSet()));
    }
}
