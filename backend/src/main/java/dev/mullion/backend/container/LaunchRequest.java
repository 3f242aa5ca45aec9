package dev.mullion.backend.container;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.backend.host.Words;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.RestartPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks a launch against its host, and says it in the engine's words. */
final class LaunchRequest {

    /** Engines take no less. */
    private static final long LEAST_MEMORY = 6L << 20;

    private static final int LONGEST_USER = 200;

    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final String PORTS = "ports";

    private final Launch launch;
    private final HostSnapshot host;
    private final String asked;

    LaunchRequest(Launch launch, HostSnapshot host, String asked) {
        this.launch = launch;
        this.host = host;
        this.asked = asked;
    }

    /**
     * The request to the engine.
     *
     * @throws Problem INVALID when the launch can't be, HOST_UNREACHABLE when nothing is known of
     *     the host yet
     */
    CreateContainer checked() {
        HostFacts facts = facts();
        if (launch.name() != null) {
            ContainerName.check(launch.name(), asked);
        }
        checkIsolation(facts);
        checkVariables();
        checkPorts();
        checkLimits(facts);
        checkUser();
        Long memory = launch.memoryBytes();
        Double cpus = launch.cpus();
        HostConfig hostConfig =
                HostConfig.builder()
                        // an engine on Linux knows no word for what it always does
                        .isolation(facts.windows() ? launch.isolation() : Isolation.DEFAULT)
                        .portBindings(bindings())
                        .restartPolicy(new RestartPolicy(launch.restart().wire(), 0))
                        .resources(
                                Resources.builder()
                                        .memory(memory == null ? 0 : memory)
                                        .nanoCpus(cpus == null ? 0 : Math.round(cpus * 1e9))
                                        .build())
                        .storageOpt(storage())
                        .build();
        ContainerConfig config =
                // as people wrote it: the engine lists the container under these words
                ContainerConfig.builder(launch.image().familiar())
                        .user(launch.user())
                        .cmd(launch.command())
                        .env(
                                launch.environment().entrySet().stream()
                                        .map(variable ->
                                                variable.getKey() + "=" + variable.getValue())
                                        .toList())
                        .labels(launch.labels())
                        .exposedPorts(exposed())
                        .build();
        return CreateContainer.of(config, hostConfig);
    }

    private HostFacts facts() {
        @Nullable HostFacts facts = host.facts();
        if (facts == null) {
            throw Problem.of(
                    Problem.Kind.HOST_UNREACHABLE,
                    asked,
                    "host \"" + host.host().name() + "\" has not answered yet",
                    "Try again when it is ready; the page of the host says how it is.");
        }
        return facts;
    }

    private void checkIsolation(HostFacts facts) {
        facts.offer(launch.isolation())
                .filter(offer -> !offer.offered())
                .map(IsolationOffer::reason)
                .ifPresent(reason -> {
                    throw Problem.invalid(
                            "isolation",
                            asked,
                            "host \""
                                    + host.host().name()
                                    + "\" does not offer "
                                    + launch.isolation().wire()
                                    + " isolation: "
                                    + reason,
                            "Choose another isolation or another host.");
                });
    }

    private void checkVariables() {
        launch.environment()
                .forEach((name, value) -> {
                    if (name.isEmpty() || name.indexOf('=') >= 0 || hasNul(name + value)) {
                        throw Problem.invalid(
                                "environment",
                                asked,
                                "\""
                                        + Words.quotable(upToEquals(name))
                                        + "\" can't be a variable: its name is empty or has"
                                        + " an equals sign, or it holds a zero byte",
                                "Change or leave out that variable.");
                    }
                });
        if (launch.command().stream().anyMatch(LaunchRequest::hasNul)) {
            throw Problem.invalid(
                    "command",
                    asked,
                    "a part of the command holds a zero byte",
                    "Leave out the zero byte.");
        }
    }

    /** What follows may be a secret that somebody took for part of the name. */
    private static String upToEquals(String name) {
        int equals = name.indexOf('=');
        return equals < 0 ? name : name.substring(0, equals + 1) + "…";
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private void checkPorts() {
        Set<String> taken = new HashSet<>();
        for (PortMapping port : launch.ports()) {
            if (!PROTOCOLS.contains(port.protocol())) {
                throw invalidPort(
                        "\"" + Words.quotable(port.protocol()) + "\" is no protocol",
                        "Use tcp, udp or sctp.");
            }
            if (port.containerPort() < 1 || port.containerPort() > 65535) {
                throw invalidPort(
                        port.containerPort() + " is no port of a container", "Use 1 to 65535.");
            }
            if (port.hostPort() < 0 || port.hostPort() > 65535) {
                throw invalidPort(
                        port.hostPort() + " is no port of a host",
                        "Use 1 to 65535, or 0 to leave the choice to the engine.");
            }
            if (port.hostPort() > 0
                    && !taken.add(port.hostIp() + "|" + port.hostPort() + port.protocol())) {
                throw invalidPort(
                        "port " + port.hostPort() + " of the host is asked for twice",
                        "Choose another port for one of the two.");
            }
        }
    }

    private Problem invalidPort(String because, String remedy) {
        return Problem.invalid(PORTS, asked, because, remedy);
    }

    private void checkLimits(HostFacts facts) {
        Long memory = launch.memoryBytes();
        if (memory != null && memory < LEAST_MEMORY) {
            throw Problem.invalid(
                    "memoryBytes",
                    asked,
                    memory + " bytes of memory are less than an engine gives",
                    "Give it 6 MiB or more, or no limit.");
        }
        Long storage = launch.storageBytes();
        if (storage != null && (storage <= 0 || !facts.windows())) {
            throw Problem.invalid(
                    "storageBytes",
                    asked,
                    facts.windows()
                            ? storage + " bytes are no room for files"
                            : "an engine on Linux can't limit the room for a container's files",
                    facts.windows() ? "Give it more, or no limit." : "Leave it out.");
        }
        Double cpus = launch.cpus();
        // the negation catches what is no number, too
        if (cpus != null && !(cpus >= 0.01 && cpus <= facts.cpus())) {
            throw Problem.invalid(
                    "cpus",
                    asked,
                    cpus + " processors can't be given on a host with " + facts.cpus(),
                    "Give it 0.01 to " + facts.cpus() + ", or no limit.");
        }
    }

    private void checkUser() {
        String user = launch.user();
        if (user != null && (user.isBlank() || user.length() > LONGEST_USER || hasNul(user))) {
            throw Problem.invalid(
                    "user",
                    asked,
                    "that is no name of a user",
                    "Give a name or number of up to " + LONGEST_USER + " characters, or none.");
        }
    }

    private Map<String, String> storage() {
        Long storage = launch.storageBytes();
        return storage == null ? Map.of() : Map.of("size", storage.toString());
    }

    private Map<String, List<PortBinding>> bindings() {
        Map<String, List<PortBinding>> bindings = new TreeMap<>();
        for (PortMapping port : launch.ports()) {
            bindings.computeIfAbsent(inside(port), _ -> new ArrayList<>())
                    .add(new PortBinding(port.hostIp(), Integer.toString(port.hostPort())));
        }
        return bindings;
    }

    private Map<String, Map<String, Object>> exposed() {
        Map<String, Map<String, Object>> exposed = new TreeMap<>();
        launch.ports().forEach(port -> exposed.put(inside(port), Map.of()));
        return exposed;
    }

    private static String inside(PortMapping port) {
        return port.containerPort() + "/" + port.protocol();
    }
}
