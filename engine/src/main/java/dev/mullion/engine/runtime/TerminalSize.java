package dev.mullion.engine.runtime;

/**
 * The size of a terminal.
 *
 * @param rows lines, 1 to 1000 (conmon's limit)
 * @param columns characters in a line, 1 to 1000
 */
public record TerminalSize(int rows, int columns) {

    /** Brings both into their limits. */
    public TerminalSize {
        rows = Math.clamp(rows, 1, 1000);
        columns = Math.clamp(columns, 1, 1000);
    }
}
