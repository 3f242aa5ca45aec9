package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HealthCheck;
import dev.mullion.engine.EngineProblem;
import java.util.List;

/** What a container can be told to run, in the words clients know. */
final class ConfigRules {

    private final Conventions conventions;

    ConfigRules(Conventions conventions) {
        this.conventions = conventions;
    }

    /** Checks what was asked for. */
    void check(ContainerConfig asked) {
        String directory = asked.workingDir();
        if (directory != null && !conventions.paths().isAbsolute(directory)) {
            throw EngineProblem.invalid(
                    "the working directory '"
                            + directory
                            + "' is invalid, it needs to be an absolute path");
        }
        for (String variable : asked.env()) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw EngineProblem.invalid("invalid environment variable: " + variable);
            }
        }
        String hostname = asked.hostname();
        if (hostname != null && (hostname.length() > 63 || !hostname.matches("[\\w.-]+"))) {
            throw EngineProblem.invalid("invalid hostname: \"" + hostname + "\"");
        }
        Integer timeout = asked.stopTimeout();
        if (timeout != null && timeout < -1) {
            throw EngineProblem.invalid("invalid stop timeout: " + timeout);
        }
    }

    /** Checks it with what the image says merged in. */
    void checkMerged(ContainerConfig config, List<String> warnings) {
        if (config.stopSignal() != null) {
            conventions.signals().number(config.stopSignal());
        }
        HealthCheck health = config.healthcheck();
        boolean checked =
                health != null
                        && !health.test().isEmpty()
                        && !health.test().equals(List.of("NONE"));
        if (checked) {
            warnings.add(
                    "This engine does not run health checks yet; the container will show none.");
        }
    }
}
