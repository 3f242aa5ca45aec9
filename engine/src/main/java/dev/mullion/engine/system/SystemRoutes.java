package dev.mullion.engine.system;

import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.EngineVersion.Component;
import dev.mullion.docker.api.EngineVersion.Product;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.http.SpokenVersions;
import dev.mullion.engine.runtime.Machine;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Answers what is asked of the engine as a whole. */
public final class SystemRoutes {

    private final EngineFacts facts;
    private final InfoAnswer info;
    private final DiskUses uses;
    private final EventStream events;

    /**
     * Prepares the answers.
     *
     * @param counts asked for each {@code /info}
     * @param warnings asked for each {@code /info}: what the operator should know, a sentence each
     */
    public SystemRoutes(
            EngineFacts facts,
            Supplier<Counts> counts,
            Supplier<List<String>> warnings,
            DiskUses uses,
            Events events,
            Clock clock) {
        this.facts = facts;
        this.uses = uses;
        this.events = new EventStream(events, clock);
        this.info = new InfoAnswer(facts, counts, warnings, this.events::listeners, clock);
    }

    /** Adds the routes, also those of what this engine doesn't have. */
    public void addTo(Routes routes) {
        routes.get("/_ping", SystemRoutes::ping)
                .head("/_ping", SystemRoutes::ping)
                .get("/version", call -> call.json(200, version()))
                .get("/info", call -> call.json(200, info.now()))
                .get("/events", events::answer)
                .get("/system/df", this::diskUsage);
        AbsentRoutes.addTo(routes);
    }

    private static void ping(Call call) throws IOException {
        call.answerHeader("Builder-Version", "1");
        call.answerHeader("Cache-Control", "no-cache, no-store, must-revalidate");
        call.answerHeader("Pragma", "no-cache");
        call.text(200, "OK");
    }

    private EngineVersion version() {
        Machine machine = facts.machine();
        String os = facts.runtime().osType();
        Component engine =
                new Component(
                        "Engine",
                        facts.version(),
                        Map.of(
                                "ApiVersion",
                                SpokenVersions.NEWEST.toString(),
                                "MinAPIVersion",
                                SpokenVersions.OLDEST.toString(),
                                "Arch",
                                machine.goArchitecture(),
                                "Os",
                                os,
                                "KernelVersion",
                                machine.kernel(),
                                "Experimental",
                                "false",
                                "JavaVersion",
                                System.getProperty("java.version"),
                                "GoVersion",
                                "",
                                "GitCommit",
                                "",
                                "BuildTime",
                                ""));
        Component runtime =
                new Component(facts.runtime().name(), facts.runtime().version(), Map.of());
        return new EngineVersion(
                new Product("Mullion"),
                List.of(engine, runtime),
                facts.version(),
                SpokenVersions.NEWEST.toString(),
                SpokenVersions.OLDEST.toString(),
                null,
                null,
                os,
                machine.goArchitecture(),
                machine.kernel(),
                false,
                null);
    }

    private void diskUsage(Call call) throws IOException {
        Set<String> types = new TreeSet<>(call.queryAll("type"));
        for (String type : types) {
            if (!DiskUsageAnswer.TYPES.contains(type)) {
                throw EngineProblem.invalid("unknown object type: " + type);
            }
        }
        call.json(200, DiskUsageAnswer.of(uses, types.isEmpty() ? DiskUsageAnswer.TYPES : types));
    }
}
