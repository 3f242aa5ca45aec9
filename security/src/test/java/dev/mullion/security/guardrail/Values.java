package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Values of rules, and policies, as a seed has it. */
final class Values {

    private static final List<String> WORDS = List.of("a", "b", "c", "d");

    private static final Map<Rule<?>, Function<RandomGenerator, Bound<?>>> BY_RULE =
            new TreeMap<>();

    private Values() {}

    static {
        put(Rules.ISOLATION, random -> one(random, IsolationFloor.values()));
        put(Rules.USER, random -> one(random, UserFloor.values()));
        put(Rules.PRIVILEGES, random -> one(random, Privileges.values()));
        put(Rules.VOLUMES, random -> one(random, VolumeKinds.values()));
        put(Rules.NETWORK_OWNERS, random -> one(random, NetworkOwners.values()));
        put(Rules.NETWORK_ADDRESSES, random -> one(random, NetworkAddresses.values()));
        put(Rules.IMAGE_PINNING, random -> one(random, ImagePinning.values()));
        put(Rules.HOST_SHARING, random -> demands(random, Sharing.values()));
        put(Rules.LIMITS, random -> demands(random, LimitKind.values()));
        put(Rules.HOSTS, Values::hosts);
        put(Rules.HOST_PATHS, Values::folders);
        put(
                Rules.NAMED_PIPES,
                random -> among(random, List.of("\\\\.\\pipe\\a", "\\\\.\\pipe\\b")));
        put(Rules.DEVICES, random -> among(random, List.of("/dev/fuse", "class/x")));
        put(Rules.CREDENTIAL_SPECS, random -> among(random, List.of("file://a.json")));
        put(
                Rules.NETWORKS,
                random -> among(random, List.of("nat", "bridge", "transparent", "host")));
        put(Rules.LOG_DRIVERS, random -> among(random, List.of("json-file", "syslog", "local")));
        put(Rules.HOST_PORTS, Values::ports);
        put(
                Rules.IMAGES,
                random ->
                        random.nextInt(4) == 0
                                ? Prefixes.ANY
                                : prefixes(random, List.of("mcr.microsoft.com")));
        for (Rule<Most> rule :
                List.of(
                        Rules.MEMORY,
                        Rules.PROCESSORS,
                        Rules.PROCESSES,
                        Rules.STORAGE,
                        Rules.LIFETIME)) {
            put(
                    rule,
                    random ->
                            random.nextInt(4) == 0
                                    ? Most.ANY
                                    : new Most(random.nextLong(1L << 40)));
        }
    }

    private static <B extends Bound<B>> void put(
            Rule<B> rule, Function<RandomGenerator, B> generator) {
        BY_RULE.put(rule, generator::apply);
    }

    static Set<Rule<?>> rules() {
        return BY_RULE.keySet();
    }

    // put() takes only generators of the rule's kind
    @SuppressWarnings("unchecked")
    static <B extends Bound<B>> B of(Rule<B> rule, RandomGenerator random) {
        Function<RandomGenerator, Bound<?>> generator = BY_RULE.get(rule);
        if (generator == null) {
            throw new AssertionError("No values of rule " + rule);
        }
        return (B) generator.apply(random);
    }

    /** A policy that says something about some rules. */
    static Policy policy(RandomGenerator random) {
        Policy policy = Policy.EMPTY;
        for (Rule<?> rule : rules()) {
            if (random.nextInt(3) == 0) {
                policy = with(policy, rule, random);
            }
        }
        return policy;
    }

    private static <B extends Bound<B>> Policy with(
            Policy policy, Rule<B> rule, RandomGenerator random) {
        return policy.with(rule, of(rule, random));
    }

    /** Levels of which some are of the same origin. */
    static List<PolicyLevel> levels(RandomGenerator random) {
        List<PolicyLevel> levels = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Origin origin =
                    switch (random.nextInt(3)) {
                        case 0 -> Origin.platform(dev.mullion.security.Trust.TRUSTED);
                        case 1 -> Origin.tenant(Requests.TENANT, "Red");
                        default ->
                                Origin.stage(Requests.TENANT, "Red", WORDS.get(random.nextInt(2)));
                    };
            levels.add(new PolicyLevel(origin, policy(random)));
        }
        return levels;
    }

    static <T> T one(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <E extends Enum<E>> Demands<E> demands(RandomGenerator random, E[] values) {
        return new Demands<>(some(random, List.of(values)));
    }

    private static <T> List<T> some(RandomGenerator random, List<T> values) {
        return values.stream().filter(_ -> random.nextBoolean()).toList();
    }

    private static Among among(RandomGenerator random, List<String> names) {
        return random.nextInt(4) == 0 ? Among.ANY : Among.of(some(random, names));
    }

    static Prefixes prefixes(RandomGenerator random, List<String> tops) {
        List<List<String>> paths = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            paths.add(path(random, one(random, tops)));
        }
        return Prefixes.of(Set.copyOf(paths));
    }

    static List<String> path(RandomGenerator random, String top) {
        List<String> path = new ArrayList<>(List.of(top));
        int depth = random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            path.add(WORDS.get(random.nextInt(2)));
        }
        return path;
    }

    private static HostFolders folders(RandomGenerator random) {
        List<String> tops = List.of("C:", "/");
        return random.nextInt(5) == 0
                ? HostFolders.ANY
                : new HostFolders(prefixes(random, tops), prefixes(random, tops));
    }

    static PortRanges.Range range(RandomGenerator random) {
        int first = random.nextInt(20);
        return new PortRanges.Range(first, first + random.nextInt(8));
    }

    private static PortRanges ports(RandomGenerator random) {
        if (random.nextInt(5) == 0) {
            return PortRanges.ANY;
        }
        TreeMap<String, List<PortRanges.Range>> ports = new TreeMap<>();
        for (String protocol : List.of("tcp", "udp")) {
            List<PortRanges.Range> ranges = new ArrayList<>();
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                ranges.add(range(random));
            }
            ports.put(protocol, ranges);
        }
        return new PortRanges(ports);
    }

    private static HostChoice hosts(RandomGenerator random) {
        HostChoice choice = HostChoice.ANY;
        int lists = random.nextInt(3);
        for (int i = 0; i < lists; i++) {
            choice =
                    choice.and(
                            HostChoice.of(
                                    new TreeSet<>(
                                            some(
                                                    random,
                                                    List.of(
                                                            "/hosts/" + Requests.HOST,
                                                            "/pools/" + Requests.POOL,
                                                            "/hosts/" + Requests.TENANT)))));
        }
        return choice;
    }
}
