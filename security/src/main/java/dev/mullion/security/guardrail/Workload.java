package dev.mullion.security.guardrail;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.UpdateContainer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
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

    /** What the request names that may be on the host already. */
    public NamedThings named() {
        return NamedThings.of(this);
    }

    /** The same request where something else is there already. */
    public Workload among(Surroundings others) {
        return new Workload(placement, host, request, image, others, lifetime);
    }

    ContainerConfig config() {
        return request.config();
    }

    HostConfig hostConfig() {
        return request.hostConfig();
    }

    /**
     * Returns what this becomes by a change of limits: what the request leaves at 0 or absent stays
     * as it is.
     */
    public Workload updated(UpdateContainer update) {
        return withHostConfig(host ->
                host.toBuilder()
                        .resources(MergedLimits.of(host.resources(), update.resources()))
                        .restartPolicy(
                                update.restartPolicy() == null
                                        ? host.restartPolicy()
                                        : update.restartPolicy())
                        .build());
    }

    /**
     * Returns what this becomes by joining one more network.
     *
     * @param network as the request names it
     * @param endpoint what is asked for there; null for nothing special
     */
    public Workload connected(String network, @Nullable EndpointSettings endpoint) {
        NetworkingConfig before = request.networkingConfig();
        Map<String, EndpointSettings> networks =
                new HashMap<>(before == null ? Map.of() : before.endpointsConfig());
        networks.put(network, endpoint == null ? EndpointSettings.builder().build() : endpoint);
        return with(new CreateContainer(config(), hostConfig(), new NetworkingConfig(networks)));
    }

    /** The same for another user, who perhaps has full privileges. */
    Workload runBy(@Nullable String user, boolean privileged) {
        return with(
                new CreateContainer(
                        user == null ? config() : config().toBuilder().user(user).build(),
                        hostConfig().toBuilder()
                                .privileged(hostConfig().privileged() || privileged)
                                .build(),
                        request.networkingConfig()));
    }

    private Workload withHostConfig(UnaryOperator<HostConfig> change) {
        return with(
                new CreateContainer(
                        config(), change.apply(hostConfig()), request.networkingConfig()));
    }

    private Workload with(CreateContainer changed) {
        return new Workload(placement, host, changed, image, surroundings, lifetime);
    }
}
