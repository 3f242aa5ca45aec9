package dev.mullion.engine.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param code its exit code, the 32 bits of Windows without a sign; 128 + n after signal n; 137 if
 *     it had to be killed
 * @param at when
 * @param outOfMemory whether it was killed for lack of memory
 * @param error what went wrong around it, for example that its monitor was lost; else null
 */
public record ProcessExit(long code, Instant at, boolean outOfMemory, @Nullable String error) {}
