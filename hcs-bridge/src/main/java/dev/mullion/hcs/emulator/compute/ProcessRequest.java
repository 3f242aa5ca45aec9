package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Refusal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code ProcessParameters}, as they were asked for.
 *
 * @param commandLine whole
 * @param user who runs it; empty for the image's
 * @param folder where it begins
 * @param environment its variables
 * @param console whether it has a console
 * @param height of that in characters
 * @param width of that in characters
 * @param input whether the host writes
 * @param output whether the host reads
 * @param errors whether the host reads errors
 */
record ProcessRequest(
        String commandLine,
        String user,
        String folder,
        Map<String, String> environment,
        boolean console,
        int height,
        int width,
        boolean input,
        boolean output,
        boolean errors) {

    private static final int HEIGHT = 25;
    private static final int WIDTH = 80;

    static ProcessRequest of(JsonNode document) {
        String commandLine = document.path("CommandLine").asString("");
        if (commandLine.isBlank()) {
            throw Refusal.of(Codes.INVALID_ARGUMENT, "There is no command line.");
        }
        Map<String, String> environment = new TreeMap<>();
        document.path("Environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString("")));
        boolean console = document.path("EmulateConsole").asBoolean(false);
        JsonNode size = document.path("ConsoleSize");
        return new ProcessRequest(
                commandLine,
                document.path("User").asString(""),
                document.path("WorkingDirectory").asString("C:\\"),
                environment,
                console,
                size.path(0).asInt(HEIGHT),
                size.path(1).asInt(WIDTH),
                document.path("CreateStdInPipe").asBoolean(false),
                document.path("CreateStdOutPipe").asBoolean(false),
                !console && document.path("CreateStdErrPipe").asBoolean(false));
    }
}
