package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --security-opt} asks for.
 *
 * @param noNewPrivileges whether setuid programs gain nothing
 * @param seccompProfile null for the default one, {@code unconfined}, or the profile's JSON
 */
record SecurityOptions(boolean noNewPrivileges, @Nullable String seccompProfile) {

    static final SecurityOptions NONE = new SecurityOptions(false, null);

    private static final Set<String> CAPABILITIES =
            Set.of(
                    "AUDIT_CONTROL",
                    "AUDIT_READ",
                    "AUDIT_WRITE",
                    "BLOCK_SUSPEND",
                    "BPF",
                    "CHECKPOINT_RESTORE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "KILL",
                    "LEASE",
                    "LINUX_IMMUTABLE",
                    "MAC_ADMIN",
                    "MAC_OVERRIDE",
                    "MKNOD",
                    "NET_ADMIN",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_RAW",
                    "PERFMON",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYSLOG",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_CHROOT",
                    "SYS_MODULE",
                    "SYS_NICE",
                    "SYS_PACCT",
                    "SYS_PTRACE",
                    "SYS_RAWIO",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "WAKE_ALARM");

    /**
     * Reads the options.
     *
     * @param warnings gets a sentence for each that means nothing on this host
     * @throws EngineProblem 400 for what nobody knows, 501 for what this host has nothing for
     */
    static SecurityOptions of(List<String> options, List<String> warnings) {
        boolean noNewPrivileges = false;
        String seccomp = null;
        for (String option : options) {
            String name = option;
            String value = "";
            int split = splitAt(option);
            if (split >= 0) {
                name = option.substring(0, split);
                value = option.substring(split + 1);
            }
            switch (name) {
                case "no-new-privileges" -> noNewPrivileges = truth(option, value);
                case "seccomp" -> seccomp = profile(option, value);
                case "apparmor" -> apparmor(value);
                case "label" -> label(value, warnings);
                default -> throw invalid(option);
            }
        }
        return new SecurityOptions(noNewPrivileges, seccomp);
    }

    private static int splitAt(String option) {
        int equals = option.indexOf('=');
        return equals >= 0 ? equals : option.indexOf(':');
    }

    private static boolean truth(String option, String value) {
        return switch (value) {
            case "", "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw invalid(option);
        };
    }

    private static @Nullable String profile(String option, String value) {
        if (value.isEmpty()) {
            throw invalid(option);
        }
        return value.equals("builtin") ? null : value;
    }

    private static void apparmor(String value) {
        if (!value.equals("unconfined")) {
            throw EngineProblem.notImplemented(
                    "AppArmor is not enabled on this host, so the profile \""
                            + value
                            + "\" can't be applied; leave it out or ask for apparmor=unconfined");
        }
    }

    private static void label(String value, List<String> warnings) {
        if (!value.equals("disable")) {
            warnings.add("SELinux is not enabled on this host. Label " + value + " discarded.");
        }
    }

    private static EngineProblem invalid(String option) {
        return EngineProblem.invalid("invalid --security-opt: \"" + option + "\"");
    }

    /**
     * Brings names of capabilities into the kernel's form.
     *
     * @param member for the refusal, {@code CapAdd} or {@code CapDrop}
     * @throws EngineProblem 400 for one the kernel hasn't got
     */
    static List<String> capabilities(String member, List<String> names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            String upper = name.toUpperCase(Locale.ROOT);
            String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
            if (bare.equals("ALL")) {
                all.add("ALL");
            } else if (CAPABILITIES.contains(bare)) {
                all.add("CAP_" + bare);
            } else {
                throw EngineProblem.invalid(
                        "invalid " + member + ": unknown capability: \"CAP_" + bare + "\"");
            }
        }
        return all;
    }
}
