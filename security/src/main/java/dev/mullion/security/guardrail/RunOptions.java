package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfigBuilder;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.EndpointSettingsBuilder;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.ResourcesBuilder;
import dev.mullion.docker.api.RestartPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The options of {@code docker run}, and what they have said so far. */
final class RunOptions {

    /** What only the client does, and what changes nothing that is judged. */
    private static final Set<String> CLIENT_SWITCHES =
            Set.of("d", "detach", "sig-proxy", "q", "quiet", "no-healthcheck");

    private static final Set<String> CLIENT_OPTIONS =
            Set.of(
                    "name",
                    "pull",
                    "platform",
                    "detach-keys",
                    "a",
                    "attach",
                    "stop-signal",
                    "stop-timeout");

    private final ContainerConfigBuilder config = ContainerConfigBuilder.builder();
    private final HostConfigBuilder host = HostConfig.builder();
    private final ResourcesBuilder resources = Resources.builder();
    private final EndpointSettingsBuilder endpoint = EndpointSettings.builder();

    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Map<String, String>> maps = new HashMap<>();
    private final Map<String, List<PortBinding>> ports = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> exposed = new LinkedHashMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final List<Resources.DeviceMapping> devices = new ArrayList<>();
    private final List<Resources.DeviceRequest> deviceRequests = new ArrayList<>();
    private String logDriver = "";
    private boolean ownEndpoint;

    private final Map<String, Consumer<Boolean>> switches = new HashMap<>();
    private final Map<String, Consumer<String>> options = new HashMap<>();

    RunOptions() {
        switches.put("privileged", host::privileged);
        switches.put("P", host::publishAllPorts);
        switches.put("publish-all", host::publishAllPorts);
        switches.put("read-only", host::readonlyRootfs);
        switches.put("rm", host::autoRemove);
        switches.put("init", host::init);
        switches.put("oom-kill-disable", resources::oomKillDisable);
        switches.put("i", config::openStdin);
        switches.put("interactive", config::openStdin);
        switches.put("t", config::tty);
        switches.put("tty", config::tty);
        process();
        limits();
        kernel();
        files();
        networks();
    }

    private void process() {
        both("u", "user", config::user);
        both("w", "workdir", config::workingDir);
        both("h", "hostname", config::hostname);
        options.put("domainname", config::domainname);
        options.put("entrypoint", text -> config.entrypoint(List.of(text)));
        both("e", "env", list("env"));
        both("l", "label", map("label"));
        options.put("annotation", map("annotation"));
        options.put("restart", text -> host.restartPolicy(restart(text)));
        options.put("log-driver", text -> logDriver = text);
        options.put("log-opt", map("log-opt"));
    }

    private void limits() {
        both("m", "memory", text -> resources.memory(bytes(text)));
        options.put(
                "memory-swap", text -> resources.memorySwap(text.equals("-1") ? -1 : bytes(text)));
        options.put("memory-reservation", text -> resources.memoryReservation(bytes(text)));
        options.put("cpus", text -> resources.nanoCpus(nanos(text)));
        both("c", "cpu-shares", text -> resources.cpuShares(Long.parseLong(text)));
        options.put("cpu-quota", text -> resources.cpuQuota(Long.parseLong(text)));
        options.put("cpu-period", text -> resources.cpuPeriod(Long.parseLong(text)));
        options.put("cpu-rt-runtime", text -> resources.cpuRealtimeRuntime(Long.parseLong(text)));
        options.put("cpu-rt-period", text -> resources.cpuRealtimePeriod(Long.parseLong(text)));
        options.put("cpu-count", text -> resources.cpuCount(Long.parseLong(text)));
        options.put("cpu-percent", text -> resources.cpuPercent(Long.parseLong(text)));
        options.put("cpuset-cpus", resources::cpusetCpus);
        options.put("cpuset-mems", resources::cpusetMems);
        options.put("pids-limit", text -> resources.pidsLimit(Long.parseLong(text)));
        options.put("shm-size", text -> host.shmSize(bytes(text)));
        options.put("storage-opt", map("storage-opt"));
        options.put("oom-score-adj", text -> host.oomScoreAdj(Integer.parseInt(text)));
    }

