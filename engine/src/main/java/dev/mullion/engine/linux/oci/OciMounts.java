package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NamespaceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is mounted into a container: what every one has, then its own. */
final class OciMounts {

    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private OciMounts() {}

    static List<Map<String, Object>> of(ContainerSpec spec) {
        boolean privileged = spec.security().privileged();
        String rights = privileged ? "rw" : "ro";
        List<Map<String, Object>> usual = new ArrayList<>();
        usual.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        usual.add(
                mount(
                        "/dev",
                        "tmpfs",
                        "tmpfs",
                        "nosuid",
                        "strictatime",
                        "mode=755",
                        "size=65536k"));
        usual.add(
                mount(
                        "/dev/pts",
                        "devpts",
                        "devpts",
                        "nosuid",
                        "noexec",
                        "newinstance",
                        "ptmxmode=0666",
                        "mode=0620",
                        "gid=5"));
        usual.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", rights));
        usual.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", rights, "nosuid", "noexec", "nodev"));
        usual.add(
                spec.namespaces().ipc() == NamespaceSpec.HOST
                        ? mount("/dev/mqueue", "bind", "/dev/mqueue", "rbind")
                        : mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        usual.add(sharedMemory(spec.namespaces()));
        Set<String> own = spec.mounts().stream().map(MountSpec::target).collect(Collectors.toSet());
        List<Map<String, Object>> all = new ArrayList<>();
        usual.stream().filter(each -> !own.contains(each.get("destination"))).forEach(all::add);
        spec.mounts().stream().map(OciMounts::own).forEach(all::add);
        return all;
    }

    private static Map<String, Object> sharedMemory(NamespaceSpec namespaces) {
        return namespaces.ipc() == NamespaceSpec.HOST
                ? mount("/dev/shm", "bind", "/dev/shm", "rbind")
                : mount(
                        "/dev/shm",
                        "tmpfs",
                        "shm",
                        "nosuid",
                        "noexec",
                        "nodev",
                        "mode=1777",
                        "size=" + namespaces.shmBytes());
    }

    private static Map<String, Object> own(MountSpec mount) {
        return switch (mount) {
            case MountSpec.Bind bind -> bind(bind);
            case MountSpec.Pipe pipe ->
                    throw new IllegalArgumentException(
                            "There are no named pipes like " + pipe.source() + " on Linux");
            case MountSpec.Memory memory -> {
                List<String> options = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
                memory.options()
                        .forEach(option -> {
                            options.remove("no" + option); // exec, suid and dev are asked for
                            options.add(option);
                        });
                yield Json.object(
                        "destination",
                        memory.target(),
                        "type",
                        "tmpfs",
                        "source",
                        "tmpfs",
                        "options",
                        options);
            }
        };
    }

    private static Map<String, Object> bind(MountSpec.Bind bind) {
        List<String> options = new ArrayList<>();
        options.add(
                bind.options().contains("bind") || bind.options().contains("nonrecursive")
                        ? "bind"
                        : "rbind");
        options.add(bind.readOnly() ? "ro" : "rw");
        if (bind.options().stream().noneMatch(PROPAGATIONS::contains)) {
            options.add("rprivate");
        }
        bind.options().stream()
                .filter(option ->
                        !Set.of("bind", "rbind", "nonrecursive", "z", "Z", "nocopy", "ro", "rw")
                                .contains(option))
                .forEach(options::add);
        return Json.object(
                "destination",
                bind.target(),
                "type",
                "bind",
                "source",
                bind.source().toString(),
                "options",
                options);
    }

    private static Map<String, Object> mount(
            String target, String type, String source, String... options) {
        return Json.object(
                "destination", target, "type", type, "source", source, "options", options);
    }
}
