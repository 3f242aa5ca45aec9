package dev.mullion.security.guardrail;

import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Resources;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container may get of its host's kernel. */
final class PrivilegeChecks {

    private static final String LEAVE_OUT = "Leave it out.";
    private static final String SYSCTLS = "HostConfig.Sysctls";

    /** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
    private static final Set<String> BASELINE_CAPABILITIES =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");

    private static final Set<String> RESTRICTED_CAPABILITIES = Set.of("NET_BIND_SERVICE");

    private static final Set<String> SAFE_SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_syncookies");

    private static final Set<String> CONTAINER_LABELS =
            Set.of(
                    "type:container_t",
                    "type:container_init_t",
                    "type:container_kvm_t",
                    "type:container_engine_t");
    private static final Pattern LEVEL_LABEL = Pattern.compile("level:s\\d[\\w:,.-]*");
    private static final Pattern CONTAINER = Pattern.compile("container:.+", Pattern.DOTALL);

    private PrivilegeChecks() {}

    static void check(Workload asked, Privileges allowed, Objections objections) {
        if (allowed == Privileges.OPEN) {
            return;
        }
        boolean restricted = allowed == Privileges.RESTRICTED;
        HostConfig host = asked.hostConfig();
        if (host.privileged()) {
            refuse(objections, "HostConfig.Privileged", "true", "full privileges aren't allowed");
        }
        capabilities(host, restricted, objections);
        namespaces(host, objections);
        for (SecurityOption option : SecurityOption.all(asked)) {
            if (!option.isCredentialSpec() && !isHarmless(option, restricted)) {
                refuse(
                        objections,
                        option.field(),
                        option.name() + "=" + option.value(),
                        "only security options that take something away are allowed");
            }
        }
        settings(asked, host, objections);
        processes(host, objections);
        for (AskedMount mount : AskedMount.all(asked)) {
            mount(mount, objections);
        }
        if (restricted && !asked.host().windows()) {
            demands(host, objections);
        }
    }

    private static void capabilities(HostConfig host, boolean restricted, Objections objections) {
        Set<String> allowed = restricted ? RESTRICTED_CAPABILITIES : BASELINE_CAPABILITIES;
        for (String given : host.capAdd()) {
            if (!allowed.contains(bare(given))) {
                objections.add(
                        "HostConfig.CapAdd",
                        given,
                        "only these capabilities may be added: "
                                + String.join(", ", allowed.stream().sorted().toList()),
                        LEAVE_OUT);
            }
        }
    }

    private static String bare(String capability) {
        String upper = capability.toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring(4) : upper;
    }

    private static void namespaces(HostConfig host, Objections objections) {
        namespace(objections, "HostConfig.PidMode", host.pidMode(), true, "private");
        namespace(
                objections,
                "HostConfig.IpcMode",
                host.ipcMode(),
                true,
                "private",
                "none",
                "shareable");
        namespace(objections, "HostConfig.UTSMode", host.utsMode(), false);
        namespace(objections, "HostConfig.UsernsMode", host.usernsMode(), false);
        namespace(objections, "HostConfig.CgroupnsMode", host.cgroupnsMode(), false, "private");
        namespace(objections, "HostConfig.Cgroup", host.cgroup(), false);
        namespace(objections, "HostConfig.CgroupParent", host.resources().cgroupParent(), false);
    }

    /** Another container of one's own may be joined; whose it is, another rule asks. */
    private static void namespace(
            Objections objections,
            String field,
            @Nullable String mode,
            boolean containers,
            String... own) {
        if (mode == null) {
            return;
        }
        boolean fine =
                Set.of(own).contains(mode) || (containers && CONTAINER.matcher(mode).matches());
        if (!fine) {
            refuse(objections, field, mode, "only namespaces of the container's own are allowed");
        }
    }

    private static boolean isHarmless(SecurityOption option, boolean restricted) {
        String value = option.value();
        return switch (option.name()) {
            case "no-new-privileges" ->
                    value.isEmpty()
                            || value.equals("true")
                            || (!restricted && value.equals("false"));
            case "seccomp" -> value.equals("builtin");
            case "apparmor" -> value.equals("docker-default");
            case "label" ->
                    CONTAINER_LABELS.contains(value) || LEVEL_LABEL.matcher(value).matches();
            default -> false;
        };
    }