    private void kernel() {
        options.put("isolation", text -> host.isolation(Isolation.of(text)));
        options.put("runtime", host::runtime);
        options.put("cap-add", list("cap-add"));
        options.put("cap-drop", list("cap-drop"));
        options.put("security-opt", this::securityOption);
        options.put("sysctl", map("sysctl"));
        options.put("group-add", list("group-add"));
        options.put("pid", host::pidMode);
        options.put("ipc", host::ipcMode);
        options.put("uts", host::utsMode);
        options.put("userns", host::usernsMode);
        options.put("cgroupns", host::cgroupnsMode);
        options.put("cgroup-parent", resources::cgroupParent);
        options.put("device", text -> devices.add(device(text)));
        options.put("device-cgroup-rule", list("device-cgroup-rule"));
        options.put("gpus", text -> deviceRequests.add(gpus(text)));
    }

    private void files() {
        both("v", "volume", list("volume"));
        options.put("mount", text -> mounts.add(MountOption.read(text)));
        options.put("tmpfs", this::tmpfs);
        options.put("volumes-from", list("volumes-from"));
        options.put("volume-driver", host::volumeDriver);
    }

    private void networks() {
        options.put("net", host::networkMode);
        options.put("network", this::network);
        options.put("net-alias", ofEndpoint(list("alias")));
        options.put("network-alias", ofEndpoint(list("alias")));
        options.put("ip", ofEndpoint(text -> maps("ip").put("4", text)));
        options.put("ip6", ofEndpoint(text -> maps("ip").put("6", text)));
        options.put("link-local-ip", ofEndpoint(list("link-local-ip")));
        options.put("mac-address", config::macAddress);
        options.put("link", list("link"));
        options.put("add-host", list("add-host"));
        options.put("dns", list("dns"));
        options.put("dns-search", list("dns-search"));
        options.put("dns-opt", list("dns-opt"));
        options.put("dns-option", list("dns-opt"));
        options.put("expose", this::expose);
        both("p", "publish", this::publish);
    }

    private void both(String letter, String name, Consumer<String> use) {
        options.put(letter, use);
        options.put(name, use);
    }

    private Consumer<String> list(String name) {
        return text -> lists.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
    }

    private List<String> listed(String name) {
        return lists.getOrDefault(name, List.of());
    }

    private Map<String, String> maps(String name) {
        return maps.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    private Consumer<String> map(String name) {
        return text -> {
            int equals = text.indexOf('=');
            maps(name)
                    .put(
                            equals < 0 ? text : text.substring(0, equals),
                            equals < 0 ? "" : text.substring(equals + 1));
        };
    }

    private Consumer<String> ofEndpoint(Consumer<String> use) {
        return text -> {
            ownEndpoint = true;
            use.accept(text);
        };
    }

    boolean isSwitch(String name) {
        return switches.containsKey(name) || CLIENT_SWITCHES.contains(name);
    }

    void flip(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new RequestFormatException("--" + name + " is either true or false.");
        }
        Consumer<Boolean> use = switches.get(name);
        if (use != null) {
            use.accept(value.equals("true"));
        }
    }

    void take(String name, String value) {
        Consumer<String> use = options.get(name);
        if (use != null) {
            use.accept(value);
        } else if (!CLIENT_OPTIONS.contains(name)) {
            throw new RequestFormatException(
                    "The option " + Objections.quoted(name) + " isn't understood here.");
        }
    }

