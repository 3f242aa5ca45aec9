package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Trust;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a decision costs, printed; the best of three rounds, for the machine does other work too.
 */
class DecisionCostTest {

    private static final int ROUNDS = 3;
    private static final long MILLISECOND = 1_000_000;

    /** Levels whose policies together say something 200 times or more. */
    private static List<PolicyLevel> levels() {
        Random random = new Random(9);
        List<PolicyLevel> levels = new ArrayList<>();
        levels.add(ReadyMade.floor(Trust.HOSTILE));
        levels.add(ReadyMade.usual(Trust.HOSTILE));
        for (int i = 0; rules(levels) < 200; i++) {
            levels.add(
                    new PolicyLevel(
                            Origin.stage(Requests.TENANT, "Red", "stage-" + i),
                            Values.policy(random)
                                    .with(Rules.IMAGES, manyRepositories())
                                    .with(Rules.HOST_PATHS, HostFolders.NONE)));
        }
        return levels;
    }

    private static int rules(List<PolicyLevel> levels) {
        return levels.stream().mapToInt(level -> level.policy().rules().size()).sum();
    }

    private static Prefixes manyRepositories() {
        return Prefixes.of(
                IntStream.range(0, 50)
                        .mapToObj(i -> List.of("mcr.microsoft.com", "windows", "image-" + i))
                        .toList());
    }

    @Test
    void decisionTakesLessThanAMillisecond() {
        List<PolicyLevel> levels = levels();
        MergedPolicy merged = Policies.merge(levels);

        long judged = percentile95(10_000, asked -> Guardrail.judge(asked, merged));
        long mergedAndJudged =
                percentile95(500, asked -> Guardrail.judge(asked, Policies.merge(levels)));

        System.out.printf(
                "guardrail: p95 of a decision with %d rules on %d levels: %d µs merged before, %d"
                        + " µs with the merge%n",
                rules(levels), levels.size(), judged / 1_000, mergedAndJudged / 1_000);
        assertThat(judged).isPositive().isLessThan(MILLISECOND);
    }

    private static long percentile95(int decisions, Function<Workload, Judgement> decision) {
        Random random = new Random(10);
        List<Workload> requests =
                IntStream.range(0, 500)
                        .mapToObj(_ -> RandomRequests.next(random, Trust.HOSTILE))
                        .toList();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long[] nanos = new long[decisions];
            for (int i = 0; i < decisions; i++) {
                Workload asked = requests.get(i % requests.size());
                long start = threads.getCurrentThreadCpuTime();
                Judgement judgement = decision.apply(asked);
                nanos[i] = threads.getCurrentThreadCpuTime() - start;
                assertThat(judgement.findings()).isNotNull();
            }
            Arrays.sort(nanos);
            best = Math.min(best, nanos[decisions * 95 / 100]);
        }
        return best;
    }
}
