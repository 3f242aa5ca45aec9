package dev.mullion.security.guardrail;

import static dev.mullion.security.guardrail.EscapeTable.NONE;
import static dev.mullion.security.guardrail.EscapeTable.securityOption;

import java.util.List;
import java.util.Map;

/** What a container gets of the host's kernel. */
final class KernelEscapes {

    private KernelEscapes() {}

    static void add(EscapeTable table) {
        namespaces(table);
        privileges(table);
    }

    private static void namespaces(EscapeTable table) {
        for (String mode : List.of("host", "HOST", "container:theirs", "container:", "unknown")) {
            String rule = mode.startsWith("container:t") ? "foreign" : "privileges";
            table.both("PidMode " + mode, Requests.host(host -> host.pidMode(mode)), rule);
            table.both("IpcMode " + mode, Requests.host(host -> host.ipcMode(mode)), rule);
        }
        table.both(
                "PidMode of one's own",
                Requests.host(host -> host.pidMode("container:mine")),
                NONE);
        for (String mode : List.of("host", "private:host", "container:mine")) {
            table.both("UTSMode " + mode, Requests.host(host -> host.utsMode(mode)), "privileges");
            table.both(
                    "UsernsMode " + mode,
                    Requests.host(host -> host.usernsMode(mode)),
                    "privileges");
            table.both(
                    "CgroupnsMode " + mode,
                    Requests.host(host -> host.cgroupnsMode(mode)),
                    "privileges");
        }
        table.both(
                "CgroupParent",
                Requests.resources(limits -> limits.cgroupParent("/")),
                "privileges");
        table.both("Cgroup", Requests.host(host -> host.cgroup("container:theirs")), "privileges");
        table.both("Links", Requests.host(host -> host.links(List.of("theirs:db"))), "foreign");
        table.both(
                "Links to one's own", Requests.host(host -> host.links(List.of("mine:db"))), NONE);
    }

    private static void privileges(EscapeTable table) {
        table.both("Privileged", Requests.host(host -> host.privileged(true)), "privileges");
        for (String capability :
                List.of("ALL", "all", "SYS_ADMIN", "CAP_SYS_PTRACE", "cap_net_admin", "NET_RAW")) {
            table.both(
                    "CapAdd " + capability,
                    Requests.host(host -> host.capAdd(List.of(capability))),
                    "privileges");
        }
        table.linux(
                "CapAdd CHOWN",
                Requests.host(host -> host.capAdd(List.of("CAP_CHOWN"))),
                NONE,
                NONE,
                "privileges");
        table.linux(
                "CapAdd NET_BIND_SERVICE",
                Requests.host(host -> host.capAdd(List.of("NET_BIND_SERVICE"))),
                NONE);
        table.linux(
                "CapDrop of nothing",
                Requests.host(host -> host.capDrop(List.of())),
                NONE,
                NONE,
                "privileges");
        for (String option :
                List.of(
                        "seccomp=unconfined",
                        "seccomp:unconfined",
                        "seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}",
                        "apparmor=unconfined",
                        "apparmor:unconfined",
                        "label=disable",
                        "label:type:spc_t",
                        "label=user:root",
                        "systempaths=unconfined",
                        "writable-cgroups=true",
                        "writable-cgroups",
                        "unmask=ALL",
                        "Seccomp=unconfined",
                        "no-new-privileges=maybe",
                        "")) {
            table.both("SecurityOpt " + option, securityOption(option), "privileges");
        }
        table.linux(
                "SecurityOpt no-new-privileges=false",
                securityOption("no-new-privileges=false"),
                NONE,
                NONE,
                "privileges");
        table.linux(
                "SecurityOpt without no-new-privileges",
                Requests.host(host -> host.securityOpt(List.of())),
                NONE,
                NONE,
                "privileges");
        table.linux("SecurityOpt seccomp=builtin", securityOption("seccomp=builtin"), NONE);
        for (String spec :
                List.of(
                        "credentialspec=file://web.json",
                        "credentialspec:file://web.json",
                        "CredentialSpec=registry://web",
                        "credentialspec=file://..\\..\\secret.json",
                        "credentialspec=raw://{\"CmsPlugins\":[]}",
                        "credentialspec=")) {
            table.windows("SecurityOpt " + spec, securityOption(spec), "credentialSpecs");
        }
        table.both("MaskedPaths", Requests.host(host -> host.maskedPaths(List.of())), "privileges");
        table.both(
                "ReadonlyPaths",
                Requests.host(host -> host.readonlyPaths(List.of())),
                "privileges");
        table.both(
                "Sysctls",
                Requests.host(host -> host.sysctls(Map.of("kernel.core_pattern", "|/x"))),
                "privileges");
        table.linux(
                "Sysctls of its own",
                Requests.host(host -> host.sysctls(Map.of("net.ipv4.tcp_syncookies", "1"))),
                NONE);
        table.linux(
                "GroupAdd",
                Requests.host(host -> host.groupAdd(List.of("docker"))),
                NONE,
                NONE,
                "privileges");
        table.both("Runtime", Requests.host(host -> host.runtime("runc-unsafe")), "privileges");
        table.linux("Runtime as usual", Requests.host(host -> host.runtime("crun")), NONE);
        table.both(
                "Annotations",
                Requests.host(host -> host.annotations(Map.of("run.oci.handler", "x"))),
                "privileges");
        table.both("OomScoreAdj", Requests.host(host -> host.oomScoreAdj(-1000)), "privileges");
        table.both(
                "OomKillDisable",
                Requests.resources(limits -> limits.oomKillDisable(true)),
                "privileges");
        table.both(
                "CpuRealtimeRuntime",
                Requests.resources(limits -> limits.cpuRealtimeRuntime(1000)),
                "privileges");
    }
}
