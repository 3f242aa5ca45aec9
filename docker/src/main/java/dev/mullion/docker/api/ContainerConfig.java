package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs and how; the part of its configuration that would be the same on any host.
 *
 * @param hostname the name it has inside; absent takes its id
 * @param domainname the domain it has inside
 * @param user who runs it inside; absent takes the image's
 * @param attachStdin whether whoever starts it wants to write to it
 * @param attachStdout whether whoever starts it wants its output
 * @param attachStderr whether whoever starts it wants its error output
 * @param exposedPorts the ports it listens on, {@code 80/tcp} to an empty map
 * @param tty whether it has a terminal; its output then is one raw stream
 * @param openStdin whether its input stays open while nobody is attached
 * @param stdinOnce whether its input ends when the first who is attached leaves
 * @param env its variables, {@code NAME=value}
 * @param cmd the command or what the entry point is given; empty takes the image's
 * @param healthcheck how to find out whether it is well; absent takes the image's
 * @param argsEscaped whether the command is a Windows command line already
 * @param image the image as it was asked for
 * @param volumes paths that get a volume, to an empty map
 * @param workingDir the folder it starts in; absent takes the image's
 * @param entrypoint the program; empty takes the image's
 * @param networkDisabled whether it has no network
 * @param macAddress its hardware address in the default network, from clients before 1.44
 * @param onBuild what happens when images are built from it
 * @param labels its labels
 * @param stopSignal the signal that asks it to stop; absent takes the image's
 * @param stopTimeout seconds it gets to stop before it is killed
 * @param shell the shell of shell-form commands
 */
@RecordBuilder
public record ContainerConfig(
        @Nullable String hostname,
        @Nullable String domainname,
        @Nullable String user,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Map<String, Object>> exposedPorts,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        @NullWhenEmpty List<String> env,
        @NullWhenEmpty @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                List<String> cmd,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthCheck healthcheck,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean argsEscaped,
        String image,
        @NullWhenEmpty Map<String, Map<String, Object>> volumes,
        @Nullable String workingDir,
        @NullWhenEmpty @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                List<String> entrypoint,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean networkDisabled,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String macAddress,
        @NullWhenEmpty List<String> onBuild,
        Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String stopSignal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer stopTimeout,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> shell) {

    /** Fills in what is absent. */
    public ContainerConfig {
        hostname = Absent.orNull(hostname);
        domainname = Absent.orNull(domainname);
        user = Absent.orNull(user);
        workingDir = Absent.orNull(workingDir);
        stopSignal = Absent.orNull(stopSignal);
        macAddress = Absent.orNull(macAddress);
        onBuild = Absent.list(onBuild);
        exposedPorts = Absent.map(exposedPorts);
        env = Absent.list(env);
        cmd = Absent.list(cmd);
        image = Absent.text(image);
        volumes = Absent.map(volumes);
        entrypoint = Absent.list(entrypoint);
        labels = Absent.map(labels);
        shell = Absent.list(shell);
    }

    /**
     * Begins a configuration that takes everything from the image.
     *
     * @param image the image as it is asked for
     */
    public static ContainerConfigBuilder builder(String image) {
        return ContainerConfigBuilder.builder().image(image);
    }

    /** Begins a configuration like this one. */
    public ContainerConfigBuilder toBuilder() {
        return ContainerConfigBuilder.builder(this);
    }
}
