package dev.mullion.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures, in a process of its own, what both judges together cost, and prints the 95th
 * percentile; the command stands beside the profile in the module's build file. Its name keeps it
 * out of the tests.
 */
class DecisionBenchmarks {

    private static final double MICROS_OF_A_MILLISECOND = 1_000;

    @Test
    void ninetyFiveOfAHundredDecisionsTakeLessThanAMillisecond() throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include(DecisionCost.class.getName() + ".*")
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .forks(1)
                        .build();

        for (var result : new Runner(options).run()) {
            var times = result.getPrimaryResult().getStatistics();
            System.out.printf(
                    "%s: median %.1f µs, p95 %.1f µs, p99 %.1f µs%n",
                    result.getParams().getBenchmark(),
                    times.getPercentile(50),
                    times.getPercentile(95),
                    times.getPercentile(99));
            assertThat(times.getPercentile(95)).isLessThan(MICROS_OF_A_MILLISECOND);
        }
    }
}
