package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the values of every rule, tried with many of them. */
class BoundLawsTest {

    private static final int TRIES = 3_000;
    private static final long SEED = 20_261_124;

    static Stream<Rule<?>> rules() {
        return Values.rules().stream();
    }

    @Test
    void everyRuleThatHasValuesIsTried() {
        Set<Rule<?>> always =
                Rules.ALL.stream()
                        .filter(rule -> rule.loosest() instanceof Always)
                        .collect(Collectors.toSet());

        assertThat(Rules.ALL.stream().filter(rule -> !always.contains(rule)))
                .containsExactlyInAnyOrderElementsOf(Values.rules());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void mergeIsCommutativeAssociativeAndIdempotent(Rule<?> rule) {
        laws(rule);
    }

    private static <B extends Bound<B>> void laws(Rule<B> rule) {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            B a = Values.of(rule, random);
            B b = Values.of(rule, random);
            B c = Values.of(rule, random);

            assertThat(a.and(b)).isEqualTo(b.and(a));
            assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
            assertThat(a.and(a)).isEqualTo(a);
            assertThat(a.and(b).and(a)).isEqualTo(a.and(b));
            assertThat(a.and(rule.loosest())).isEqualTo(a);
            assertThat(a.and(b).hashCode()).isEqualTo(b.and(a).hashCode());
        }
    }

    @Test
    void foldersInBothAreExactlyThoseThatAreInEach() {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            HostFolders a = Values.of(Rules.HOST_PATHS, random);
            HostFolders b = Values.of(Rules.HOST_PATHS, random);
            List<String> path = Values.path(random, Values.one(random, List.of("C:", "/")));
            boolean write = random.nextBoolean();

            assertThat(a.and(b).allows(path, write))
                    .isEqualTo(a.allows(path, write) && b.allows(path, write));
            assertThat(a.allows(path, false) || !a.allows(path, true)).isTrue();
        }
    }

    @Test
    void portsInBothAreExactlyThoseThatAreInEach() {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            PortRanges a = Values.of(Rules.HOST_PORTS, random);
            PortRanges b = Values.of(Rules.HOST_PORTS, random);
            PortRanges.Range range = Values.range(random);
            String protocol = Values.one(random, List.of("tcp", "udp", "sctp"));

            assertThat(a.and(b).allows(protocol, range))
                    .isEqualTo(a.allows(protocol, range) && b.allows(protocol, range));
        }
    }

    @Test
    void hostsInBothAreExactlyThoseThatAreInEach() {
        Random random = new Random(SEED);
        TargetHost host = Requests.host(TargetHost.HostSystem.LINUX);
        for (int i = 0; i < TRIES; i++) {
            HostChoice a = Values.of(Rules.HOSTS, random);
            HostChoice b = Values.of(Rules.HOSTS, random);

            assertThat(a.and(b).allows(host)).isEqualTo(a.allows(host) && b.allows(host));
        }
    }
}
