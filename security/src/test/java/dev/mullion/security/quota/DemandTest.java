package dev.mullion.security.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.api.Resources;
import dev.mullion.security.quota.Demand.HostSize;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final HostSize LINUX = new HostSize(false, 8, 1L << 34);
    private static final HostSize WINDOWS = new HostSize(true, 8, 1L << 34);

    @Test
    void withoutLimitsItTakesAllThatItsHostHas() {
        var demand = Demand.of(Resources.NONE, LINUX, true, false);

        assertThat(demand.cpu()).isEqualTo(Share.all(8000));
        assertThat(demand.memory()).isEqualTo(Share.all(1L << 34));
        assertThat(demand.limited(QuotaKind.MEMORY)).isFalse();
    }

    @Test
    void processorTimeIsTakenFromWhateverSaysItOnThatSystem() {
        assertThat(cpu(Resources.builder().nanoCpus(1_500_000_000L).build(), LINUX))
                .isEqualTo(Share.upTo(1500));
        assertThat(cpu(Resources.builder().cpuQuota(50_000).build(), LINUX))
                .isEqualTo(Share.upTo(500));
        assertThat(cpu(Resources.builder().cpuQuota(50_000).cpuPeriod(10_000).build(), LINUX))
                .isEqualTo(Share.upTo(5000));
        assertThat(cpu(Resources.builder().cpuCount(2).build(), WINDOWS))
                .isEqualTo(Share.upTo(2000));
        assertThat(cpu(Resources.builder().cpuPercent(25).build(), WINDOWS))
                .isEqualTo(Share.upTo(2000));
    }

    @Test
    void whatTheSystemDoesNotLookAtIsNoLimit() {
        assertThat(cpu(Resources.builder().cpuCount(2).cpuPercent(1).build(), LINUX))
                .isEqualTo(Share.all(8000));
        assertThat(cpu(Resources.builder().cpuQuota(1).build(), WINDOWS))
                .isEqualTo(Share.all(8000));
    }

    @Test
    void ofSeveralTheHighestCountsAndASliverIsNotNothing() {
        assertThat(cpu(Resources.builder().nanoCpus(1).cpuQuota(100_000).build(), LINUX))
                .isEqualTo(Share.upTo(1000));
        assertThat(cpu(Resources.builder().nanoCpus(1).build(), LINUX)).isEqualTo(Share.upTo(1));
    }

    @Test
    void negativeAndHugeNumbersAreTamed() {
        var odd =
                Resources.builder()
                        .nanoCpus(Long.MIN_VALUE)
                        .cpuQuota(Long.MAX_VALUE)
                        .cpuPeriod(-1)
                        .memory(Long.MAX_VALUE)
                        .build();

        var demand = Demand.of(odd, LINUX, true, true);

        assertThat(demand.cpu()).isEqualTo(Share.upTo(Share.MOST));
        assertThat(demand.memory()).isEqualTo(Share.upTo(Share.MOST));
        assertThat(Demand.of(Resources.builder().memory(-5).build(), LINUX, true, false).memory())
                .isEqualTo(Share.all(1L << 34));
    }

    private static Share cpu(Resources limits, HostSize host) {
        return Demand.of(limits, host, true, false).cpu();
    }
}
