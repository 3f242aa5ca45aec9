package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.RuntimeFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a container may ask of this host, and what it gets where it leaves that open. */
final class HostRules {

    private final HostBoundary boundary;
    private final RuntimeFacts facts;
    private final Conventions conventions;
    private final String usualNetwork;

    /**
     * Knows the host.
     *
     * @param usualNetwork the network of who asks for none
     */
    HostRules(
            HostBoundary boundary,
            RuntimeFacts facts,
            Conventions conventions,
            String usualNetwork) {
        this.boundary = boundary;
        this.facts = facts;
        this.conventions = conventions;
        this.usualNetwork = usualNetwork;
    }

    HostBoundary boundary() {
        return boundary;
    }

    /** {@code linux} or {@code windows}. */
    String osType() {
        return facts.osType();
    }

    /**
     * Checks what is asked of the host.
     *
     * @param config the rest of the request
     * @param asked with its isolation decided
     * @param warnings gets a sentence for each thing that is left out
     * @return what is asked for with the defaults filled in
     * @throws EngineProblem 400, 403 or 501
     */
    HostConfig checked(ContainerConfig config, HostConfig asked, List<String> warnings) {
        boundary.check(asked);
        common(asked);
        HostConfig system = conventions.rules().checked(config, asked, warnings);
        if (!asked.annotations().isEmpty()) {
            warnings.add("Annotations are kept, but the runtime isn't told of them.");
        }
        return system.toBuilder()
                .resources(
                        conventions
                                .limits()
                                .checked(asked.resources(), asked.isolation(), warnings))
                .networkMode(networkMode(config, asked))
                .runtime(or(asked.runtime(), facts.name()))
                .consoleSize(asked.consoleSize().isEmpty() ? List.of(0, 0) : asked.consoleSize())
                .logConfig(LogRules.checked(asked.logConfig(), warnings))
                .build();
    }

    private void common(HostConfig asked) {
        RestartRule.check(asked.restartPolicy());
        if (asked.autoRemove() && !asked.restartPolicy().name().equals(RestartRule.NO)) {
            throw EngineProblem.invalid("can't create 'AutoRemove' container with restart policy");
        }
        for (String host : asked.extraHosts()) {
            if (host.indexOf(':') < 1) {
                throw EngineProblem.invalid("bad format for add-host: \"" + host + "\"");
            }
        }
        if (!asked.links().isEmpty()) {
            throw EngineProblem.notImplemented(
                    "Links between containers can't be had on this engine; leave it out of the"
                            + " request");
        }
        driver(asked);
    }

    private String networkMode(ContainerConfig config, HostConfig asked) {
        String mode = or(asked.networkMode(), usualNetwork);
        if (config.networkDisabled()) {
            return "none";
        }
        return mode.equals("default") ? usualNetwork : mode;
    }

    private void driver(HostConfig asked) {
        String driver = asked.volumeDriver();
        if (driver != null && !driver.equals("local")) {
            throw EngineProblem.notFound(
                    "error looking up volume plugin "
                            + driver
                            + ": plugin \""
                            + driver
                            + "\" not found");
        }
        String runtime = asked.runtime();
        if (runtime != null && !Set.of("runc", facts.name()).contains(runtime)) {
            throw EngineProblem.invalid("unknown or invalid runtime name: " + runtime);
        }
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
