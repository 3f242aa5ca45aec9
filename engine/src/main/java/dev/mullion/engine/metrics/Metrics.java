package dev.mullion.engine.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Numbers of one engine, in the text format of Prometheus at {@code GET /metrics}: containers by
 * state, images, events by kind, memory and open files of the engine itself. Nothing is measured
 * before somebody asks, but the events, which are counted as they come.
 */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter events =
            Counter.builder()
                    .name("mullion_engine_events_total")
                    .help("What happened, by the kind of object and the action")
                    .labelNames("type", "action")
                    .register(registry);

    /**
     * Prepares the numbers.
     *
     * @param version of the engine
     * @param containers how many there are in each state
     * @param images how many there are
     */
    public Metrics(
            String version, Supplier<Map<String, Integer>> containers, Supplier<Integer> images) {
        Info.builder()
                .name("mullion_engine_info")
                .help("Which engine this is")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        GaugeWithCallback.builder()
                .name("mullion_engine_containers")
                .help("Containers by state")
                .labelNames("state")
                .callback(sample ->
                        containers.get().forEach((state, count) -> sample.call(count, state)))
                .register(registry);
        gauge("mullion_engine_images", "Images", () -> (double) images.get());
        gauge(
                "mullion_engine_heap_bytes",
                "Memory of the engine's objects",
                () -> (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        gauge("mullion_engine_open_files", "Open file descriptors", Metrics::openFiles);
        gauge(
                "mullion_engine_start_time_seconds",
                "When the engine started, in seconds since 1970",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    }

    private static double openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getOpenFileDescriptorCount()
                : Double.NaN;
    }

    private void gauge(String name, String help, Supplier<Double> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> sample.call(value.get()))
                .register(registry);
    }

    /** Counts every event from now on. */
    public void count(Events source) {
        source.listen(event -> events.labelValues(event.type(), verb(event.action())).inc());
    }

    /** {@code exec_create: sh -c …} is one kind, not one for every command. */
    private static String verb(String action) {
        int colon = action.indexOf(':');
        return colon < 0 ? action : action.substring(0, colon);
    }

    /** Adds {@code GET /metrics}. */
    public void addTo(Routes routes) {
        routes.get("/metrics", this::answer);
    }

    private void answer(Call call) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        call.text(200, text.toString(StandardCharsets.UTF_8));
    }
}
