package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.engine.runtime.RuntimeFacts;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is different for containers of Linux and of Windows, chosen once for a host.
 *
 * @param paths how paths inside are written
 * @param signals what processes can be sent
 * @param rules what can be asked of the system
 * @param limits which limits it keeps
 * @param patience how long a container may take to stop, if nobody says else
 * @param afterKill how long the system may take to end what was killed
 * @param variables what two names of variables have in common that mean the same one
 * @param unixFiles whether the engine writes files into containers, such as {@code /etc/hosts}, and
 *     fills new volumes with what the image has there
 * @param commands makes the command line of an image's command
 */
record Conventions(
        PathSyntax paths,
        Signals signals,
        SystemRules rules,
        LimitRules limits,
        Duration patience,
        Duration afterKill,
        UnaryOperator<String> variables,
        boolean unixFiles,
        CommandForm commands) {

    /** Time for Windows to end by force what didn't end by itself, and to answer slowly. */
    private static final Duration AFTER_STOP_LIMIT = Duration.ofMinutes(5);

    /** How a command becomes what a process is started with. */
    @FunctionalInterface
    interface CommandForm {

        /** Returns the whole command line; null where the arguments are passed one by one. */
        @Nullable String line(ContainerConfig config);
    }

    /**
     * Chooses.
     *
     * @param facts of the host
     * @param processors how many it has
     * @param data the engine's own folder
     * @param stopLimit how long Windows may take to end a container by itself
     */
    static Conventions of(RuntimeFacts facts, int processors, Path data, Duration stopLimit) {
        return facts.osType().equals("windows")
                ? windows(processors, data, stopLimit)
                : linux(processors);
    }

    static Conventions linux(int processors) {
        return new Conventions(
                new LinuxPaths(),
                new LinuxSignals(),
                new LinuxRules(),
                new LinuxLimits(processors),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                UnaryOperator.identity(),
                true,
                config -> null);
    }

    static Conventions windows(int processors, Path data, Duration stopLimit) {
        CredentialSpecs credentials = new CredentialSpecs(data.resolve("CredentialSpecs"));
        return new Conventions(
                new WindowsPaths(File.separatorChar == '/'),
                new WindowsSignals(),
                new WindowsRules(credentials),
                new WindowsLimits(processors),
                Duration.ofSeconds(30),
                stopLimit.plus(AFTER_STOP_LIMIT),
                name -> name.toUpperCase(Locale.ROOT),
                false,
                WindowsCommand::line);
    }
}
