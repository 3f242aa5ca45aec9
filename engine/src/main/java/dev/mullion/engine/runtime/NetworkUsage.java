package dev.mullion.engine.runtime;

/** Counters of one network device since it was made. */
public record NetworkUsage(
        long rxBytes,
        long rxPackets,
        long rxErrors,
        long rxDropped,
        long txBytes,
        long txPackets,
        long txErrors,
        long txDropped) {}
