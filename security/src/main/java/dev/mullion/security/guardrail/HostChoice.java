package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Hosts that may be used. Whether a host is in a pool is known only when it is asked for, so what
 * several levels say stands side by side: the host has to be in each of the lists.
 *
 * @param lists each of paths of hosts and pools, {@code /hosts/{uuid}} and {@code /pools/{uuid}};
 *     no list at all allows every host, an empty one none
 */
public record HostChoice(Set<Set<String>> lists) implements Bound<HostChoice> {

    // before the first value, which needs it
    private static final Comparator<Set<String>> ORDER =
            Comparator.comparing(list -> String.join(" ", list));

    /** Every host. */
    public static final HostChoice ANY = new HostChoice(Set.of());

    static final Notation<HostChoice> NOTATION = new Hosts();

    /** Leaves out a list that has everything another has: the other says it already. */
    public HostChoice {
        TreeSet<Set<String>> least = new TreeSet<>(ORDER);
        for (Set<String> list : lists) {
            if (lists.stream().noneMatch(in -> list.containsAll(in) && !list.equals(in))) {
                least.add(Collections.unmodifiableSet(new TreeSet<>(list)));
            }
        }
        lists = Collections.unmodifiableSet(least);
    }

    /** Only these hosts and those in these pools. */
    public static HostChoice of(Collection<String> paths) {
        return new HostChoice(Set.of(new TreeSet<>(paths)));
    }

    boolean allows(TargetHost host) {
        String byItself = "/hosts/" + host.id();
        String byPool = "/pools/" + host.pool();
        return lists.stream()
                .allMatch(list ->
                        list.contains(byItself) || (host.pool() != null && list.contains(byPool)));
    }

    static void check(Workload asked, HostChoice choice, Objections objections) {
        if (!choice.allows(asked.host())) {
            objections.add(
                    "host",
                    "host " + asked.host().id(),
                    "it isn't one of those that are allowed",
                    choice.lists().stream().anyMatch(Set::isEmpty)
                            ? "No host is allowed; whoever can change that has to name some."
                            : "Choose one of the tenant's hosts.");
        }
    }

    @Override
    public HostChoice and(HostChoice other) {
        List<Set<String>> both = new ArrayList<>(lists);
        both.addAll(other.lists);
        return new HostChoice(new HashSet<>(both));
    }

    /** {@code "any"}, a list of paths, or a list of such lists. */
    private static final class Hosts implements Notation<HostChoice> {

        private static final Pattern PATH =
                Pattern.compile(
                        "/(hosts|pools)/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

        @Override
        public HostChoice read(JsonNode json, String at) {
            if (Lists.isAny(json)) {
                return ANY;
            }
            List<JsonNode> elements = Lists.elements(json, at);
            if (elements.stream().noneMatch(JsonNode::isArray)) {
                return of(paths(json, at));
            }
            HostChoice all = ANY;
            for (JsonNode element : elements) {
                all = all.and(of(paths(element, at)));
            }
            return all;
        }

        private static List<String> paths(JsonNode json, String at) {
            List<String> paths = Lists.texts(json, at);
            for (String path : paths) {
                if (!PATH.matcher(path).matches()) {
                    throw new PolicyFormatException(
                            at,
                            at
                                    + " must list hosts and pools by their ids, /hosts/{id} or"
                                    + " /pools/{id}, unlike "
                                    + Objections.quoted(path));
                }
            }
            return paths;
        }

        @Override
        public Object write(HostChoice value) {
            return switch (value.lists().size()) {
                case 0 -> Lists.ANY;
                case 1 -> value.lists().iterator().next();
                default -> value.lists();
            };
        }
    }
}
