package dev.mullion.engine.linux.cgroup;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The control groups of this machine. A group is named by its path below each hierarchy, for
 * example {@code /mullion/0a1b2c3d/<id>}.
 */
public final class ControlGroups {

    private static final System.Logger LOG = System.getLogger(ControlGroups.class.getName());

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int KILL = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Which hierarchies there are. */
    public enum Layout {
        /** A folder for each controller. */
        V1,
        /** One folder for all. */
        V2,
        /** Version 1, with version 2 mounted beside it that has controllers too. */
        HYBRID
    }

    private final Layout layout;
    private final Path unified;
    private final Map<String, Path> controllers;

    private ControlGroups(Layout layout, Path unified, Map<String, Path> controllers) {
        this.layout = layout;
        this.unified = unified;
        this.controllers = controllers;
    }

    /** Looks at what is mounted. */
    public static ControlGroups ofThisMachine() throws IOException {
        if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
            return new ControlGroups(Layout.V2, ROOT, Map.of());
        }
        Map<String, Path> controllers = new LinkedHashMap<>();
        Path unified = ROOT.resolve("unified");
        try (Stream<Path> folders = Files.list(ROOT)) {
            for (Path folder : folders.sorted().toList()) {
                if (folder.equals(unified)) {
                    continue;
                }
                for (String name : folder.getFileName().toString().split(",", -1)) {
                    if (Files.exists(folder.resolve("cgroup.procs"))) {
                        controllers.put(name, folder);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "There are no control groups at %s; mount them (systemd and cgroupfs-mount do)"
                            .formatted(ROOT),
                    e);
        }
        Path v2 = unified.resolve("cgroup.controllers");
        boolean hybrid = Files.exists(v2) && !Files.readString(v2).isBlank();
        return new ControlGroups(hybrid ? Layout.HYBRID : Layout.V1, unified, controllers);
    }

    /** Which hierarchies there are. */
    public Layout layout() {
        return layout;
    }

    /** {@code 1} or {@code 2}, as the Docker API writes it. */
    public String version() {
        return layout == Layout.V2 ? "2" : "1";
    }

    /** Where the version 2 hierarchy is, if there is one. */
    public Path unified() {
        return unified;
    }

    /** The folder of a group where a controller keeps its files. */
    Path folder(String controller, String group) {
        Path root = layout == Layout.V2 ? unified : controllers.get(controller);
        return (root == null ? ROOT.resolve(controller) : root).resolve(group.substring(1));
    }

    private List<Path> folders(String group) {
        List<Path> folders = new ArrayList<>();
        Stream<Path> roots =
                layout == Layout.V2
                        ? Stream.of(unified)
                        : Stream.concat(controllers.values().stream(), Stream.of(unified))
                                .distinct();
        roots.map(root -> root.resolve(group.substring(1)))
                .filter(Files::isDirectory)
                .forEach(folders::add);
        return folders;
    }

    /** The names of the groups right below one, in any hierarchy. */
    public List<String> children(String group) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path folder : folders(group)) {
            try (Stream<Path> below = Files.list(folder)) {
                below.filter(Files::isDirectory)
                        .map(path -> path.getFileName().toString())
                        .forEach(names::add);
            } catch (NoSuchFileException e) {
                // gone just now
            }
        }
        return names.stream().distinct().toList();
    }

    /** The processes in a group and all below it; none if there is no such group. */
    public List<Long> processes(String group) throws IOException {
        for (Path folder : folders(group)) {
            return processesBelow(folder);
        }
        return List.of();
    }

    private static List<Long> processesBelow(Path folder) throws IOException {
        List<Long> all = new ArrayList<>();
        for (Path group : tree(folder)) {
            try {
                for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
                    long pid = Long.parseLong(line);
                    if (pid > 0) { // 0 stands for one that can't be named from here
                        all.add(pid);
                    }
                }
            } catch (NoSuchFileException e) {
                // gone just now
            } catch (FileSystemException e) {
                if (Files.exists(group)) {
                    throw e;
                }
            }
        }
        return all.stream().distinct().toList();
    }

    private static List<Path> tree(Path folder) throws IOException {
        List<Path> all = new ArrayList<>(List.of(folder));
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isDirectory).toList()) {
                all.addAll(tree(entry));
            }
        } catch (NoSuchFileException e) {
            return all; // gone just now
        }
        return all;
    }

    /** Kills all that is in a group and removes it; fine if there is none. */
    public void remove(String group) throws IOException {
        List<Path> folders = folders(group);
        if (folders.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Path> left = folders;
        while (true) {
            left = left.stream().filter(folder -> !removed(folder)).toList();
            if (left.isEmpty()) {
                return;
            }
            for (Path folder : left) {
                killAll(folder);
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "Removing the control group %s: it still has the processes %s"
                                .formatted(left.getFirst(), processesBelow(left.getFirst())));
            }
            LockSupport.parkNanos(1_000_000); // the kernel counts dead ones a moment longer
        }
    }

    /** Removes a group that has none below and no processes; another one stays. */
    public void removeIfEmpty(String group) {
        for (Path folder : folders(group)) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "The control group {0} is still used", folder);
            }
        }
    }

    private static boolean removed(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return removedWithChildren(folder);
        } catch (IOException e) {
            return removedWithChildren(folder);
        }
    }

    private static boolean removedWithChildren(Path folder) {
        try {
            for (Path each : tree(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
            return true;
        } catch (IOException e) {
            return false; // still in use: tried again, and said after a while
        }
    }

    private static void killAll(Path folder) throws IOException {
        List<Long> processes = processesBelow(folder);
        if (processes.isEmpty()) {
            return;
        }
        thaw(folder);
        for (long pid : processes) {
            try {
                LibC.kill((int) pid, KILL);
            } catch (LastErrorException e) {
                // gone just now
            }
        }
    }

    /** How often a process of the group was killed for lack of memory. */
    public long outOfMemoryKills(String group) throws IOException {
        Path file =
                layout == Layout.V2
                        ? folder("memory", group).resolve("memory.events")
                        : folder("memory", group).resolve("memory.oom_control");
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("oom_kill ")) {
                    return Long.parseLong(line.substring("oom_kill ".length()).strip());
                }
            }
        } catch (NoSuchFileException e) {
            // the group is gone, and its count with it
        }
        return 0;
    }

    /** Whether the group is frozen. */
    public boolean isFrozen(String group) throws IOException {
        Path state = folder("freezer", group).resolve("freezer.state");
        Path events = folder("freezer", group).resolve("cgroup.events");
        if (layout == Layout.V2) {
            return Files.exists(events) && Files.readString(events).contains("frozen 1");
        }
        return Files.exists(state) && Files.readString(state).startsWith("FROZEN");
    }

    /** Freezes all processes of a group and waits until they stand still. */
    public void freeze(String group) throws IOException {
        if (layout == Layout.V2) {
            Files.writeString(folder("", group).resolve("cgroup.freeze"), "1");
        } else {
            Files.writeString(folder("freezer", group).resolve("freezer.state"), "FROZEN");
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isFrozen(group)) {
            if (System.nanoTime() > end) {
                thaw(group);
                throw new IOException(
                        "Freezing the control group %s: a process in it didn't stop in %d s"
                                .formatted(group, PATIENCE.toSeconds()));
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Lets the processes of a group go on. */
    public void thaw(String group) throws IOException {
        thaw(folder("freezer", group));
    }

    /** Takes the limit of processes and threads away; the runtime has no word for that. */
    public void unlimitProcesses(String group) throws IOException {
        Files.writeString(folder("pids", group).resolve("pids.max"), "max");
    }

    /** Whether this kernel can limit memory and swap together. */
    public boolean limitsSwap() {
        return layout == Layout.V2
                ? Files.exists(Path.of("/proc/swaps"))
                : Files.exists(folder("memory", "/").resolve("memory.memsw.limit_in_bytes"));
    }

    private static void thaw(Path folder) throws IOException {
        Path state = folder.resolve("freezer.state");
        if (Files.exists(state)) {
            Files.writeString(state, "THAWED");
        }
        Path freeze = folder.resolve("cgroup.freeze");
        if (Files.exists(freeze)) {
            Files.writeString(freeze, "0");
        }
    }
}
