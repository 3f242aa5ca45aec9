package dev.mullion.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts tries by key: so many at once, and then one at a time as they come back evenly over a
 * period. Keys that nobody uses are forgotten, and there are never more than 100,000: a flood of
 * new keys pushes out keys that were seen once, not the ones that keep coming.
 */
public final class Tries {

    private static final int MOST_KEYS = 100_000;

    private final LoadingCache<String, Bucket> buckets;

    /**
     * @param most how many tries may be made at once
     * @param refill how long it takes until all of them have come back
     */
    public Tries(int most, Duration refill, Clock clock) {
        var meter = new ClockMeter(clock);
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .expireAfterAccess(refill)
                        .ticker(meter::currentTimeNanos)
                        .build(key ->
                                Bucket.builder()
                                        .addLimit(limit ->
                                                limit.capacity(most).refillGreedy(most, refill))
                                        .withCustomTimePrecision(meter)
                                        .build());
    }

    /**
     * Takes one try, before it is known whether it is a good one, so that many at the same moment
     * don't slip through.
     *
     * @throws ThrottledException with the time to wait, if there is none left
     */
    public void take(String key) {
        var probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ThrottledException(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Gives a try back: it was a good one, or was not made after all. */
    public void giveBack(String key) {
        buckets.get(key).addTokens(1);
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            var now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
