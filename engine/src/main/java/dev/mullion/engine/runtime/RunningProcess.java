package dev.mullion.engine.runtime;

import java.time.Duration;

/**
 * A process in a container.
 *
 * @param pid its number on the host, or in its utility VM
 * @param name its program, for example {@code cmd.exe}
 * @param processorTime what it used so far
 * @param privateBytes memory that is in use and not shared
 */
public record RunningProcess(long pid, String name, Duration processorTime, long privateBytes) {}
