package dev.mullion.hcs.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures, in a process of its own, and prints a table: {@code ./mvnw -P benchmarks -pl hcs-bridge
 * test -Dtest=BridgeBenchmarks}. Its name keeps it out of the tests.
 */
class BridgeBenchmarks {

    @Test
    void measure() throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include("dev.mullion.hcs.benchmark.*")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .forks(1)
                        .jvmArgs("--enable-native-access=ALL-UNNAMED")
                        .addProfiler("gc")
                        .build();
        assertThat(new Runner(options).run()).hasSize(6);
    }
}
