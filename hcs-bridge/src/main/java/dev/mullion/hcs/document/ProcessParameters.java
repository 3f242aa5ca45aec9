package dev.mullion.hcs.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process to start in a container. The same in both schemas.
 *
 * @param commandLine the whole command line, escaped as Windows wants it
 * @param user {@code ContainerUser}, {@code ContainerAdministrator} or another; null for the
 *     image's
 * @param workingDirectory must exist; null is {@code C:\}
 * @param environment variables, or null
 * @param emulateConsole whether it has a console, with everything on the output pipe
 * @param consoleSize height and width, in this order; null without a console
 * @param createStdInPipe whether the host writes
 * @param createStdOutPipe whether the host reads
 * @param createStdErrPipe whether the host reads errors; false with a console
 */
public record ProcessParameters(
        String commandLine,
        @Nullable String user,
        @Nullable String workingDirectory,
        @Nullable Map<String, String> environment,
        boolean emulateConsole,
        @Nullable List<Integer> consoleSize,
        boolean createStdInPipe,
        boolean createStdOutPipe,
        boolean createStdErrPipe) {

    /**
     * Checks what a console excludes.
     *
     * @throws IllegalArgumentException if there is an error pipe, or a size without a console
     */
    public ProcessParameters {
        if (emulateConsole && createStdErrPipe) {
            throw new IllegalArgumentException("A console has no pipe for errors");
        }
        if (consoleSize != null && (!emulateConsole || consoleSize.size() != 2)) {
            throw new IllegalArgumentException(
                    "A console's size is height and width, and only a console has one");
        }
    }
}
