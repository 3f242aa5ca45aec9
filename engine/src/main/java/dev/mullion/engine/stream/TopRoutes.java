package dev.mullion.engine.stream;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.container.Phase;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.RunningProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code GET /containers/{id}/top}: what the host's {@code ps} says of a container's processes. */
final class TopRoutes {

    private static final int LONGEST_SECONDS = 10;

    /** Columns that are renamed to PID would be taken for it. */
    private static final Pattern RENAMED =
            Pattern.compile("\\w+=\\s*PID", Pattern.CASE_INSENSITIVE);

    private final Containers containers;
    private final ContainerRuntime runtime;
    private final ContainerHappenings happenings;

    TopRoutes(Containers containers, ContainerRuntime runtime, ContainerHappenings happenings) {
        this.containers = containers;
        this.runtime = runtime;
        this.happenings = happenings;
    }

    /**
     * The processes.
     *
     * @param titles the columns
     * @param processes for each process as many texts
     */
    record Top(List<String> titles, List<List<String>> processes) {}

    void addTo(Routes routes) {
        routes.get("/containers/{id}/top", this::answer);
    }

    private void answer(Call call) throws IOException, InterruptedException {
        String asked = call.query("ps_args");
        String arguments = asked == null || asked.isBlank() ? "-ef" : asked.strip();
        if (RENAMED.matcher(arguments).find()) {
            throw EngineProblem.invalid(
                    "specifying \"" + arguments + "\" is not allowed: it renames the column PID");
        }
        ContainerView container = containers.require(call.path("id"));
        if (container.phase() == Phase.RESTARTING) {
            throw EngineProblem.conflict(
                    "container "
                            + container.id()
                            + " is restarting, wait until the container is running");
        }
        if (!container.running()) {
            throw EngineProblem.conflict("container " + container.id() + " is not running");
        }
        Top top = asked(container, arguments);
        happenings.tell(container, "top", Map.of());
        call.json(200, top);
    }

    private Top asked(ContainerView container, String arguments)
            throws IOException, InterruptedException {
        if (runtime.facts().osType().equals("windows")) {
            // its arguments mean nothing there
            return table(runtime.processTable(container.id()));
        }
        Set<Long> ids = new HashSet<>(runtime.processes(container.id()));
        return parse(ps(List.of(arguments.split("\\s+", -1))), ids);
    }

    /** As Docker shows processes of Windows. */
    static Top table(List<RunningProcess> processes) {
        return new Top(
                List.of("Name", "PID", "CPU", "Private Working Set"),
                processes.stream().map(TopRoutes::row).toList());
    }

    private static List<String> row(RunningProcess process) {
        Duration time = process.processorTime();
        return List.of(
                process.name(),
                Long.toString(process.pid()),
                "%02d:%02d:%02d.%03d"
                        .formatted(
                                time.toHours(),
                                time.toMinutesPart(),
                                time.toSecondsPart(),
                                time.toMillisPart()),
                megabytes(process.privateBytes()));
    }

    /** In thousands, to four digits, as Docker writes sizes. */
    private static String megabytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < 4) {
            size /= 1000;
            unit++;
        }
        String number =
                new BigDecimal(size).round(new MathContext(4)).stripTrailingZeros().toPlainString();
        return number + List.of("B", "kB", "MB", "GB", "TB").get(unit);
    }

    private static List<String> ps(List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ps"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        // else lines are cut to the width of a terminal
        builder.environment().put("COLUMNS", "10000");
        Process ps = builder.start();
        try {
            byte[] output = ps.getInputStream().readAllBytes();
            boolean ended = ps.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            String text = new String(output, StandardCharsets.UTF_8);
            if (!ended || ps.exitValue() != 0) {
                throw EngineProblem.invalid("ps: " + text.strip());
            }
            return text.lines().toList();
        } finally {
            ps.destroyForcibly();
        }
    }

    static Top parse(List<String> lines, Set<Long> ids) {
        List<String> titles =
                lines.isEmpty() ? List.of() : List.of(lines.getFirst().strip().split("\\s+", -1));
        int pid = titles.indexOf("PID");
        if (pid < 0) {
            throw EngineProblem.invalid("Couldn't find PID field in ps output");
        }
        List<List<String>> processes = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            // the last column is the command, which has spaces of its own
            List<String> fields = Arrays.asList(line.strip().split("\\s+", titles.size()));
            if (fields.size() > pid && isOneOf(fields.get(pid), ids)) {
                processes.add(fields);
            }
        }
        return new Top(titles, processes);
    }

    private static boolean isOneOf(String pid, Set<Long> ids) {
        try {
            return ids.contains(Long.valueOf(pid));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
