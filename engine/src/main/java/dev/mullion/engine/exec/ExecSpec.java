package dev.mullion.engine.exec;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.TerminalSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what a process beside the first one gets: what the container has, unless asked else. */
final class ExecSpec {

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ExecSpec() {}

    static ProcessSpec of(
            ContainerView container, CreateExec request, @Nullable TerminalSize size) {
        ContainerConfig config = container.config();
        return new ProcessSpec(
                request.cmd(),
                environment(container, request),
                firstOf(request.workingDir(), config.workingDir(), "/"),
                firstOf(request.user(), config.user(), ""),
                container.hostConfig().groupAdd(),
                request.tty(),
                size,
                request.attachStdin(),
                request.privileged());
    }

    private static List<String> environment(ContainerView container, CreateExec request) {
        ContainerConfig config = container.config();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", PATH);
        all.put(
                "HOSTNAME",
                "HOSTNAME=" + firstOf(config.hostname(), null, container.id().shortened()));
        if (request.tty()) {
            all.put("TERM", "TERM=xterm");
        }
        config.env().forEach(variable -> put(all, variable));
        request.env().forEach(variable -> put(all, variable));
        return List.copyOf(all.values());
    }

    private static void put(Map<String, String> all, String variable) {
        int equals = variable.indexOf('=');
        if (equals < 0) {
            // a name alone takes the variable away
            all.remove(variable);
        } else {
            all.put(variable.substring(0, equals), variable);
        }
    }

    private static String firstOf(
            @Nullable String asked, @Nullable String configured, String otherwise) {
        return asked != null ? asked : configured != null ? configured : otherwise;
    }
}
