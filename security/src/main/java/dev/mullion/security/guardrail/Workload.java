package dev.mullion.security.guardrail;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that shall run: the whole request, and everything it means.
 *
 * @param placement for whom
 * @param host where
 * @param request what is asked for
 * @param image the image that the request means
 * @param surroundings what is there already under the names that the request uses
 * @param lifetime how long it may stay until the portal removes it; null for without end
 */
public record Workload(
        Placement placement,
        TargetHost host,
        CreateContainer request,
        ResolvedImage image,
        Surroundings surroundings,
        @Nullable Duration lifetime) {

    ContainerConfig config() {
        return request.config();
    }

    HostConfig hostConfig() {
        return request.hostConfig();
    }
}
