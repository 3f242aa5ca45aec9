package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.api.EngineJson;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /containers/{id}/stats}. */
final class StatsRoutes {

    private final Containers containers;
    private final StatsFigures figures;
    private final StatsSampler sampler;

    StatsRoutes(Containers containers, StatsFigures figures) {
        this.containers = containers;
        this.figures = figures;
        this.sampler = new StatsSampler(containers, figures);
    }

    void addTo(Routes routes) {
        routes.get("/containers/{id}/stats", this::answer);
    }

    private void answer(Call call) throws Exception {
        ContainerView container = containers.require(call.path("id"));
        boolean stream = call.flag("stream", true);
        boolean once = call.flag("one-shot");
        if (stream && once) {
            throw EngineProblem.invalid("cannot have stream=true and one-shot=true");
        }
        if (stream) {
            stream(call, container);
        } else if (!container.running()) {
            call.json(200, StatsFigures.none(container));
        } else if (once) {
            call.json(200, figures.measure(container));
        } else {
            twice(call, container);
        }
    }

    /** Figures of processors mean something only beside earlier ones. */
    private void twice(Call call, ContainerView container) throws Exception {
        try (StatsSampler.Watch watch = sampler.watch(container.id())) {
            Since since = new Since();
            watch.next().ifPresent(since::then);
            ContainerStats second = watch.next().orElseGet(() -> StatsFigures.none(container));
            call.json(200, since.then(second));
        }
    }

    private void stream(Call call, ContainerView container) throws Exception {
        try (StatsSampler.Watch watch = sampler.watch(container.id());
                OutputStream out = call.stream("application/json")) {
            call.whenGone(watch::end);
            Since since = new Since();
            for (Optional<ContainerStats> next = watch.next();
                    next.isPresent();
                    next = watch.next()) {
                write(out, since.then(next.get()));
            }
        }
    }

    private static void write(OutputStream out, ContainerStats stats) throws IOException {
        out.write(EngineJson.mapper().writeValueAsBytes(stats));
        out.write('\n');
        out.flush();
    }

    /** Puts beside each figure the one before. */
    private static final class Since {

        private @Nullable Instant read;
        private ContainerStats.Cpu cpu = ContainerStats.Cpu.NONE;

        ContainerStats then(ContainerStats next) {
            ContainerStats both = next.toBuilder().preread(read).precpuStats(cpu).build();
            read = next.read();
            cpu = next.cpuStats();
            return both;
        }
    }
}
