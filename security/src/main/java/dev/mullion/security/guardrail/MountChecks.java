package dev.mullion.security.guardrail;

import dev.mullion.docker.api.Mount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be mounted. */
final class MountChecks {

    private static final Pattern VOLUME_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern TMPFS_OPTION =
            Pattern.compile(
                    "|ro|rw|(no)?(exec|suid|dev|atime|diratime)|(rel|strict)atime|sync|async"
                            + "|(size|nr_inodes|nr_blocks)=\\d+[kKmMgG%]?|mode=[0-7]{1,4}"
                            + "|(uid|gid)=\\d+|mpol=[a-z0-9:,=-]+");
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");

    private static final Pattern ENGINE_SOCKET =
            Pattern.compile(
                    "(docker|mullion|containerd|podman|crio|buildkitd|cri-dockerd)[^/]*\\.sock.*");
    private static final List<List<String>> ENGINE_FOLDERS =
            List.of(
                    linux("/run"),
                    linux("/var/run"),
                    linux("/etc/docker"),
                    linux("/etc/mullion"),
                    linux("/var/lib/docker"),
                    linux("/var/lib/containerd"),
                    linux("/var/lib/containers"),
                    linux("/var/lib/kubelet"),
                    linux("/var/lib/mullion"),
                    windows("C:\\ProgramData\\docker"),
                    windows("C:\\ProgramData\\containerd"),
                    windows("C:\\ProgramData\\Mullion"),
                    windows("C:\\ProgramData\\Microsoft\\Windows\\Containers"));

    private MountChecks() {}

    private static List<String> linux(String path) {
        return HostPath.ofLinux(path).parts();
    }

    private static List<String> windows(String path) {
        return HostPath.ofWindows(path).parts();
    }

