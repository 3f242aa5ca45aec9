package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NamespaceSpec;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.SecuritySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/**
 * Writes the document ({@code config.json}) that a container is made from: Docker's documented
 * defaults, changed as the container's specification says, cut down to what the engine may do.
 */
public final class OciDocument {

    /** Where an init is seen inside, as with Docker. */
    private static final String INIT = "/sbin/docker-init";

    private static final List<String> MASKED =
            List.of(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** c 5:2 is a container's own /dev/ptmx, c 136:* its terminals. */
    private static final List<String> USUAL_DEVICES =
            List.of(
                    "c *:* m",
                    "b *:* m",
                    "c 1:3 rwm",
                    "c 1:5 rwm",
                    "c 1:7 rwm",
                    "c 1:8 rwm",
                    "c 1:9 rwm",
                    "c 5:0 rwm",
                    "c 5:1 rwm",
                    "c 5:2 rwm",
                    "c 136:* rwm");

    private final EngineRights rights;
    private final SystemCalls systemCalls;
    private final boolean controlGroupNamespace;
    private final @Nullable Path init;

    /**
     * Keeps what is the same for all containers.
     *
     * @param rights what the engine may do
     * @param systemCalls the rules for system calls
     * @param controlGroupNamespace whether a container sees its own control group as the root
     * @param init the small init of the machine; null if it has none
     */
    public OciDocument(
            EngineRights rights,
            SystemCalls systemCalls,
            boolean controlGroupNamespace,
            @Nullable Path init) {
        this.rights = rights;
        this.systemCalls = systemCalls;
        this.controlGroupNamespace = controlGroupNamespace;
        this.init = init;
    }

    /**
     * Writes it.
     *
     * @param group the container's control group, for example {@code /mullion/0a1b2c3d/<id>}
     * @param filters finds what stands in for rules that were compiled before
     */
    public Written write(ContainerSpec spec, String group, CompiledFilters filters)
            throws IOException {
        SecuritySpec security = spec.security();
        Set<String> capabilities = Capabilities.of(security, rights);
        boolean confined =
                !security.privileged() && !SystemCalls.UNCONFINED.equals(security.seccompProfile());
        String rules = confined ? systemCalls.write(security.seccompProfile(), capabilities) : null;
        Map<String, String> compiled = rules == null ? null : filters.annotations(rules);
        ContainerUser user =
                ContainerUsers.in(spec.root().mounted())
                        .find(spec.process().user(), spec.process().groups());
        Map<String, Object> process =
                ProcessDocument.of(
                        spec.process(),
                        arguments(spec),
                        user,
                        capabilities,
                        security.noNewPrivileges(),
                        rights.oomScore(),
                        ProcessDocument.limits(spec.limits().ulimits(), rights),
                        spec.hostname());
        List<Map<String, Object>> mounts = new ArrayList<>(OciMounts.of(spec));
        if (spec.init()) {
            mounts.add(
                    Json.object(
                            "destination",
                            INIT,
                            "type",
                            "bind",
                            "source",
                            String.valueOf(init),
                            "options",
                            List.of("bind", "ro")));
        }
        byte[] bytes =
                Json.bytes(
                        Json.object(
                                "ociVersion",
                                "1.0.2",
                                "process",
                                process,
                                "root",
                                Json.object(
                                        "path", spec.root().mounted().toString(),
                                        "readonly", spec.readOnlyRoot()),
                                "hostname",
                                spec.hostname().isEmpty() ? null : spec.hostname(),
                                "mounts",
                                mounts,
                                "linux",
                                linux(spec, group, compiled == null ? rules : null),
                                "annotations",
                                compiled));
        return new Written(bytes, compiled == null ? rules : null);
    }

    /**
     * Writes what crun is given for one more process in a container.
     *
     * @param container the container's document
     * @param root its root as its processes see it
     */
    public byte[] writeProcess(ProcessSpec process, byte[] container, Path root)
            throws IOException {
        JsonNode document = Json.MAPPER.readTree(container);
        JsonNode first = document.path("process");
        Set<String> capabilities = new LinkedHashSet<>();
        first.path("capabilities")
                .path("bounding")
                .forEach(name -> capabilities.add(name.asString()));
        List<Map<String, Object>> limits = new ArrayList<>();
        for (JsonNode limit : first.path("rlimits")) {
            limits.add(
                    Json.object(
                            "type", limit.path("type").asString(),
                            "soft", limit.path("soft").bigIntegerValue(),
                            "hard", limit.path("hard").bigIntegerValue()));
        }
        return Json.bytes(
                ProcessDocument.of(
                        process,
                        process.arguments(),
                        ContainerUsers.in(root).find(process.user(), process.groups()),
                        process.privileged() ? rights.capabilities() : capabilities,
                        first.path("noNewPrivileges").asBoolean(false) && !process.privileged(),
                        rights.oomScore(),
                        limits,
                        document.path("hostname").asString("")));
    }

    private List<String> arguments(ContainerSpec spec) throws IOException {
        if (!spec.init()) {
            return spec.process().arguments();
        }
        if (init == null) {
            throw new IOException(
                    "An init was asked for, but this host has none: install tini, catatonit or"
                            + " docker-init (apt-get install tini)");
        }
        List<String> all = new ArrayList<>(List.of(INIT, "--"));
        all.addAll(spec.process().arguments());
        return all;
    }

    private Map<String, Object> linux(ContainerSpec spec, String group, @Nullable String rules)
            throws IOException {
        SecuritySpec security = spec.security();
        Map<String, Object> resources = new LinkedHashMap<>(Resources.of(spec.limits()));
        resources.put("devices", deviceRules(security));
        List<Map<String, Object>> devices = devices(security);
        Map<String, String> sysctls = new HashMap<>(spec.sysctls());
        if (!spec.domainname().isEmpty()) {
            sysctls.put("kernel.domainname", spec.domainname());
        }
        return Json.object(
                "resources",
                resources,
                "cgroupsPath",
                group,
                "namespaces",
                namespaces(spec.namespaces()),
                "devices",
                devices.isEmpty() ? null : devices,
                "sysctl",
                sysctls.isEmpty() ? null : sysctls,
                "seccomp",
                rules == null ? null : new RawValue(rules),
                "rootfsPropagation",
                propagation(spec),
                "maskedPaths",
                paths(security, security.maskedPaths(), MASKED),
                "readonlyPaths",
                paths(security, security.readOnlyPaths(), READ_ONLY));
    }

    private static @Nullable List<String> paths(
            SecuritySpec security, @Nullable List<String> chosen, List<String> usual) {
        if (chosen != null) {
            return chosen.isEmpty() ? null : chosen;
        }
        return security.privileged() ? null : usual;
    }

    /** A mount can be shared with the host only through a root that passes it on. */
    private static @Nullable String propagation(ContainerSpec spec) {
        Set<String> wanted = new java.util.HashSet<>();
        for (MountSpec mount : spec.mounts()) {
            if (mount instanceof MountSpec.Bind bind) {
                wanted.addAll(bind.options());
            }
        }
        if (wanted.contains("shared") || wanted.contains("rshared")) {
            return "shared";
        }
        return wanted.contains("slave") || wanted.contains("rslave") ? "slave" : null;
    }

    private List<Map<String, Object>> namespaces(NamespaceSpec spec) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(Json.object("type", "mount"));
        namespace(all, "network", "net", spec.network());
        namespace(all, "uts", "uts", spec.uts());
        namespace(all, "pid", "pid", spec.pid());
        namespace(all, "ipc", "ipc", spec.ipc());
        if (controlGroupNamespace) {
            all.add(Json.object("type", "cgroup"));
        }
        return all;
    }

