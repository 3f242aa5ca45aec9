package dev.mullion.backend.activity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set about activities.
 *
 * @param concurrency how many run at the same time in this portal; the others wait
 * @param heartbeat how often a portal says that it still lives; after four missed ones the others
 *     take its activities for interrupted
 * @param keptFor how long an ended activity is remembered
 * @param keptCount how many activities are remembered, the newest first
 */
@ConfigurationProperties("mullion.activities")
record ActivitySettings(
        @DefaultValue("8") int concurrency,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("30d") Duration keptFor,
        @DefaultValue("10000") int keptCount) {

    ActivitySettings {
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "mullion.activities.concurrency must be at least 1, it is " + concurrency);
        }
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException(
                    "mullion.activities.heartbeat must be longer than nothing, it is " + heartbeat);
        }
    }
}
