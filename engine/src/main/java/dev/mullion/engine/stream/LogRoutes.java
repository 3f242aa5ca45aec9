package dev.mullion.engine.stream;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.log.ContainerLog;
import dev.mullion.engine.log.ContainerLogs;
import dev.mullion.engine.log.FileEvents;
import dev.mullion.engine.log.LogQuery;
import dev.mullion.engine.log.LogSink;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /containers/{id}/logs}. */
final class LogRoutes {

    private final Containers containers;
    private final ContainerLogs logs;
    private final FileEvents events;
    private final Endings endings;

    LogRoutes(Containers containers, ContainerLogs logs, FileEvents events, Endings endings) {
        this.containers = containers;
        this.logs = logs;
        this.events = events;
        this.endings = endings;
    }

    void addTo(Routes routes) {
        routes.get("/containers/{id}/logs", this::answer);
    }

    /** Whether a container keeps no log. */
    static boolean keepsNone(ContainerView container) {
        var config = container.hostConfig().logConfig();
        return config != null && config.type().equals("none");
    }

    private void answer(Call call) throws Exception {
        ContainerView container = containers.require(call.path("id"));
        LogQuery query = query(call);
        if (keepsNone(container)) {
            throw EngineProblem.notImplemented(
                    "configured logging driver does not support reading");
        }
        boolean framed = !container.config().tty();
        String details = call.flag("details") ? details(container) : "";
        ContainerLog log = logs.of(container.id(), container.log());
        try (OutputStream out = call.stream(contentType(call, framed))) {
            LogSink sink = new LogSink(out, framed, call.flag("timestamps"), details);
            if (call.flag("follow")) {
                follow(call, container, log, query, sink);
            } else {
                log.read(query, sink);
            }
        }
    }

    private static String contentType(Call call, boolean framed) {
        boolean tell = framed && call.version().atLeast(1, 42);
        return "application/vnd.docker." + (tell ? "multiplexed" : "raw") + "-stream";
    }

    private void follow(
            Call call, ContainerView container, ContainerLog log, LogQuery query, LogSink sink)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ContainerLog.Follow follow = new ContainerLog.Follow(over::get);
        Runnable end =
                () -> {
                    over.set(true);
                    follow.wake();
                };
        call.whenGone(end);
        Runnable stop = endings.listen(container.id(), end);
        try {
            // it may have ended before anybody listened
            if (!containers.find(container.id()).map(ContainerView::running).orElse(false)) {
                over.set(true);
            }
            log.follow(query, sink, events, follow);
        } finally {
            stop.run();
        }
    }

    private static LogQuery query(Call call) {
        boolean output = call.flag("stdout");
        boolean errors = call.flag("stderr");
        if (!output && !errors) {
            throw EngineProblem.invalid("Bad parameters: you must choose at least one stream");
        }
        Instant since = moment(call.query("since"));
        Instant until = moment(call.query("until"));
        return new LogQuery(output, errors, since, until, tail(call.query("tail")));
    }

    /** What isn't a number means all, as in Docker. */
    private static int tail(@Nullable String text) {
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Seconds since 1970, with or without decimals; 0 for no bound. */
    private static @Nullable Instant moment(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("0")) {
            return null;
        }
        String[] parts = text.split("\\.", 2);
        try {
            long seconds = Long.parseLong(parts[0]);
            String nanos = parts.length < 2 ? "" : parts[1];
            return Instant.ofEpochSecond(
                    seconds, Long.parseLong((nanos + "000000000").substring(0, 9)));
        } catch (NumberFormatException | DateTimeException e) {
            throw EngineProblem.invalid(
                    "strconv.ParseInt: parsing \"" + parts[0] + "\": invalid syntax");
        }
    }

    /** The labels and variables that the container's log options name. */
    private static String details(ContainerView container) {
        var config = container.hostConfig().logConfig();
        Map<String, String> options = config == null ? Map.of() : config.config();
        Map<String, String> all = new TreeMap<>();
        for (String label : options.getOrDefault("labels", "").split(",", -1)) {
            String value = container.config().labels().get(label);
            if (value != null) {
                all.put(label, value);
            }
        }
        String wanted = "," + options.getOrDefault("env", "") + ",";
        for (String variable : container.config().env()) {
            String[] pair = variable.split("=", 2);
            if (pair.length == 2 && wanted.contains("," + pair[0] + ",")) {
                all.put(pair[0], pair[1]);
            }
        }
        return all.entrySet().stream()
                        .map(pair -> escaped(pair.getKey()) + "=" + escaped(pair.getValue()))
                        .collect(Collectors.joining(","))
                + " ";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