    private static void settings(Workload asked, HostConfig host, Objections objections) {
        for (String sysctl : host.sysctls().keySet()) {
            if (!SAFE_SYSCTLS.contains(sysctl)) {
                refuse(
                        objections,
                        SYSCTLS,
                        sysctl,
                        "only kernel settings of the container's own are allowed");
            }
        }
        String runtime = host.runtime();
        if (runtime != null && !runtime.equals(asked.host().runtime())) {
            refuse(
                    objections,
                    "HostConfig.Runtime",
                    runtime,
                    "only the host's usual runtime is allowed");
        }
        if (!host.annotations().isEmpty()) {
            refuse(
                    objections,
                    "HostConfig.Annotations",
                    String.join(", ", host.annotations().keySet()),
                    "nothing may be said to the runtime");
        }
        if (host.maskedPaths() != null) {
            refuse(
                    objections,
                    "HostConfig.MaskedPaths",
                    "a list of its own",
                    "only the engine's own list is allowed");
        }
        if (host.readonlyPaths() != null) {
            refuse(
                    objections,
                    "HostConfig.ReadonlyPaths",
                    "a list of its own",
                    "only the engine's own list is allowed");
        }
        for (String option : host.storageOpt().keySet()) {
            if (!option.equals("size")) {
                refuse(
                        objections,
                        "HostConfig.StorageOpt",
                        option,
                        "only a size may be said to the storage driver");
            }
        }
    }

    private static void processes(HostConfig host, Objections objections) {
        Resources resources = host.resources();
        if (host.oomScoreAdj() < 0) {
            refuse(
                    objections,
                    "HostConfig.OomScoreAdj",
                    Integer.toString(host.oomScoreAdj()),
                    "nothing may be spared before the host's own processes");
        }
        if (Boolean.TRUE.equals(resources.oomKillDisable())) {
            refuse(
                    objections,
                    "HostConfig.OomKillDisable",
                    "true",
                    "what has used its memory up has to end");
        }
        if (resources.cpuRealtimePeriod() != 0 || resources.cpuRealtimeRuntime() != 0) {
            refuse(
                    objections,
                    "HostConfig.CpuRealtimeRuntime",
                    "real-time processor time",
                    "nothing may go before the host's own processes");
        }
    }

    private static void mount(AskedMount mount, Objections objections) {
        String propagation = mount.propagation();
        if (propagation != null && propagation.endsWith("shared")) {
            refuse(
                    objections,
                    mount.field(),
                    "propagation " + propagation,
                    "what is mounted inside must not appear on the host");
        }
        if (mount.kind() == AskedMount.Kind.MEMORY && hasDevices(mount)) {
            refuse(
                    objections,
                    mount.field(),
                    "option dev",
                    "device files have no effect in memory");
        }
    }

    private static boolean hasDevices(AskedMount mount) {
        return mount.options().contains("dev")
                || (mount.detail() != null
                        && mount.detail().tmpfsOptions() != null
                        && mount.detail().tmpfsOptions().options().contains(List.of("dev")));
    }

    private static void demands(HostConfig host, Objections objections) {
        if (host.capDrop().stream().noneMatch(given -> bare(given).equals("ALL"))) {
            objections.add(
                    "HostConfig.CapDrop",
                    host.capDrop().isEmpty() ? "nothing" : String.join(", ", host.capDrop()),
                    "all capabilities have to be dropped",
                    "Drop ALL, and add NET_BIND_SERVICE if it is needed.");
        }
        if (host.securityOpt().stream()
                .noneMatch(option ->
                        option.equals("no-new-privileges")
                                || option.equals("no-new-privileges=true")
                                || option.equals("no-new-privileges:true"))) {
            objections.add(
                    "HostConfig.SecurityOpt",
                    "programs that can gain privileges",
                    "no-new-privileges has to be set",
                    "Add no-new-privileges.");
        }
        if (!host.groupAdd().isEmpty()) {
            refuse(
                    objections,
                    "HostConfig.GroupAdd",
                    String.join(", ", host.groupAdd()),
                    "no more groups are allowed");
        }
    }

    private static void refuse(Objections objections, String field, String asked, String allowed) {
        objections.add(field, asked, allowed, LEAVE_OUT);
    }
}
