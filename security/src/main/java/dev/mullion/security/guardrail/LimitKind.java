package dev.mullion.security.guardrail;

/** What a container can use up. */
public enum LimitKind {
    /** Memory. */
    MEMORY,
    /** Processor time. */
    PROCESSORS,
    /** Processes; engines limit them only on Linux. */
    PROCESSES,
    /** Space for its own files; engines limit it only on Windows. */
    STORAGE
}
