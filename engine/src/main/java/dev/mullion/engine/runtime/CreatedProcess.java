package dev.mullion.engine.runtime;

/**
 * A process that waits to be started.
 *
 * @param pid its number on the host; networks are joined to it where the system works that way
 */
public record CreatedProcess(long pid) {}
