package dev.mullion.backend.admission;

import dev.mullion.backend.host.HostNow;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.SystemInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request that a container would be made with if it were made now as it is. Engines fill in
 * what nobody asked for; what they fill in by themselves is left out again, and nothing else.
 */
final class AsCreated {

    /** What every engine hides by itself; newer ones hide more. */
    private static final Set<String> MASKED =
            Set.of(
                    "/proc/acpi",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware");

    private static final Set<String> READ_ONLY =
            Set.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final int SHORT_ID = 12;

    private AsCreated() {}

    static CreateContainer request(ContainerDetails container, HostNow host) {
        return new CreateContainer(
                container.config(),
                hostConfig(container.hostConfig(), host.info()),
                new NetworkingConfig(networks(container)));
    }

    private static HostConfig hostConfig(HostConfig was, SystemInfo engine) {
        return was.toBuilder()
                .maskedPaths(without(was.maskedPaths(), MASKED))
                .readonlyPaths(without(was.readonlyPaths(), READ_ONLY))
                .cgroupnsMode(without(was.cgroupnsMode(), usualCgroups(engine)))
                .logConfig(
                        was.logConfig() == null
                                        || was.logConfig().type().equals(engine.loggingDriver())
                                ? null
                                : was.logConfig())
                .build();
    }

    /** A list that has all of the engine's own takes nothing away. */
    private static @Nullable List<String> without(
            @Nullable List<String> paths, Set<String> engines) {
        return paths != null && paths.containsAll(engines) ? null : paths;
    }

    private static @Nullable String without(@Nullable String mode, String usual) {
        return usual.equals(mode) ? null : mode;
    }

    /** With the first version of control groups, engines have always shared the host's view. */
    private static String usualCgroups(SystemInfo engine) {
        return Objects.equals(engine.cgroupVersion(), "2") ? "private" : "host";
    }

    private static Map<String, EndpointSettings> networks(ContainerDetails container) {
        Map<String, EndpointSettings> asked = new HashMap<>();
        String shortId = container.id().hex().substring(0, SHORT_ID);
        container
                .networkSettings()
                .networks()
                .forEach((name, endpoint) ->
                        asked.put(
                                name,
                                EndpointSettings.builder()
                                        .ipamConfig(endpoint.ipamConfig())
                                        .links(endpoint.links())
                                        .aliases(
                                                endpoint.aliases().stream()
                                                        .filter(alias -> !alias.equals(shortId))
                                                        .toList())
                                        .driverOpts(endpoint.driverOpts())
                                        .build()));
        return asked;
    }
}
