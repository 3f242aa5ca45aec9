package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.ProcessParameters;
import dev.mullion.hcs.document.WindowsCommandLine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says in the service's document what a process is. */
final class ProcessDocument {

    private ProcessDocument() {}

    /**
     * Writes the document.
     *
     * @param input whether something can be written to it
     */
    static String of(ProcessSpec spec, boolean input) {
        TerminalSize size = spec.size();
        Map<String, String> environment = environment(spec.environment());
        return HcsJson.write(
                new ProcessParameters(
                        commandLine(spec),
                        spec.user().isEmpty() ? null : spec.user(),
                        directory(spec.directory()),
                        environment.isEmpty() ? null : environment,
                        spec.terminal(),
                        spec.terminal() && size != null
                                ? List.of(size.rows(), size.columns())
                                : null,
                        input,
                        true,
                        !spec.terminal()));
    }

    /** The program, for messages. */
    static String program(ProcessSpec spec) {
        String given = spec.commandLine();
        if (!spec.arguments().isEmpty()) {
            return spec.arguments().getFirst();
        }
        return given == null ? "" : given;
    }

    private static String commandLine(ProcessSpec spec) {
        String given = spec.commandLine();
        return given != null ? given : WindowsCommandLine.of(spec.arguments());
    }

    private static @Nullable String directory(String directory) {
        return directory.isEmpty() || directory.equals("/") ? null : directory;
    }

    /** Windows doesn't tell names apart by their case, and has no variables without a value. */
    private static Map<String, String> environment(List<String> variables) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String variable : variables) {
            int equals = variable.indexOf('=', 1);
            String name = equals < 0 ? variable : variable.substring(0, equals);
            map.remove(name);
            if (equals > 0 && equals < variable.length() - 1) {
                map.put(name, variable.substring(equals + 1));
            }
        }
        return map;
    }
}
