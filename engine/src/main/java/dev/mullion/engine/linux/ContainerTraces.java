package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.cgroup.ControlGroups;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All that a container leaves on the machine: folders, control groups, processes. */
final class ContainerTraces {

    private static final int KILL = 9;
    private static final int ROUNDS = 20;

    private final Path run;
    private final String parent;
    private final ControlGroups groups;

    ContainerTraces(Path run, String instance, ControlGroups groups) {
        this.run = run;
        this.parent = "/mullion/" + instance;
        this.groups = groups;
    }

    String group(ContainerId id) {
        return parent + "/" + id.hex();
    }

    Path exit(ContainerId id) {
        return run.resolve("exits").resolve(id.hex());
    }

    Path state(ContainerId id) {
        return run.resolve("crun").resolve(id.hex());
    }

    /** Whether it was made, but its program not let run. */
    boolean waitsForStart(ContainerId id) {
        return Files.exists(state(id).resolve("exec.fifo"));
    }

    /** Every container of which there is a trace. */
    Set<ContainerId> all() throws IOException {
        Set<String> names = new TreeSet<>(groups.children(parent));
        for (String folder : List.of("c", "exits", "crun")) {
            try (Stream<Path> entries = Files.list(run.resolve(folder))) {
                entries.map(entry -> entry.getFileName().toString()).forEach(names::add);
            }
        }
        Set<ContainerId> ids = new java.util.LinkedHashSet<>();
        for (String name : names) {
            if (name.matches("[0-9a-f]{64}")) {
                ids.add(ContainerId.of(name));
            }
        }
        return ids;
    }

    /** Removes one that has ended or never was: what is left of its processes is killed. */
    void remove(ContainerId id) throws IOException {
        groups.remove(group(id));
        FolderTree.remove(state(id));
        FolderTree.remove(Bundle.of(run, id).folder());
        Files.deleteIfExists(exit(id));
    }

    /**
     * Removes one whose making may be under way: whoever makes it is killed first, found by its
     * command line, which has this engine's folder and the container in it.
     */
    void removeHalfMade(ContainerId id) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            List<ProcessMark> makers = processesOf(id);
            if (makers.isEmpty()) {
                break;
            }
            makers.forEach(maker -> maker.signal(KILL));
        }
        remove(id);
    }

    private List<ProcessMark> processesOf(ContainerId id) throws IOException {
        List<ProcessMark> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                String name = process.getFileName().toString();
                if (!name.matches("\\d+")) {
                    continue;
                }
                try {
                    String line =
                            Files.readString(
                                    process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains(id.hex()) && line.contains(run + "/")) {
                        ProcessMark mark = ProcessMark.of(Long.parseLong(name));
                        if (mark.isAlive()) {
                            found.add(mark);
                        }
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return found;
    }

    /** Removes what stands around containers on the machine, if there are none. */
    void removeEmpty() {
        groups.removeIfEmpty(parent);
    }

    /** Ends further processes that nobody reads any more. */
    void removeExecs() throws IOException {
        try (Stream<Path> folders = Files.list(run.resolve("x"))) {
            for (Path folder : folders.toList()) {
                ExecFolder exec = new ExecFolder(folder);
                ProcessMark starter = exec.starterMark().orElse(null);
                long pid = exec.processId();
                if (starter != null && starter.isAlive()) {
                    if (pid > 0) {
                        ProcessMark.of(pid).signal(KILL); // its number is its own while crun waits
                    }
                    starter.signal(KILL);
                }
                exec.remove();
            }
        }
    }
}
