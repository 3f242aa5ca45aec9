package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * A change of a running process.
 *
 * @param operation {@code ConsoleSize} or {@code CloseHandle}
 * @param consoleSize for the first, else null
 * @param closeHandle for the second, else null
 */
public record ProcessModification(
        String operation, @Nullable ConsoleSize consoleSize, @Nullable CloseHandle closeHandle) {

    /**
     * A console's size.
     *
     * @param height in characters
     * @param width in characters
     */
    public record ConsoleSize(int height, int width) {}

    /**
     * The pipe to close on the process's side.
     *
     * @param handle {@code StdIn}, {@code StdOut}, {@code StdErr} or {@code All}
     */
    public record CloseHandle(String handle) {}

    /**
     * Resizes the console.
     *
     * @param height in characters
     * @param width in characters
     * @return the document
     */
    public static ProcessModification resize(int height, int width) {
        return new ProcessModification("ConsoleSize", new ConsoleSize(height, width), null);
    }

    /**
     * Ends the input. Needed beside closing the host's end of the pipe, which alone isn't always
     * seen.
     *
     * @return the document
     */
    public static ProcessModification endOfInput() {
        return new ProcessModification("CloseHandle", null, new CloseHandle("StdIn"));
    }
}
