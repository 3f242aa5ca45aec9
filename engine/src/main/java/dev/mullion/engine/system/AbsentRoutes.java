package dev.mullion.engine.system;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Endpoint;
import dev.mullion.engine.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What Docker has and this engine has not, answered so that clients know what to make of it. */
final class AbsentRoutes {

    private static final List<String> OF_SWARMS =
            List.of("swarm", "services", "tasks", "nodes", "secrets", "configs");

    private AbsentRoutes() {}

    static void addTo(Routes routes) {
        swarms(routes);
        plugins(routes);
        // "docker system prune" asks for this too
        routes.post(
                "/build/prune",
                call -> {
                    Map<String, Object> nothing =
                            Map.of("CachesDeleted", List.of(), "SpaceReclaimed", 0);
                    call.json(200, nothing);
                });
        routes.notYet(
                "POST",
                "/build",
                "This engine doesn't build images yet: build elsewhere, push to a registry or"
                        + " \"docker save\", and pull or \"docker load\" here");
        routes.notYet("POST", "/build/cancel", "This engine doesn't build images yet");
        routes.notYet("POST", "/commit", "This engine doesn't make images of containers yet");
        routes.notYet("GET", "/images/search", "This engine doesn't search registries yet");
        routes.notYet(
                "GET",
                "/distribution/{name...}/json",
                "This engine doesn't look into registries for others yet");
        routes.notYet("PUT", "/volumes/{name}", "This engine has no cluster volumes");
        for (String missing : List.of("changes", "attach/ws", "checkpoints")) {
            routes.notYet(
                    "GET",
                    "/containers/{id}/" + missing,
                    "This engine doesn't have \"" + missing + "\" of containers yet");
        }
        routes.notYet(
                "POST", "/containers/{id}/checkpoints", "This engine doesn't make checkpoints");
        routes.notYet(
                "DELETE",
                "/containers/{id}/checkpoints/{checkpoint}",
                "This engine doesn't make checkpoints");
    }

    private static void swarms(Routes routes) {
        Endpoint noManager =
                refused(() ->
                        EngineProblem.unavailable(
                                "This node is not a swarm manager. Use \"docker swarm init\" or"
                                        + " \"docker swarm join\" to connect this node to swarm and try"
                                        + " again."));
        for (String start : OF_SWARMS) {
            routes.any("/" + start, noManager).any("/" + start + "/{rest...}", noManager);
        }
        Endpoint none =
                refused(() -> EngineProblem.notImplemented("Mullion's engine forms no swarms"));
        routes.post("/swarm/init", none)
                .post("/swarm/join", none)
                .post(
                        "/swarm/leave",
                        refused(() ->
                                EngineProblem.unavailable("This node is not part of a swarm")));
    }

    private static Endpoint refused(Supplier<EngineProblem> reason) {
        return call -> {
            throw reason.get();
        };
    }

    private static void plugins(Routes routes) {
        routes.get("/plugins", call -> call.json(200, List.of()))
                .get(
                        "/plugins/{name...}/json",
                        call -> {
                            throw EngineProblem.notFound(
                                    "plugin \"" + call.path("name") + "\" not found");
                        });
        for (String method : List.of("GET", "POST", "DELETE")) {
            routes.notYet(method, "/plugins/{rest...}", "This engine takes no plugins");
        }
    }
}
