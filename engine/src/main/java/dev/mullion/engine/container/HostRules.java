package dev.mullion.engine.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.RuntimeFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a container may ask of this host, and what it gets where it leaves that open. */
final class HostRules {

    private static final long USUAL_SHM = 64L << 20;

    private final HostBoundary boundary;
    private final RuntimeFacts facts;
    private final LimitRules limits;

    HostRules(HostBoundary boundary, RuntimeFacts facts, int processors) {
        this.boundary = boundary;
        this.facts = facts;
        this.limits = new LimitRules(processors);
    }

    HostBoundary boundary() {
        return boundary;
    }

    LimitRules limits() {
        return limits;
    }

    /**
     * Checks what is asked of the host.
     *
     * @param config the rest of the request
     * @param warnings gets a sentence for each thing that is left out
     * @return what is asked for with the defaults filled in
     * @throws EngineProblem 400, 403 or 501
     */
    HostConfig checked(ContainerConfig config, HostConfig asked, List<String> warnings) {
        boundary.check(asked);
        namespaces(config, asked);
        security(asked, warnings);
        notOffered(asked);
        isolation(asked.isolation());
        RestartRule.check(asked.restartPolicy());
        if (asked.autoRemove() && !asked.restartPolicy().name().equals(RestartRule.NO)) {
            throw EngineProblem.invalid("can't create 'AutoRemove' container with restart policy");
        }
        if (asked.shmSize() < 0) {
            throw EngineProblem.invalid("SHM size can not be less than 0");
        }
        sysctls(asked);
        if (!asked.annotations().isEmpty()) {
            warnings.add("Annotations are kept, but the runtime isn't told of them.");
        }
        return asked.toBuilder()
                .resources(limits.checked(asked.resources(), warnings))
                .networkMode(networkMode(config, asked))
                .ipcMode(or(asked.ipcMode(), "private"))
                .runtime(or(asked.runtime(), facts.name()))
                .shmSize(asked.shmSize() == 0 ? USUAL_SHM : asked.shmSize())
                .consoleSize(asked.consoleSize().isEmpty() ? List.of(0, 0) : asked.consoleSize())
                .logConfig(LogRules.checked(asked.logConfig(), warnings))
                .capAdd(SecurityOptions.capabilities("CapAdd", asked.capAdd()))
                .capDrop(SecurityOptions.capabilities("CapDrop", asked.capDrop()))
                .build();
    }

    private static String networkMode(ContainerConfig config, HostConfig asked) {
        String mode = or(asked.networkMode(), "bridge");
        if (config.networkDisabled()) {
            return "none";
        }
        return mode.equals("default") ? "bridge" : mode;
    }

    private static void namespaces(ContainerConfig config, HostConfig asked) {
        mode("PID", asked.pidMode(), Set.of("host"), true);
        mode("IPC", asked.ipcMode(), Set.of("host", "private", "shareable"), false);
        mode("UTS", asked.utsMode(), Set.of("host"), false);
        refuse("host".equals(asked.cgroupnsMode()), "The host's view of control groups");
        refuse(
                or(asked.ipcMode(), "").startsWith("container:"),
                "Shared memory of another container");
        mode("cgroup namespace", asked.cgroupnsMode(), Set.of("private"), false);
        mode("userns", asked.usernsMode(), Set.of("host"), false);
        boolean named = config.hostname() != null;
        if (named && "host".equals(asked.utsMode())) {
            throw EngineProblem.invalid("conflicting options: hostname and the UTS mode");
        }
        String network = or(asked.networkMode(), "");
        if (!network.startsWith("container:")) {
            return;
        }
        conflict(named, "hostname and the network mode");
        conflict(!asked.links().isEmpty(), "container type network can't be used with links");
        conflict(!asked.dns().isEmpty(), "dns and the network mode");
        conflict(!asked.extraHosts().isEmpty(), "custom host-to-IP mapping and the network mode");
        conflict(
                !asked.portBindings().isEmpty() || asked.publishAllPorts(),
                "port publishing and the container type network mode");
        conflict(
                !config.exposedPorts().isEmpty(),
                "port exposing and the container type network mode");
    }

    private static void conflict(boolean there, String what) {
        if (there) {
            throw EngineProblem.invalid("conflicting options: " + what);
        }
    }

    private static void mode(
            String what, @Nullable String mode, Set<String> known, boolean containers) {
        boolean fine =
                mode == null
                        || known.contains(mode)
                        || (containers
                                && mode.startsWith("container:")
                                && mode.length() > "container:".length());
        if (!fine) {
            throw EngineProblem.invalid("invalid " + what + " mode: " + mode);
        }
    }

    private static void security(HostConfig asked, List<String> warnings) {
        SecurityOptions.of(asked.securityOpt(), warnings);
        for (String host : asked.extraHosts()) {
            if (host.indexOf(':') < 1) {
                throw EngineProblem.invalid("bad format for add-host: \"" + host + "\"");
            }
        }
    }

    private void notOffered(HostConfig asked) {
        refuse(!asked.links().isEmpty(), "Links between containers");
        refuse(asked.cgroup() != null, "A control group of another container");
        refuse(asked.oomScoreAdj() != 0, "An out-of-memory score");
        if (!asked.storageOpt().isEmpty()) {
            throw EngineProblem.invalid(
                    "--storage-opt is supported only for overlay over xfs with 'pquota' mount"
                            + " option");
        }
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

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw EngineProblem.notImplemented(
                    what + " can't be had on this engine; leave it out of the request");
        }
    }

    private void isolation(Isolation isolation) {
        if (isolation == Isolation.HYPERV && !facts.isolations().contains(Isolation.HYPERV)) {
            throw EngineProblem.invalid(
                    "this host offers no isolation with a kernel of its own; create the container"
                            + " with isolation \"process\", or on another host");
        }
    }

    private static void sysctls(HostConfig asked) {
        for (Map.Entry<String, String> sysctl : asked.sysctls().entrySet()) {
            String name = sysctl.getKey();
            boolean network = name.startsWith("net.");
            boolean ipc =
                    name.startsWith("fs.mqueue.")
                            || name.matches(
                                    "kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni"
                                            + "|shm_rmid_forced)");
            if (!name.matches("[a-z0-9_.-]+(/[a-z0-9_.-]+)*") || !(network || ipc)) {
                throw EngineProblem.invalid("sysctl '" + name + "' is not whitelisted");
            }
            if (network && "host".equals(asked.networkMode())) {
                throw EngineProblem.invalid(
                        "sysctl '" + name + "' not allowed in host network namespace");
            }
            if (ipc && "host".equals(asked.ipcMode())) {
                throw EngineProblem.invalid(
                        "sysctl '" + name + "' not allowed in host ipc namespace");
            }
        }
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
