package dev.mullion.engine.container;

import dev.mullion.docker.Platform;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EngineJson;
import dev.mullion.docker.api.UpdateContainer;
import dev.mullion.docker.api.WaitResult;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The part of the API that is about containers themselves. */
public final class ContainerRoutes {

    private final Containers containers;

    public ContainerRoutes(Containers containers) {
        this.containers = containers;
    }

    /** Adds all. */
    public void addTo(Routes routes) {
        routes.get("/containers/json", this::list)
                .post("/containers/create", this::create)
                .post("/containers/prune", this::prune)
                .get("/containers/{id}/json", this::inspect)
                .post("/containers/{id}/start", this::start)
                .post("/containers/{id}/stop", this::stop)
                .post("/containers/{id}/restart", this::restart)
                .post("/containers/{id}/kill", this::kill)
                .post("/containers/{id}/pause", this::pause)
                .post("/containers/{id}/unpause", this::unpause)
                .post("/containers/{id}/rename", this::rename)
                .post("/containers/{id}/update", this::update)
                .post("/containers/{id}/wait", this::await)
                .delete("/containers/{id}", this::remove);
    }

    private void list(Call call) throws IOException {
        int limit = call.number("limit", 0);
        ContainerList.Wanted wanted =
                new ContainerList.Wanted(call.flag("all"), Math.max(0, limit), call.flag("size"));
        call.json(200, containers.list(wanted, call.filters()));
    }

    private void create(Call call) throws IOException {
        List<String> warnings = new ArrayList<>();
        CreateContainer request = call.body(CreateContainer.class);
        UnknownMembers.warn(call.tree(), CreateContainer.class, warnings);
        if (request.config().image().isEmpty()) {
            throw EngineProblem.invalid("no image specified");
        }
        String platform = call.query("platform");
        call.json(
                201,
                containers.create(
                        call.query("name"),
                        platform == null || platform.isEmpty() ? null : platform(platform),
                        request,
                        warnings));
    }

    private static Platform platform(String text) {
        try {
            return Platform.of(text);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid(
                    "\"" + text + "\" is an invalid OS or architecture: " + e.getMessage());
        }
    }

    private void inspect(Call call) throws IOException {
        call.json(200, containers.inspect(call.path("id"), call.flag("size")));
    }

    private void start(Call call) throws IOException {
        containers.start(call.path("id"));
        call.empty(204);
    }

    private void stop(Call call) throws IOException {
        containers.stop(call.path("id"), call.query("signal"), seconds(call));
        call.empty(204);
    }

    private void restart(Call call) throws IOException {
        containers.restart(call.path("id"), call.query("signal"), seconds(call));
        call.empty(204);
    }

    private static @Nullable Integer seconds(Call call) {
        String text = call.query("t");
        return text == null || text.isEmpty() ? null : (Integer) call.number("t", 0);
    }

    private void kill(Call call) throws IOException {
        containers.kill(call.path("id"), call.query("signal"));
        call.empty(204);
    }

    private void pause(Call call) throws IOException {
        containers.pause(call.path("id"));
        call.empty(204);
    }

    private void unpause(Call call) throws IOException {
        containers.unpause(call.path("id"));
        call.empty(204);
    }

    private void rename(Call call) throws IOException {
        String name = call.query("name");
        containers.rename(call.path("id"), name == null ? "" : name);
        call.empty(204);
    }

    private void update(Call call) throws IOException {
        UpdateContainer request = call.body(UpdateContainer.class);
        List<String> warnings = new ArrayList<>();
        UnknownMembers.warn(call.tree(), UpdateContainer.class, warnings);
        warnings.addAll(containers.update(call.path("id"), request));
        call.json(200, Map.of("Warnings", warnings));
    }

    private void remove(Call call) throws IOException {
        if (call.flag("link")) {
            throw EngineProblem.notImplemented(
                    "links between containers don't exist on this engine, so none can be removed");
        }
        containers.remove(call.path("id"), call.flag("force"), call.flag("v"));
        call.empty(204);
    }

    private void prune(Call call) throws IOException {
        Containers.Pruned pruned = containers.prune(call.filters());
        call.json(200, Map.of("ContainersDeleted", pruned.ids(), "SpaceReclaimed", pruned.bytes()));
    }

    private void await(Call call) throws IOException {
        Waits.Condition condition =
                switch (String.valueOf(call.query("condition"))) {
                    case "null", "", "not-running" -> Waits.Condition.NOT_RUNNING;
                    case "next-exit" -> Waits.Condition.NEXT_EXIT;
                    case "removed" -> Waits.Condition.REMOVED;
                    default ->
                            throw EngineProblem.invalid(
                                    "invalid condition: \"" + call.query("condition") + "\"");
                };
        CompletableFuture<Waits.Outcome> outcome = containers.await(call.path("id"), condition);
        // the headers tell the client that it can start the container now
        try (OutputStream answer = call.stream("application/json")) {
            call.whenGone(() -> outcome.cancel(false));
            answer.flush();
            answer.write(EngineJson.mapper().writeValueAsBytes(result(outcome.get())));
            answer.write('\n');
            answer.flush();
        } catch (CancellationException e) {
            // nobody is there to be answered
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nobody lets a wait fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WaitResult result(Waits.Outcome outcome) {
        String error = outcome.error();
        return new WaitResult(outcome.code(), error == null ? null : new WaitResult.Failure(error));
    }
}
