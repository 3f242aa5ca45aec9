package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * How a system is paused; an empty text suspends it. Only virtual machines can be.
 *
 * @param suspensionLevel {@code Suspend}, {@code MemoryLow}, {@code MemoryMedium} or {@code
 *     MemoryHigh}; or null
 * @param hostedNotification what the systems inside are told, or null
 */
public record PauseOptions(
        @Nullable String suspensionLevel, @Nullable HostedNotification hostedNotification) {

    /**
     * What the systems inside are told.
     *
     * @param reason {@code None}, {@code Save} or {@code Template}
     */
    public record HostedNotification(String reason) {}
}
