package dev.mullion.engine.container;

import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.settings.Allowance;
import java.util.Collection;
import java.util.Set;

/**
 * What stands between a container and its host, and which of it may be taken away here. It is asked
 * when a container is made, and again at each start: what was allowed once may not be any more.
 */
final class HostBoundary {

    static final String FILES = "Mounting a file or folder of the host";
    static final String PIPES = "Mounting a named pipe of the host";

    private final SystemRules system;
    private final Set<Allowance> allowed;

    HostBoundary(SystemRules system, Set<Allowance> allowed) {
        this.system = system;
        this.allowed = allowed;
    }

    /**
     * Checks a container that is about to start.
     *
     * @throws EngineProblem 403, saying what would have to be allowed
     */
    void check(Definition container) {
        check(container.hostConfig());
        check(container.mounts());
    }

    void check(HostConfig asked) {
        for (SystemRules.Taken taken : system.taken(asked)) {
            need(taken.asked(), taken.allowance(), taken.what());
        }
    }

    void check(Collection<PlannedMount> mounts) {
        need(
                mounts.stream().anyMatch(mount -> mount.kind() == PlannedMount.Kind.BIND),
                Allowance.HOST_FILES,
                FILES);
        need(
                mounts.stream().anyMatch(mount -> mount.kind() == PlannedMount.Kind.PIPE),
                Allowance.HOST_FILES,
                PIPES);
    }

    private void need(boolean asked, Allowance allowance, String what) {
        if (asked && !allowance.isIn(allowed)) {
            throw EngineProblem.forbidden(allowance.refusal(what));
        }
    }
}
