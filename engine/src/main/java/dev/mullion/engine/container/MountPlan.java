package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.engine.EngineProblem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is mounted into a container: what other containers have ({@code --volumes-from}),
 * then {@code -v} and {@code --mount}, then the volumes that the image declares. Nothing is made
 * yet; {@link #newVolumes} says which volumes have to be.
 */
final class MountPlan {

    /**
     * A volume that has to be there before the container.
     *
     * @param name its name
     * @param driver null for the usual one
     * @param options of the driver
     * @param labels its labels
     * @param own whether it is made for this container and goes with it
     */
    record NewVolume(
            String name,
            @Nullable String driver,
            Map<String, String> options,
            Map<String, String> labels,
            boolean own) {}

    private final Map<String, PlannedMount> mounts = new LinkedHashMap<>();
    private final Map<String, NewVolume> volumes = new LinkedHashMap<>();
    private final PathSyntax paths;
    private final Supplier<String> volumeNames;

    private MountPlan(PathSyntax paths, Supplier<String> volumeNames) {
        this.paths = paths;
        this.volumeNames = volumeNames;
    }

    /**
     * Plans.
     *
     * @param paths how those inside are written
     * @param config with the volumes of the image merged in
     * @param others finds the mounts of another container; 404 if there is none
     * @param volumeNames gives a name to each volume without one
     * @throws EngineProblem 400 for what can't be mounted
     */
    static MountPlan of(
            PathSyntax paths,
            ContainerConfig config,
            HostConfig host,
            Function<String, List<PlannedMount>> others,
            Supplier<String> volumeNames) {
        MountPlan plan = new MountPlan(paths, volumeNames);
        host.volumesFrom().forEach(from -> plan.takeOver(from, others));
        Map<String, PlannedMount> asked = new LinkedHashMap<>();
        for (String bind : host.binds()) {
            plan.add(asked, plan.bind(paths.bind(bind), host));
        }
        for (Mount mount : host.mounts()) {
            plan.add(asked, plan.mount(mount));
        }
        host.tmpfs().forEach((target, options) -> plan.add(asked, plan.tmpfs(target, options)));
        plan.mounts.putAll(asked);
        config.volumes().keySet().forEach(plan::imageVolume);
        plan.mounts().forEach(plan::check);
        return plan;
    }

    private void check(PlannedMount mount) {
        paths.checkKind(mount.kind());
        if (mount.kind() != PlannedMount.Kind.PIPE) {
            paths.checkDestination(mount.destination());
        }
    }

    /**
     * Looks whether the folders of the host are there that aren't made when they are missing. To be
     * asked only by who may know.
     */
    void checkSources() {
        for (PlannedMount mount : mounts()) {
            boolean there =
                    mount.kind() != PlannedMount.Kind.BIND
                            || mount.createSource()
                            || Files.exists(Path.of(String.valueOf(mount.source())));
            if (!there && !paths.makesSources()) {
                throw EngineProblem.invalid(
                        "invalid mount config for type \"bind\": bind source path does not exist: "
                                + mount.source());
            }
        }
    }

    Collection<PlannedMount> mounts() {
        return mounts.values();
    }

    Collection<NewVolume> newVolumes() {
        return volumes.values();
    }

    List<String> ownVolumes() {
        return volumes.values().stream().filter(NewVolume::own).map(NewVolume::name).toList();
    }

    private void takeOver(String from, Function<String, List<PlannedMount>> others) {
        int colon = from.indexOf(':');
        String reference = colon < 0 ? from : from.substring(0, colon);
        String mode = colon < 0 ? "rw" : from.substring(colon + 1);
        if (reference.isEmpty()) {
            throw EngineProblem.invalid("invalid volumes from specification: \"" + from + "\"");
        }
        if (!mode.matches("(ro|rw|z|Z)(,(ro|rw|z|Z))*")) {
            throw EngineProblem.invalid("invalid mode: " + mode);
        }
        boolean writable = !List.of(mode.split(",", -1)).contains("ro");
        for (PlannedMount mount : others.apply(reference)) {
            if (mount.kind() != PlannedMount.Kind.TMPFS) {
                mounts.put(paths.key(mount.destination()), mount.takenOver(mode, writable));
            }
        }
    }

    private void add(Map<String, PlannedMount> asked, PlannedMount mount) {
        if (asked.putIfAbsent(paths.key(mount.destination()), mount) != null) {
            throw EngineProblem.invalid("Duplicate mount point: " + mount.destination());
        }
    }

    private PlannedMount bind(BindText text, HostConfig host) {
        String destination = paths.clean(text.destination());
        if (paths.isRoot(destination)) {
            throw EngineProblem.invalid(
                    "invalid specification: destination can't be '" + destination + "'");
        }
        String source = text.source();
        if (text.kind() == BindText.Kind.PIPE && source != null) {
            return PlannedMount.pipe(paths.clean(source), destination);
        }
        if (text.isPath() && source != null) {
            return PlannedMount.bind(
                    hostPath(source),
                    destination,
                    text.options(),
                    text.writable(),
                    text.propagation(),
                    paths.makesSources());
        }
        String name = source == null ? ownVolume(Map.of()) : source;
        if (source != null) {
            volumes.putIfAbsent(
                    name, new NewVolume(name, host.volumeDriver(), Map.of(), Map.of(), false));
        }
        return PlannedMount.volume(
                name,
                destination,
                text.options().isEmpty() ? "z" : text.options(),
                text.writable(),
                text.copy());
    }

    private String ownVolume(Map<String, String> labels) {
        String name = volumeNames.get();
        volumes.put(name, new NewVolume(name, null, Map.of(), labels, true));
        return name;
    }

    private PlannedMount mount(Mount mount) {
        if (mount.target().isEmpty()) {
            throw invalid(mount, "field Target must not be empty");
        }
        if (mount.type().equals("npipe")) {
            return pipe(mount);
        }
        if (!paths.isAbsolute(mount.target())) {
            throw invalid(
                    mount,
                    "invalid mount path: '" + mount.target() + "' mount path must be absolute");
        }
        String target = paths.clean(mount.target());
        if (paths.isRoot(target)) {
            throw invalid(mount, "invalid specification: destination can't be '" + target + "'");
        }
        return switch (mount.type()) {
            case "bind" -> bindMount(mount);
            case "volume" -> volumeMount(mount);
            case "tmpfs" -> tmpfsMount(mount);
            case "image", "cluster" ->
                    throw EngineProblem.notImplemented(
                            "mounts of type \"" + mount.type() + "\" can't be made on this host");
            default -> throw EngineProblem.invalid("mount type unknown: \"" + mount.type() + "\"");
        };
    }

    private PlannedMount pipe(Mount mount) {
        paths.checkKind(PlannedMount.Kind.PIPE);
        String source = mount.source();
        if (source == null || !WindowsPaths.isPipe(source)) {
            throw invalid(mount, "'" + source + "' is not a valid pipe path");
        }
        if (!WindowsPaths.isPipe(mount.target())) {
            throw invalid(mount, "'" + mount.target() + "' is not a valid pipe path");
        }
        return PlannedMount.pipe(paths.clean(source), paths.clean(mount.target()));
    }

    private PlannedMount bindMount(Mount mount) {
        String source = mount.source();
        if (source == null) {
            throw invalid(mount, "field Source must not be empty");
        }
        if (!isHostPath(source)) {
            throw invalid(
                    mount, "invalid mount path: '" + source + "' mount path must be absolute");
        }
        if (mount.volumeOptions() != null) {
            throw invalid(mount, "field VolumeOptions must not be specified");
        }
        Mount.BindOptions options = mount.bindOptions();
        boolean create = options != null && options.createMountpoint();
        if (!create && !Files.exists(Path.of(hostPath(source)))) {
            throw invalid(mount, "bind source path does not exist: " + source);
        }
        if (options != null && (options.nonRecursive() || options.readOnlyForceRecursive())) {
            throw EngineProblem.notImplemented(
                    "binds that leave out or force the mounts below their source can't be made"
                            + " on this host");
        }
        return PlannedMount.bind(
                hostPath(source),
                paths.clean(mount.target()),
                "",
                !mount.readOnly(),
                options == null ? null : options.propagation(),
                create);
    }

    private PlannedMount volumeMount(Mount mount) {
        if (mount.bindOptions() != null) {
            throw invalid(mount, "field BindOptions must not be specified");
        }
        Mount.VolumeOptions options = mount.volumeOptions();
        Map<String, String> labels = options == null ? Map.of() : options.labels();
        String source = mount.source();
        if (source != null) {
            Mount.DriverConfig driver = options == null ? null : options.driverConfig();
            volumes.putIfAbsent(
                    source,
                    new NewVolume(
                            source,
                            driver == null ? null : driver.name(),
                            driver == null ? Map.of() : driver.options(),
                            labels,
                            false));
        }
        String name = source == null ? ownVolume(labels) : source;
        if (options != null && options.subpath() != null) {
            // another container may turn it into a link to anywhere while it is being mounted
            throw EngineProblem.notImplemented(
                    "a folder within a volume can't be mounted on this host; mount the volume");
        }
        return PlannedMount.volume(
                name,
                paths.clean(mount.target()),
                "z",
                !mount.readOnly(),
                options == null || !options.noCopy());
    }

    private PlannedMount tmpfsMount(Mount mount) {
        if (mount.source() != null) {
            throw invalid(mount, "field Source must not be specified");
        }
        List<String> options = new ArrayList<>();
        Mount.TmpfsOptions asked = mount.tmpfsOptions();
        if (asked != null && asked.sizeBytes() > 0) {
            options.add("size=" + asked.sizeBytes());
        }
        if (asked != null && asked.mode() > 0) {
            options.add("mode=" + Integer.toOctalString(asked.mode()));
        }
        if (asked != null) {
            asked.options().forEach(option -> options.add(String.join("=", option)));
        }
        options.forEach(MountPlan::checkTmpfs);
        return PlannedMount.memory(paths.clean(mount.target()), !mount.readOnly(), options);
    }

    private PlannedMount tmpfs(String target, String text) {
        paths.checkKind(PlannedMount.Kind.TMPFS);
        if (!paths.isAbsolute(target) || paths.isRoot(paths.clean(target))) {
            throw EngineProblem.invalid("invalid tmpfs destination: \"" + target + "\"");
        }
        List<String> options = new ArrayList<>();
        for (String option : text.split(",", -1)) {
            if (!option.isEmpty()) {
                checkTmpfs(option);
                options.add(option);
            }
        }
        return PlannedMount.memory(paths.clean(target), !options.contains("ro"), options);
    }

    private static void checkTmpfs(String option) {
        if (!option.matches(
                "ro|rw|(no)?(exec|suid|dev|atime|diratime)|(rel|strict)atime|sync|async"
                        + "|(size|nr_inodes|nr_blocks)=\\d+[kKmMgG%]?|mode=[0-7]{1,4}"
                        + "|(uid|gid)=\\d+|mpol=[a-z0-9:,=-]+")) {
            throw EngineProblem.invalid("Invalid tmpfs option [\"" + option + "\"]");
        }
    }

    private void imageVolume(String destination) {
        String clean = paths.isAbsolute(destination) ? paths.clean(destination) : "";
        if (clean.isEmpty() || paths.isRoot(clean)) {
            throw EngineProblem.invalid("invalid volume specification: '" + destination + "'");
        }
        if (!mounts.containsKey(paths.key(clean))) {
            mounts.put(
                    paths.key(clean),
                    PlannedMount.volume(ownVolume(Map.of()), clean, "", true, true));
        }
    }

    private static EngineProblem invalid(Mount mount, String why) {
        return EngineProblem.invalid(
                "invalid mount config for type \"" + mount.type() + "\": " + why);
    }

    private static boolean isHostPath(String source) {
        try {
            return Path.of(source).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String hostPath(String source) {
        try {
            return Path.of(source).normalize().toString();
        } catch (InvalidPathException e) {
            throw EngineProblem.invalid("invalid mount path: " + e.getReason());
        }
    }
}
