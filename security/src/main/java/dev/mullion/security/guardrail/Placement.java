package dev.mullion.security.guardrail;

import dev.mullion.security.Trust;
import java.util.UUID;

/**
 * For whom something shall run.
 *
 * @param tenant the tenant's id
 * @param stage {@code development}, {@code qa} or {@code production}
 * @param trust how far the tenant is trusted
 */
public record Placement(UUID tenant, String stage, Trust trust) {}