    private static void namespace(
            List<Map<String, Object>> all, String type, String file, long share) {
        if (share != NamespaceSpec.HOST) {
            all.add(
                    Json.object(
                            "type",
                            type,
                            "path",
                            share == NamespaceSpec.OWN ? null : "/proc/" + share + "/ns/" + file));
        }
    }

    private static List<Map<String, Object>> devices(SecuritySpec security) throws IOException {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        if (security.privileged()) {
            for (DeviceNode node : DeviceNode.ofHost()) {
                all.put(node.path(), node.document(node.path()));
            }
        }
        for (SecuritySpec.Device device : security.devices()) {
            all.put(device.container(), DeviceNode.at(device.host()).document(device.container()));
        }
        return List.copyOf(all.values());
    }

    private static List<Map<String, Object>> deviceRules(SecuritySpec security) throws IOException {
        if (security.privileged()) {
            return List.of(Json.object("allow", true, "access", "rwm"));
        }
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(Json.object("allow", false, "access", "rwm"));
        for (String rule : USUAL_DEVICES) {
            rules.add(rule(rule));
        }
        for (SecuritySpec.Device device : security.devices()) {
            rules.add(DeviceNode.at(device.host()).rule(device.rights()));
        }
        for (String rule : security.deviceRules()) {
            rules.add(rule(rule));
        }
        return rules;
    }

    /** Reads a rule like {@code c 42:* rmw}. */
    private static Map<String, Object> rule(String text) throws IOException {
        String[] parts = text.strip().split("[ :]+", -1);
        if (parts.length != 4
                || !parts[0].matches("[abc]")
                || !parts[1].matches("\\d{1,9}|\\*")
                || !parts[2].matches("\\d{1,9}|\\*")
                || !parts[3].matches("[rwm]{1,3}")) {
            throw new IOException("invalid device cgroup rule format: '" + text + "'");
        }
        return Json.object(
                "allow",
                true,
                "type",
                parts[0],
                "major",
                number(parts[1]),
                "minor",
                number(parts[2]),
                "access",
                parts[3]);
    }

    private static @Nullable Long number(String text) {
        return text.equals("*") ? null : Long.valueOf(text);
    }

    /**
     * What was written.
     *
     * @param bytes the document
     * @param rules the rules in it, which the runtime compiles; null if it has nothing to compile
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Written(byte[] bytes, @Nullable String rules) {}
}
