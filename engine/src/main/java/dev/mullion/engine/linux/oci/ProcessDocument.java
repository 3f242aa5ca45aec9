package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ResourceLimits.Ulimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The {@code process} part of the document; also what crun is given for one more process. */
final class ProcessDocument {

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ProcessDocument() {}

    static Map<String, Object> of(
            ProcessSpec process,
            List<String> arguments,
            ContainerUser user,
            Set<String> capabilities,
            boolean noNewPrivileges,
            int oomScore,
            List<Map<String, Object>> limits,
            String hostname)
            throws IOException {
        return Json.object(
                "terminal",
                process.terminal(),
                "user",
                Json.object(
                        "uid", user.uid(),
                        "gid", user.gid(),
                        "additionalGids", user.groups()),
                "args",
                arguments,
                "env",
                environment(process, user, hostname),
                "cwd",
                process.directory().isEmpty() ? "/" : process.directory(),
                "capabilities",
                Capabilities.document(capabilities, user.uid() == 0),
                "rlimits",
                limits,
                "noNewPrivileges",
                noNewPrivileges,
                "oomScoreAdj",
                oomScore,
                "consoleSize",
                process.terminal() && process.size() != null
                        ? Json.object(
                                "height", process.size().rows(),
                                "width", process.size().columns())
                        : null);
    }

    /** What every container has goes first, so that its own settings win. */
    private static List<String> environment(
            ProcessSpec process, ContainerUser user, String hostname) throws IOException {
        List<String> all = new ArrayList<>(List.of(PATH));
        all.add("HOSTNAME=" + (hostname.isEmpty() ? ofThisMachine() : hostname));
        if (process.terminal()) {
            all.add("TERM=xterm");
        }
        all.addAll(process.environment());
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : all) {
            String name = nameOf(line);
            if (name.equals(line)) {
                lines.remove(name);
            } else {
                lines.put(name, line);
            }
        }
        lines.putIfAbsent("HOME", "HOME=" + user.home());
        return List.copyOf(lines.values());
    }

    /** What a container sees that has no name of its own. */
    private static String ofThisMachine() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    private static String nameOf(String line) {
        int equals = line.indexOf('=');
        return equals < 0 ? line : line.substring(0, equals);
    }

    static List<Map<String, Object>> limits(List<Ulimit> wanted, EngineRights rights)
            throws IOException {
        List<Map<String, Object>> limits = new ArrayList<>();
        for (Ulimit limit : wanted) {
            String name = "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT);
            long hard = rights.clamp(name, limit.hard());
            long soft = limit.soft() < 0 ? hard : limit.soft();
            soft = hard < 0 ? soft : Math.min(soft, hard);
            limits.add(Json.object("type", name, "soft", unsigned(soft), "hard", unsigned(hard)));
        }
        return limits;
    }

    private static Object unsigned(long limit) {
        return limit < 0 ? new java.math.BigInteger("18446744073709551615") : limit;
    }
}
