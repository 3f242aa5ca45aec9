package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.log.ContainerLogs;
import dev.mullion.engine.log.FileEvents;
import dev.mullion.engine.log.LogLimits;
import dev.mullion.engine.log.LogTurner;
import dev.mullion.engine.runtime.ContainerRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that flows between clients and containers, put together. */
public final class Streams implements AutoCloseable {

    private final ContainerRuntime runtime;
    private final NetworkCounters counters;
    private final ContainerHappenings happenings;
    private final LogLimits limits;
    private final Clock clock;
    private final Attachments attachments;
    private final Endings endings = new Endings();
    private final ContainerLogs logs;
    private final FileEvents files;
    private @Nullable LogTurner turner;

    /**
     * Makes it.
     *
     * @param folder where files are made for what slow clients haven't taken yet; made if missing
     * @param limits how much of a log is kept that doesn't say so itself
     */
    public Streams(
            ContainerRuntime runtime,
            NetworkCounters counters,
            ContainerHappenings happenings,
            Path folder,
            LogLimits limits,
            Clock clock)
            throws IOException {
        this.runtime = runtime;
        this.counters = counters;
        this.happenings = happenings;
        this.limits = limits;
        this.clock = clock;
        Files.createDirectories(folder);
        this.attachments = new Attachments(runtime, folder);
        this.logs = new ContainerLogs(clock);
        this.files = new FileEvents();
    }

    /** Answers for containers' logs, input, output and figures, and keeps their logs in bounds. */
    public void serve(Containers containers, Routes routes) {
        new AttachRoutes(containers, attachments, logs, runtime, happenings, clock).addTo(routes);
        new LogRoutes(containers, logs, files, endings).addTo(routes);
        new StatsRoutes(containers, new StatsFigures(runtime, counters)).addTo(routes);
        new TopRoutes(containers, runtime, happenings).addTo(routes);
        turner = new LogTurner(() -> written(containers));
    }

    private List<LogTurner.Written> written(Containers containers) {
        return containers.all().stream()
                .filter(ContainerView::running)
                .filter(container -> !LogRoutes.keepsNone(container))
                .map(this::written)
                .toList();
    }

    private LogTurner.Written written(ContainerView container) {
        var config = container.hostConfig().logConfig();
        return new LogTurner.Written(
                logs.of(container.id(), container.log()),
                limits.with(config == null ? Map.of() : config.config()),
                () -> runtime.reopenLog(container.id()));
    }

    /** A container's process waits to be started: nothing of its output is lost. */
    public void created(ContainerId id) throws IOException {
        attachments.created(id);
    }

    /** A container's process has ended, or couldn't be started. */
    public void ended(ContainerId id) {
        attachments.ended(id);
        endings.ended(id);
    }

    /** A container is gone. */
    public void removed(ContainerId id) {
        attachments.ended(id);
        endings.ended(id);
        logs.forget(id);
    }

    /** Stops looking at logs. Clients see the end when the server stops. */
    @Override
    public void close() throws IOException {
        if (turner != null) {
            turner.close();
        }
        files.close();
    }
}
