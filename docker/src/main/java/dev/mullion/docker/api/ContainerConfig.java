package dev.mullion.docker.api;

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
 * @param labels its labels
 * @param stopSignal the signal that asks it to stop; absent takes the image's
 * @param stopTimeout seconds it gets to stop before it is killed
 * @param shell the shell of shell-form commands
 */
public record ContainerConfig(
        @Nullable String hostname,
        @Nullable String domainname,
        @Nullable String user,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        Map<String, Map<String, Object>> exposedPorts,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        List<String> env,
        List<String> cmd,
        @Nullable HealthCheck healthcheck,
        @Nullable Boolean argsEscaped,
        String image,
        Map<String, Map<String, Object>> volumes,
        @Nullable String workingDir,
        List<String> entrypoint,
        boolean networkDisabled,
        Map<String, String> labels,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeout,
        List<String> shell) {

    /** Fills in what is absent. */
    public ContainerConfig {
        hostname = Absent.orNull(hostname);
        domainname = Absent.orNull(domainname);
        user = Absent.orNull(user);
        workingDir = Absent.orNull(workingDir);
        stopSignal = Absent.orNull(stopSignal);
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
     * @return a builder
     */
    public static Builder builder(String image) {
        return new Builder().image(image);
    }

    /** Sets what differs from the image's own configuration. */
    public static final class Builder {

        private @Nullable String hostname;
        private @Nullable String domainname;
        private @Nullable String user;
        private boolean attachStdin;
        private boolean attachStdout;
        private boolean attachStderr;
        private Map<String, Map<String, Object>> exposedPorts = Map.of();
        private boolean tty;
        private boolean openStdin;
        private boolean stdinOnce;
        private List<String> env = List.of();
        private List<String> cmd = List.of();
        private @Nullable HealthCheck healthcheck;
        private @Nullable Boolean argsEscaped;
        private String image = "";
        private Map<String, Map<String, Object>> volumes = Map.of();
        private @Nullable String workingDir;
        private List<String> entrypoint = List.of();
        private boolean networkDisabled;
        private Map<String, String> labels = Map.of();
        private @Nullable String stopSignal;
        private @Nullable Integer stopTimeout;
        private List<String> shell = List.of();

        private Builder() {}

        /**
         * Sets: the name it has inside; absent takes its id.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder hostname(@Nullable String value) {
            this.hostname = value;
            return this;
        }

        /**
         * Sets: the domain it has inside.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder domainname(@Nullable String value) {
            this.domainname = value;
            return this;
        }

        /**
         * Sets: who runs it inside; absent takes the image's.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder user(@Nullable String value) {
            this.user = value;
            return this;
        }

        /**
         * Sets: whether whoever starts it wants to write to it.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdin(boolean value) {
            this.attachStdin = value;
            return this;
        }

        /**
         * Sets: whether whoever starts it wants its output.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdout(boolean value) {
            this.attachStdout = value;
            return this;
        }

        /**
         * Sets: whether whoever starts it wants its error output.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStderr(boolean value) {
            this.attachStderr = value;
            return this;
        }

        /**
         * Sets: the ports it listens on, {@code 80/tcp} to an empty map.
         *
         * @param value the value
         * @return this builder
         */
        public Builder exposedPorts(Map<String, Map<String, Object>> value) {
            this.exposedPorts = value;
            return this;
        }

        /**
         * Sets: whether it has a terminal; its output then is one raw stream.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tty(boolean value) {
            this.tty = value;
            return this;
        }

        /**
         * Sets: whether its input stays open while nobody is attached.
         *
         * @param value the value
         * @return this builder
         */
        public Builder openStdin(boolean value) {
            this.openStdin = value;
            return this;
        }

        /**
         * Sets: whether its input ends when the first who is attached leaves.
         *
         * @param value the value
         * @return this builder
         */
        public Builder stdinOnce(boolean value) {
            this.stdinOnce = value;
            return this;
        }

        /**
         * Sets: its variables, {@code NAME=value}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder env(List<String> value) {
            this.env = value;
            return this;
        }

        /**
         * Sets: the command or what the entry point is given; empty takes the image's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cmd(List<String> value) {
            this.cmd = value;
            return this;
        }

        /**
         * Sets: how to find out whether it is well; absent takes the image's.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder healthcheck(@Nullable HealthCheck value) {
            this.healthcheck = value;
            return this;
        }

        /**
         * Sets: whether the command is a Windows command line already.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder argsEscaped(@Nullable Boolean value) {
            this.argsEscaped = value;
            return this;
        }

        /**
         * Sets: the image as it was asked for.
         *
         * @param value the value
         * @return this builder
         */
        public Builder image(String value) {
            this.image = value;
            return this;
        }

        /**
         * Sets: paths that get a volume, to an empty map.
         *
         * @param value the value
         * @return this builder
         */
        public Builder volumes(Map<String, Map<String, Object>> value) {
            this.volumes = value;
            return this;
        }

        /**
         * Sets: the folder it starts in; absent takes the image's.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder workingDir(@Nullable String value) {
            this.workingDir = value;
            return this;
        }

        /**
         * Sets: the program; empty takes the image's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder entrypoint(List<String> value) {
            this.entrypoint = value;
            return this;
        }

        /**
         * Sets: whether it has no network.
         *
         * @param value the value
         * @return this builder
         */
        public Builder networkDisabled(boolean value) {
            this.networkDisabled = value;
            return this;
        }

        /**
         * Sets: its labels.
         *
         * @param value the value
         * @return this builder
         */
        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        /**
         * Sets: the signal that asks it to stop; absent takes the image's.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder stopSignal(@Nullable String value) {
            this.stopSignal = value;
            return this;
        }

        /**
         * Sets: seconds it gets to stop before it is killed.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder stopTimeout(@Nullable Integer value) {
            this.stopTimeout = value;
            return this;
        }

        /**
         * Sets: the shell of shell-form commands.
         *
         * @param value the value
         * @return this builder
         */
        public Builder shell(List<String> value) {
            this.shell = value;
            return this;
        }

        /**
         * Makes the record.
         *
         * @return a record with what was set
         */
        public ContainerConfig build() {
            return new ContainerConfig(
                    hostname,
                    domainname,
                    user,
                    attachStdin,
                    attachStdout,
                    attachStderr,
                    exposedPorts,
                    tty,
                    openStdin,
                    stdinOnce,
                    env,
                    cmd,
                    healthcheck,
                    argsEscaped,
                    image,
                    volumes,
                    workingDir,
                    entrypoint,
                    networkDisabled,
                    labels,
                    stopSignal,
                    stopTimeout,
                    shell);
        }
    }
}
