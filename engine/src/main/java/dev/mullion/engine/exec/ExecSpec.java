package dev.mullion.engine.exec;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.TerminalSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a process beside the first one gets: what the container has, unless asked else. */
final class ExecSpec {

    private ExecSpec() {}

    static ProcessSpec of(
            ContainerView container, CreateExec request, @Nullable TerminalSize size) {
        ContainerConfig config = container.config();
        return new ProcessSpec(
                request.cmd(),
                null,
                environment(config, request),
                request.workingDir() == null ? container.directory() : request.workingDir(),
                user(config, request),
                container.hostConfig().groupAdd(),
                request.tty(),
                size,
                request.attachStdin(),
                request.privileged());
    }

    private static List<String> environment(ContainerConfig config, CreateExec request) {
        List<String> all = new ArrayList<>(config.env());
        all.addAll(request.env());
        return all;
    }

    private static String user(ContainerConfig config, CreateExec request) {
        String user = request.user() == null ? config.user() : request.user();
        return user == null ? "" : user;
    }
}
