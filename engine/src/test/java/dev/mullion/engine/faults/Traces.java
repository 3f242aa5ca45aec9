package dev.mullion.engine.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that containers of an engine leave on its machine, looked up without the engine. */
final class Traces {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PORT =
            Pattern.compile("\\{\"concat\":\\[(\\d+),|\\[(\\d+),\\{\"concat\"");

    private final TestMullionEngine engine;
    private final Path machine;
    private final Path run;

    /** Looks at the machine of an engine that runs. */
    Traces(TestMullionEngine engine) throws IOException {
        this.engine = engine;
        this.machine = Path.of("/proc/" + engine.daemon().pid() + "/root");
        List<Path> instances = in(machine.resolve("run/mullion"));
        if (instances.size() != 1) {
            throw new IllegalStateException("One engine has several folders: " + instances);
        }
        this.run = instances.getFirst();
    }

    String instance() {
        return run.getFileName().toString();
    }

    /** The engine's folder as this process sees it. */
    Path data() {
        return Path.of(machine + engine.data().toString());
    }

    /**
     * What is there that shouldn't be, or isn't and should.
     *
     * @param running the containers that run
     * @param existing all containers
     * @param ports published by those that run
     */
    List<String> wrong(Set<String> running, Set<String> existing, Set<Integer> ports)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        differ(wrong, "mounts", running, mounts());
        differ(wrong, "bundles", running, names(run.resolve("c")));
        differ(wrong, "states of crun", running, names(run.resolve("crun")));
        differ(wrong, "mount points", running, names(run.resolve("m")));
        differ(wrong, "exit files", Set.of(), names(run.resolve("exits")));
        differ(wrong, "folders of execs", Set.of(), names(run.resolve("x")));
        differ(wrong, "connections", running, ids(names(run.resolve("n"))));
        differ(wrong, "cables", cables(running), devices());
        differ(wrong, "published ports", ports, publishedPorts());
        for (String controller : controllers()) {
            Path parent = GROUPS.resolve(controller + "/mullion/" + instance());
            differ(wrong, "control groups of " + controller, running, folders(parent));
        }
        wrong.addAll(strangers(running));
        Path data = data();
        differ(wrong, "folders of containers", existing, names(data.resolve("containers")));
        differ(wrong, "writable layers", existing, names(data.resolve("layers/w")));
        differ(wrong, "half layers", Set.of(), names(data.resolve("layers/tmp")));
        differ(wrong, "temporary files", Set.of(), names(data.resolve("tmp")));
        differ(wrong, "half contents", Set.of(), beginning(data.resolve("ingest"), "new-"));
        differ(wrong, "half volumes", Set.of(), beginning(data.resolve("volumes"), "."));
        return wrong;
    }

    /** What is there although nothing was left to the engine. */
    List<String> remains() throws IOException {
        List<String> wrong = wrong(Set.of(), Set.of(), Set.of());
        Path data = data();
        differ(wrong, "contents", Set.of(), names(data.resolve("blobs/sha256")));
        differ(wrong, "partial contents", Set.of(), names(data.resolve("ingest")));
        differ(wrong, "layers", Set.of(), names(data.resolve("layers/unpacked")));
        differ(wrong, "links to layers", Set.of(), names(data.resolve("layers/l")));
        differ(wrong, "volumes", Set.of(), names(data.resolve("volumes")));
        return wrong;
    }

    private static void differ(List<String> into, String what, Set<?> should, Set<?> is) {
        Set<Object> more = new TreeSet<>(is);
        more.removeAll(should);
        Set<Object> less = new TreeSet<>(should);
        less.removeAll(is);
        if (!more.isEmpty()) {
            into.add("left over, " + what + ": " + more);
        }
        if (!less.isEmpty()) {
            into.add("missing, " + what + ": " + less);
        }
    }

    private Set<String> mounts() throws IOException {
        Set<String> found = new TreeSet<>();
        Path own = Path.of("/proc/" + engine.daemon().pid() + "/mountinfo");
        for (String line : Files.readAllLines(own, ISO_8859_1)) {
            String point = line.split(" ", 6)[4];
            if (point.startsWith("/run/mullion/") || point.startsWith(engine.data() + "/")) {
                String id = point.substring(point.lastIndexOf('/') + 1);
                found.add(found.contains(id) ? point + " twice" : id);
            }
        }
        return found;
    }

    private Set<String> cables(Set<String> running) {
        return running.stream()
                .map(id -> "mv" + id.substring(0, 13))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Network devices but loopback and the bridge. */
    private Set<String> devices() throws IOException {
        Path own = Path.of("/proc/" + engine.daemon().pid() + "/net/dev");
        return Files.readAllLines(own).stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .filter(name -> !name.equals("lo") && !name.equals("mu-" + instance()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Integer> publishedPorts() {
        String rules =
                Programs.run(
                        Map.of(),
                        engine.sandbox()
                                .inside(List.of(Programs.find("nft"), "-j", "list", "ruleset")),
                        Duration.ofSeconds(20));
        return PORT.matcher(rules.replace(" ", ""))
                .results()
                .map(Traces::port)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int port(MatchResult found) {
        return Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1));
    }

    /** Processes of containers, their monitors and makers that belong to no running container. */
    private List<String> strangers(Set<String> running) throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> monitored = new TreeSet<>();
        for (Path process : in(machine.resolve("proc"))) {
            if (!process.getFileName().toString().matches("\\d+")) {
                continue;
            }
            String line;
            String groups;
            try {
                line = Files.readString(process.resolve("cmdline"), ISO_8859_1).replace('\0', ' ');
                groups = Files.readString(process.resolve("cgroup"));
                if (line.isEmpty()) {
                    line = Files.readString(process.resolve("stat"), ISO_8859_1);
                }
            } catch (IOException e) {
                continue; // it has ended meanwhile
            }
            boolean runtimes =
                    !line.contains("EngineMain")
                            && (line.contains("/conmon ") || line.contains("/crun "));
            boolean inside = groups.contains("/mullion/" + instance());
            boolean zombie = line.contains(") Z ");
            String text = inside ? groups : line;
            if (zombie || ((runtimes || inside) && running.stream().noneMatch(text::contains))) {
                found.add("a process nobody knows: " + line);
            }
            if (line.contains("/conmon ")) {
                running.stream().filter(line::contains).forEach(monitored::add);
            }
        }
        differ(found, "monitors", running, monitored);
        return found;
    }

    private static Set<String> controllers() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path controller : in(GROUPS)) {
            if (Files.isDirectory(controller.resolve("mullion"))) {
                found.add(controller.getFileName().toString());
            }
        }
        return found;
    }

    private static Set<String> ids(Set<String> names) {
        return names.stream()
                .map(name -> {
                    var id = ID.matcher(name);
                    return id.find() ? id.group() : name;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> beginning(Path folder, String prefix) throws IOException {
        return names(folder).stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> folders(Path folder) throws IOException {
        return in(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Path folder) throws IOException {
        return in(folder).stream()
                .map(path -> path.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
