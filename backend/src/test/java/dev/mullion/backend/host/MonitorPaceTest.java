package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MonitorPaceTest {

    private static final MonitorPace PACE =
            new MonitorPace(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1));

    @Test
    void eachFailureDoublesTheWaitUpToTheLongest() {
        Random random = new Random(1);
        long whole = 1000;
        for (int failures = 1; failures < 100; failures++) {
            assertThat(PACE.retryAfter(failures, random).toMillis()).isBetween(whole / 2, whole);
            whole = Math.min(whole * 2, 60_000);
        }
        assertThat(PACE.retryAfter(Integer.MAX_VALUE, random))
                .isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void hostsThatFailTogetherAreNotAskedTogether() {
        Random random = new Random(1);
        Set<Duration> waits = new HashSet<>();
        for (int host = 0; host < 100; host++) {
            waits.add(PACE.retryAfter(5, random));
        }
        assertThat(waits).hasSizeGreaterThan(95);
    }
}
