package dev.mullion.security.quota;

import dev.mullion.security.tenant.TenantId;
import java.util.UUID;

/**
 * Room that is kept for a container until it is known what became of it.
 *
 * @param claim names what is reckoned for it
 * @param made whether the container is only about to be made
 * @param raised whether more is reckoned than before: not, if it was thought to be running already
 */
public record Reservation(UUID claim, TenantId tenant, boolean made, boolean raised) {}
