package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * How a system is shut down, from schema 2.5 on; containers are shut down with an empty text.
 *
 * @param mechanism {@code GuestConnection} or {@code IntegrationService}, or null
 * @param type {@code Shutdown}, {@code Hibernate} or {@code Reboot}, or null
 * @param force whether programs are ended that don't end by themselves, or null
 * @param reason for the guest's log, or null
 */
public record ShutdownOptions(
        @Nullable String mechanism,
        @Nullable String type,
        @Nullable Boolean force,
        @Nullable String reason) {}
