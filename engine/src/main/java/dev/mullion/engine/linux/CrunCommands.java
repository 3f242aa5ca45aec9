package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.cgroup.ControlGroups;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.linux.process.Child;
import dev.mullion.engine.linux.process.Descriptor;
import dev.mullion.engine.linux.process.ProgramRun;
import dev.mullion.engine.linux.process.Readiness;
import dev.mullion.engine.runtime.ContainerSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command lines of conmon and crun. */
final class CrunCommands {

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_WORDS = 64 * 1024;

    private final Readiness readiness;
    private final RuntimePrograms programs;
    private final ControlGroups groups;
    private final Path run;
    private final boolean hidden;
    private final String hide;

    CrunCommands(Readiness readiness, RuntimePrograms programs, ControlGroups groups, Path run)
            throws IOException {
        this.readiness = readiness;
        this.programs = programs;
        this.groups = groups;
        this.run = run;
        this.hidden = programs.isCrun() && groups.layout() == ControlGroups.Layout.HYBRID;
        if (hidden && programs.unshare() == null) {
            throw new IOException(
                    "This host has control groups of both versions, which crun refuses. Install"
                            + " util-linux for unshare, or runc, or boot with one version only");
        }
        this.hide = hidden ? hiding() : "";
    }

    /**
     * crun won't make a container where a version 2 hierarchy with controllers is mounted beside
     * version 1. It gets a mount namespace of its own, for this one call, that hides it.
     */
    private String hiding() throws IOException {
        Path parent = groups.unified().getParent();
        boolean shared =
                Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                        .map(line -> line.split(" ", -1))
                        .anyMatch(parts ->
                                parts[4].equals(String.valueOf(parent))
                                        && parts[6].startsWith("shared:"));
        // hiding it must not reach the host, where mounts are passed on
        return (shared ? "mount --make-private " + parent + " && " : "")
                + "umount "
                + groups.unified()
                + " && exec \"$@\"";
    }

    /** Makes a container and its monitor; answers with the number of the first process. */
    long create(ContainerId id, Bundle bundle, Path exits, ContainerSpec spec) throws IOException {
        int[] said = ProgramRun.pipe();
        try (Descriptor answer = Descriptor.of(readiness, said[0])) {
            Child monitor;
            try {
                monitor =
                        Child.start(
                                readiness,
                                monitorCommand(id, bundle, exits, spec),
                                List.of(PATH, "_OCI_SYNCPIPE=3"),
                                bundle.folder(), // where it says that memory lacked
                                -1,
                                -1,
                                -1,
                                said[1]);
            } finally {
                LibC.close(said[1]);
            }
            try (monitor) {
                long pid = answer(answer, bundle, spec.process().arguments());
                monitor.waitFor(); // it goes on as its own child
                return pid;
            }
        }
    }

    private List<String> monitorCommand(
            ContainerId id, Bundle bundle, Path exits, ContainerSpec spec) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(programs.monitor().toString(), "--api-version", "1"));
        line.addAll(List.of("-c", id.hex(), "-u", id.hex(), "-n", id.shortened()));
        List<String> runtime = creating(bundle);
        line.addAll(List.of("-r", runtime.getFirst()));
        runtime.stream().skip(1).forEach(part -> line.add("--runtime-arg=" + part));
        line.addAll(List.of("-b", bundle.folder().toString()));
        line.addAll(List.of("--persist-dir", bundle.folder().toString()));
        line.addAll(List.of("-p", bundle.pid().toString(), "-P", bundle.monitorPid().toString()));
        line.addAll(List.of("--exit-dir", exits.toString(), "--full-attach", "--no-sync-log"));
        line.addAll(List.of("-l", "k8s-file:" + spec.log(), "--log-level", "warning"));
        if (spec.process().terminal()) {
            line.add("-t");
        }
        if (spec.input() != ContainerSpec.Input.NONE) {
            line.add("-i");
        }
        if (spec.input() == ContainerSpec.Input.KEPT) {
            line.add("--leave-stdin-open");
        }
        return line;
    }

    private List<String> creating(Bundle bundle) {
        List<String> line = new ArrayList<>();
        if (hidden) {
            line.addAll(
                    List.of(
                            String.valueOf(programs.unshare()),
                            "--mount",
                            "--propagation",
                            "unchanged",
                            "/bin/sh",
                            "-c",
                            hide,
                            "sh"));
        }
        line.addAll(runtime());
        line.addAll(List.of("--log=" + bundle.runtimeLog(), "--log-format=json"));
        return line;
    }

    private List<String> runtime() {
        return List.of(programs.runtime().toString(), "--root=" + run.resolve("crun"));
    }

    private long answer(Descriptor from, Bundle bundle, List<String> arguments) throws IOException {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (from.read(buffer) > 0 && words.size() < MOST_WORDS) {
            words.write(buffer.array(), 0, buffer.position());
            if (buffer.get(buffer.position() - 1) == '\n') {
                break;
            }
        }
        JsonNode said = parsed(words.toString(StandardCharsets.UTF_8));
        long pid = said == null ? 0 : said.path("data").asLong(0);
        if (pid > 0) {
            return pid;
        }
        throw RuntimeErrors.whileStarting(reason(said, bundle), arguments);
    }

    private static String reason(@Nullable JsonNode said, Bundle bundle) throws IOException {
        String logged = lastError(bundle.runtimeLog());
        if (!logged.isEmpty()) {
            return logged;
        }
        String message = said == null ? "" : said.path("message").asString("").strip();
        return message.isEmpty() ? "its monitor ended without a word" : message;
    }

    static String lastError(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        String error = "";
        for (String line : Files.readAllLines(log)) {
            JsonNode entry = parsed(line);
            if (entry != null && entry.path("level").asString("").equals("error")) {
                error = entry.path("msg").asString("");
            }
        }
        return error;
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return text.isBlank() ? null : JSON.readTree(text);
        } catch (JacksonException e) {
            return null; // cut off by the end of who wrote it
        }
    }

    /** The command line of one more process. */
    List<String> exec(ContainerId id, ExecFolder folder, boolean terminal) {
        List<String> line = new ArrayList<>(runtime());
        line.addAll(List.of("--log=" + folder.runtimeLog(), "--log-format=json", "exec"));
        if (terminal) {
            line.add("--console-socket=" + folder.console());
        }
        line.addAll(
                List.of("--process=" + folder.document(), "--pid-file=" + folder.pid(), id.hex()));
        return line;
    }

    /** What the runtime's own programs are given. */
    List<String> environment() {
        return List.of(PATH);
    }

    /** Lets a made container's program run. */
    void start(ContainerId id) throws IOException {
        run("start", id.hex());
    }

    /** Runs one command of the runtime; fails with its own words. */
    void run(String... words) throws IOException {
        List<String> line = new ArrayList<>(runtime());
        line.addAll(List.of(words));
        ProgramRun done = ProgramRun.of(readiness, line, List.of(PATH));
        if (done.code() != 0) {
            throw new IOException(
                    "%s %s: %s"
                            .formatted(
                                    programs.runtime().getFileName(),
                                    words[0],
                                    done.output().strip()));
        }
    }

    /** The first line of what a program says about its version. */
    String version() throws IOException {
        ProgramRun said =
                ProgramRun.of(
                        readiness,
                        List.of(programs.runtime().toString(), "--version"),
                        List.of(PATH));
        String first = said.output().lines().findFirst().orElse("");
        return first.substring(first.lastIndexOf(' ') + 1);
    }
}
