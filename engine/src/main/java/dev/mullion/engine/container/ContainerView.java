package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container as it was at one moment.
 *
 * @param id which
 * @param name its name, without a slash
 * @param image the image it was made from
 * @param config what it runs and how, the image's own configuration merged in
 * @param hostConfig what it may use of the host, defaults filled in
 * @param directory the folder its processes start in
 * @param phase where it is in its life
 * @param pid its first process on the host; 0 if there is none
 * @param paused whether it is frozen
 * @param log the file of its output
 * @param created when it was created
 * @param startedAt when it was started the last time; null if never
 * @param finishedAt when it ended the last time; null if never
 * @param exitCode how it ended the last time
 */
public record ContainerView(
        ContainerId id,
        String name,
        Digest image,
        ContainerConfig config,
        HostConfig hostConfig,
        String directory,
        Phase phase,
        long pid,
        boolean paused,
        Path log,
        Instant created,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long exitCode) {

    /** Whether its process is there, frozen or not. */
    public boolean running() {
        return phase.hasProcess();
    }

    /** How it is kept apart: {@code PROCESS} or {@code HYPERV}. */
    public Isolation isolation() {
        return IsolationRule.isolation(hostConfig);
    }
}