    private static RestartPolicy restart(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new RestartPolicy(text, 0)
                : new RestartPolicy(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static long bytes(String text) {
        return Sizes.bytes(text)
                .orElseThrow(() ->
                        new RequestFormatException(
                                Objections.quoted(text) + " isn't a size like 512m."));
    }

    private static long nanos(String text) {
        return new BigDecimal(text)
                .multiply(BigDecimal.valueOf(LimitChecks.NANOS))
                .longValueExact();
    }

    /** The client turns this one into empty lists, and engines never see it. */
    private void securityOption(String text) {
        if (text.equals("systempaths=unconfined")) {
            host.maskedPaths(List.of()).readonlyPaths(List.of());
        } else if (text.startsWith("seccomp=")
                && !Set.of("seccomp=unconfined", "seccomp=builtin").contains(text)) {
            throw new RequestFormatException(
                    "A profile in a file of the client's machine can't be read here.");
        } else {
            list("security-opt").accept(text);
        }
    }

    private static Resources.DeviceMapping device(String text) {
        String[] parts = text.split(":", -1);
        return new Resources.DeviceMapping(
                parts[0],
                parts.length > 1 ? parts[1] : parts[0],
                parts.length > 2 ? parts[2] : "rwm");
    }

    private static Resources.DeviceRequest gpus(String text) {
        return new Resources.DeviceRequest(
                "",
                text.equals("all") ? -1 : 0,
                text.startsWith("device=")
                        ? List.of(text.substring("device=".length()).split(",", -1))
                        : List.of(),
                List.of(List.of("gpu")),
                Map.of());
    }

    private void tmpfs(String text) {
        int colon = text.indexOf(':');
        maps("tmpfs")
                .put(
                        colon < 0 ? text : text.substring(0, colon),
                        colon < 0 ? "" : text.substring(colon + 1));
    }

    private void network(String text) {
        if (text.contains("=") || text.contains(",")) {
            throw new RequestFormatException(
                    "Only a network's name is understood here; use --ip and --network-alias.");
        }
        host.networkMode(text);
    }

    private void expose(String text) {
        exposed.put(text.contains("/") ? text : text + "/tcp", Map.of());
    }

    /** {@code [[address:][port]:]port[/protocol]}. */
    private void publish(String text) {
        int slash = text.lastIndexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        String rest = slash < 0 ? text : text.substring(0, slash);
        int last = rest.lastIndexOf(':');
        String inside = rest.substring(last + 1);
        if (inside.contains("-")) {
            throw new RequestFormatException("Write the ports of a range one by one.");
        }
        String before = last < 0 ? "" : rest.substring(0, last);
        int middle = before.lastIndexOf(':');
        String address = middle < 0 ? "" : before.substring(0, middle);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        String key = inside + "/" + protocol;
        exposed.put(key, Map.of());
        ports.computeIfAbsent(key, _ -> new ArrayList<>())
                .add(new PortBinding(address, before.substring(middle + 1)));
    }

    CreateContainer request(String image, List<String> command) {
        var builtHost =
                host.resources(
                                resources
                                        .devices(devices)
                                        .deviceRequests(deviceRequests)
                                        .deviceCgroupRules(listed("device-cgroup-rule"))
                                        .build())
                        .binds(listed("volume").stream().filter(RunOptions::isBind).toList())
                        .mounts(mounts)
                        .tmpfs(maps("tmpfs"))
                        .volumesFrom(listed("volumes-from"))
                        .capAdd(listed("cap-add"))
                        .capDrop(listed("cap-drop"))
                        .securityOpt(listed("security-opt"))
                        .sysctls(maps("sysctl"))
                        .groupAdd(listed("group-add"))
                        .annotations(maps("annotation"))
                        .storageOpt(maps("storage-opt"))
                        .links(listed("link"))
                        .extraHosts(listed("add-host"))
                        .dns(listed("dns"))
                        .dnsSearch(listed("dns-search"))
                        .dnsOptions(listed("dns-opt"))
                        .portBindings(ports)
                        .logConfig(new HostConfig.LogConfig(logDriver, maps("log-opt")))
                        .build();
        Map<String, Map<String, Object>> volumes = new LinkedHashMap<>();
        listed("volume").stream()
                .filter(text -> !isBind(text))
                .forEach(text -> volumes.put(text, Map.of()));
        var builtConfig =
                config.image(image)
                        .cmd(command)
                        .env(listed("env"))
                        .labels(maps("label"))
                        .exposedPorts(exposed)
                        .volumes(volumes)
                        .build();
        return new CreateContainer(builtConfig, builtHost, networking(builtHost.networkMode()));
    }

    /** Without a source the client asks for a volume without a name instead. */
    private static boolean isBind(String text) {
        return text.substring(text.matches("[A-Za-z]:[\\\\/].*") ? 2 : 0).contains(":");
    }

    private @Nullable NetworkingConfig networking(@Nullable String network) {
        if (!ownEndpoint) {
            return null;
        }
        EndpointSettings settings =
                endpoint.aliases(listed("alias"))
                        .ipamConfig(
                                new EndpointSettings.IpamConfig(
                                        maps("ip").get("4"),
                                        maps("ip").get("6"),
                                        listed("link-local-ip")))
                        .build();
        return new NetworkingConfig(Map.of(network == null ? "default" : network, settings));
    }
}