    /** Always: what can't be told apart isn't mounted. */
    static void understood(Workload asked, Always always, Objections objections) {
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.kind() == AskedMount.Kind.UNKNOWN) {
                objections.add(
                        mount.field(),
                        unknownText(mount),
                        "a mount that can't be understood completely isn't made",
                        "Use a mount of type bind, volume, tmpfs or npipe with the members that"
                                + " belong to it.");
            } else {
                target(asked, mount, objections);
                tmpfsOptions(mount, objections);
                propagation(mount, objections);
            }
        }
    }

    private static String unknownText(AskedMount mount) {
        Mount detail = mount.detail();
        return detail == null
                ? mount.sourceText()
                : "type " + Objections.quoted(detail.type()) + " of " + mount.sourceText();
    }

    private static void target(Workload asked, AskedMount mount, Objections objections) {
        String target = mount.target();
        if (mount.kind() == AskedMount.Kind.PIPE) {
            if (PipeName.read(target).isEmpty()) {
                objections.add(
                        mount.field(),
                        target,
                        "a pipe is mounted as a pipe",
                        "Give it a target like \\\\.\\pipe\\name.");
            }
            return;
        }
        HostPath path = HostPath.of(asked.host(), target);
        boolean kernel =
                Prefixes.isBelow(path.parts(), linux("/proc"))
                        || Prefixes.isBelow(path.parts(), linux("/sys"));
        if (path.problem() != null || path.parts().size() < 2 || kernel) {
            objections.add(
                    mount.field(),
                    target,
                    kernel
                            ? "what the kernel shows in a container isn't covered"
                            : "a mount needs a plain whole path inside below the top",
                    "Choose another target.");
        }
    }

    private static void tmpfsOptions(AskedMount mount, Objections objections) {
        if (mount.kind() != AskedMount.Kind.MEMORY) {
            return;
        }
        List<String> options = mount.options();
        Mount detail = mount.detail();
        if (detail != null && detail.tmpfsOptions() != null) {
            options =
                    detail.tmpfsOptions().options().stream()
                            .map(option -> String.join("=", option))
                            .toList();
        }
        for (String option : options) {
            if (!TMPFS_OPTION.matcher(option).matches()) {
                objections.add(
                        mount.field(),
                        "option " + Objections.quoted(option),
                        "only the known options of tmpfs are allowed",
                        "Leave it out.");
            }
        }
    }

    private static void propagation(AskedMount mount, Objections objections) {
        String propagation = mount.propagation();
        if (propagation != null && !PROPAGATIONS.contains(propagation)) {
            objections.add(
                    mount.field(),
                    "propagation " + Objections.quoted(propagation),
                    "only the known ways are allowed",
                    "Leave it out.");
        }
    }

    /** Always: whoever reaches an engine is administrator of its host. */
    static void engine(Workload asked, Always always, Objections objections) {
        for (AskedMount mount : AskedMount.all(asked)) {
            boolean own =
                    switch (mount.kind()) {
                        case PIPE -> isEnginePipe(asked, mount.sourceText());
                        case FOLDER -> isEngineFolder(asked, mount.sourceText());
                        case VOLUME, MEMORY, UNKNOWN -> false;
                    };
            if (own) {
                objections.add(
                        mount.sourceField(),
                        mount.sourceText(),
                        "what belongs to an engine, or has that in it, is never mounted",
                        "Leave it out.");
            }
        }
    }

    private static boolean isEnginePipe(Workload asked, String source) {
        Optional<String> pipe = PipeName.read(source);
        return pipe.isPresent()
                && (PipeName.isOfAnEngine(pipe.get())
                        || asked.host().engineOwns().stream()
                                .map(PipeName::read)
                                .anyMatch(pipe::equals));
    }

    private static boolean isEngineFolder(Workload asked, String source) {
        HostPath path = HostPath.of(asked.host(), source);
        if (path.problem() != null) {
            return false;
        }
        List<String> parts = path.parts();
        return ENGINE_SOCKET.matcher(parts.getLast()).matches()
                || ENGINE_FOLDERS.stream().anyMatch(own -> overlap(parts, own))
                || asked.host().engineOwns().stream()
                        .map(own -> HostPath.of(asked.host(), own))
                        .anyMatch(own -> own.problem() == null && overlap(parts, own.parts()));
    }

    private static boolean overlap(List<String> one, List<String> other) {
        return Prefixes.isBelow(one, other) || Prefixes.isBelow(other, one);
    }

    static void hostPaths(Workload asked, HostFolders allowed, Objections objections) {
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.kind() != AskedMount.Kind.FOLDER) {
                continue;
            }
            HostPath path = HostPath.of(asked.host(), mount.sourceText());
            if (path.problem() != null) {
                objections.add(
                        mount.sourceField(),
                        mount.sourceText(),
                        "a path of the host that " + path.problem() + " isn't mounted",
                        asked.host().windows()
                                ? "Write the whole path in its plain form, like C:\\data\\in."
                                : "Write the whole path in its plain form, like /srv/data.");
            } else if (!allowed.allows(path.parts(), !mount.readOnly())) {
                boolean readable = allowed.allows(path.parts(), false);
                objections.add(
                        mount.sourceField(),
                        mount.sourceText() + (mount.readOnly() ? " to read" : " to write"),
                        allowed.listed(!mount.readOnly()),
                        readable ? "Mount it read-only." : "Use a volume instead.");
            }
        }
    }

    static void namedPipes(Workload asked, Among allowed, Objections objections) {
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.kind() != AskedMount.Kind.PIPE) {
                continue;
            }
            Optional<String> pipe = PipeName.read(mount.sourceText());
            if (!asked.host().windows() || pipe.isEmpty()) {
                objections.add(
                        mount.sourceField(),
                        mount.sourceText(),
                        "a pipe is mounted only on Windows, and only by its plain name",
                        "Write it like \\\\.\\pipe\\name.");
            } else if (!allowed.allows(pipe.get())) {
                objections.add(
                        mount.sourceField(),
                        mount.sourceText(),
                        allowed.listed("no pipe of the host") + " may be mounted",
                        "Leave it out.");
            }
        }
    }

    static void volumes(Workload asked, VolumeKinds kinds, Objections objections) {
        String usual = asked.hostConfig().volumeDriver();
        if (kinds != VolumeKinds.ANY && usual != null && !usual.equals(VolumeKinds.LOCAL)) {
            plain("HostConfig.VolumeDriver", "driver " + usual, objections);
        }
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.kind() == AskedMount.Kind.VOLUME) {
                volume(asked, mount, kinds, objections);
            }
        }
    }

    private static void volume(
            Workload asked, AskedMount mount, VolumeKinds kinds, Objections objections) {
        String name = mount.source();
        if (name != null && !VOLUME_NAME.matcher(name).matches()) {
            objections.add(
                    mount.sourceField(),
                    name,
                    "a volume's name has letters, digits, dots, dashes and underscores",
                    "Choose another name.");
            return;
        }
        Mount.VolumeOptions options =
                mount.detail() == null ? null : mount.detail().volumeOptions();
        if (kinds != VolumeKinds.ANY && options != null) {
            volumeOptions(mount.field() + ".VolumeOptions", options, objections);
        }
        Surroundings.Owner owner = name == null ? null : asked.surroundings().volumes().get(name);
        if (kinds == VolumeKinds.OWN_STAGE && owner != null && !owner.sameAs(asked.placement())) {
            objections.add(
                    mount.sourceField(),
                    String.valueOf(name),
                    "only volumes of the same stage may be mounted",
                    "Choose another volume.");
        }
    }

    private static void volumeOptions(
            String field, Mount.VolumeOptions options, Objections objections) {
        Mount.DriverConfig driver = options.driverConfig();
        if (driver != null && driver.name() != null && !driver.name().equals(VolumeKinds.LOCAL)) {
            plain(field + ".DriverConfig.Name", "driver " + driver.name(), objections);
        }
        if (driver != null && !driver.options().isEmpty()) {
            plain(
                    field + ".DriverConfig.Options",
                    String.join(", ", driver.options().keySet()),
                    objections);
        }
        if (options.subpath() != null) {
            plain(field + ".Subpath", options.subpath(), objections);
        }
    }

    private static void plain(String field, String asked, Objections objections) {
        objections.add(
                field,
                asked,
                "only whole volumes of the driver local without options may be mounted",
                "Leave it out.");
    }
}
