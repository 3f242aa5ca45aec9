package dev.mullion.backend.container;

import dev.mullion.backend.host.SeenContainer;
import dev.mullion.backend.host.StatusWords;
import java.util.Set;

/** Tells from what a list says of a container how it is doing. */
final class ContainerStatuses {

    /**
     * How a process ends that was told to: SIGKILL (137) and SIGTERM (143) on Linux, Ctrl+C on
     * Windows (0xC000013A). A list doesn't tell who sent the signal, so a container that was killed
     * for lack of memory counts as stopped here, too; its own page says so.
     */
    private static final Set<Integer> TOLD_TO_END = Set.of(137, 143, 0xC000013A);

    private ContainerStatuses() {}

    static ContainerStatus of(SeenContainer seen) {
        StatusWords words = seen.words();
        return switch (seen.summary().state()) {
            case "created" -> ContainerStatus.CREATED;
            case "running" ->
                    words.unhealthy() ? ContainerStatus.UNHEALTHY : ContainerStatus.RUNNING;
            case "paused" -> ContainerStatus.PAUSED;
            case "restarting" -> ContainerStatus.RESTARTING;
            case "removing" -> ContainerStatus.REMOVING;
            case "exited" ->
                    words.exitCode().filter(code -> code != 0).isEmpty()
                                    || words.exitCode().filter(TOLD_TO_END::contains).isPresent()
                            ? ContainerStatus.STOPPED
                            : ContainerStatus.FAILED;
            case "dead" -> ContainerStatus.DEAD;
            default -> ContainerStatus.UNKNOWN;
        };
    }
}
