package dev.mullion.engine.network;

import dev.mullion.docker.api.NetworkDetails;
import dev.mullion.docker.api.NetworkDetails.Block;
import dev.mullion.docker.api.NetworkDetails.ConfigFrom;
import dev.mullion.docker.api.NetworkDetails.Ipam;
import dev.mullion.docker.api.NetworkDetails.Member;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Filters;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.network.PredefinedNetworks.Named;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkSpec;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers about networks. */
public final class NetworkRoutes {

    private static final Set<String> FILTERS =
            Set.of("dangling", "driver", "id", "label", "name", "scope", "type");
    private static final String LOCAL = "local";

    private final Networks networks;

    /** Answers about these networks. */
    public NetworkRoutes(Networks networks) {
        this.networks = networks;
    }

    /** Adds what is answered here. */
    public void addTo(Routes routes) {
        routes.get("/networks", this::list)
                .get("/networks/{id}", this::inspect)
                .delete("/networks/{id}", this::remove)
                .post("/networks/create", this::create)
                .post("/networks/prune", this::prune)
                .post("/networks/{id}/connect", call -> change(call, "connected to"))
                .post("/networks/{id}/disconnect", call -> change(call, "disconnected from"));
    }

    private void list(Call call) throws IOException {
        Filters filters = call.filters().only(FILTERS);
        call.json(
                200,
                networks.predefined().all().stream()
                        .filter(named -> matches(filters, named))
                        .map(named -> details(named, Map.of()))
                        .toList());
    }

    private static boolean matches(Filters filters, Named named) {
        return (!filters.has("name")
                        || filters.all("name").stream().anyMatch(named.name()::contains))
                && filters.matchesPrefix("id", named.id())
                && filters.matches("driver", named.driver())
                && filters.matches("scope", LOCAL)
                && filters.matches("type", "builtin")
                && filters.matchesLabels("label", Map.of())
                && !filters.flag("dangling", false);
    }

    private void inspect(Call call) throws IOException {
        String scope = call.query("scope");
        Named named = networks.predefined().require(call.path("id"));
        if (scope != null && !scope.isEmpty() && !scope.equals(LOCAL)) {
            throw EngineProblem.notFound("network %s not found".formatted(call.path("id")));
        }
        call.json(200, details(named, members(named)));
    }

    private void remove(Call call) {
        Named named = networks.predefined().require(call.path("id"));
        throw EngineProblem.forbidden(
                "%s is a pre-defined network and cannot be removed".formatted(named.name()));
    }

    private void create(Call call) throws IOException {
        String name = call.tree().path("Name").asString("");
        if (networks.predefined().all().stream().anyMatch(each -> each.name().equals(name))) {
            throw EngineProblem.forbidden(
                    "operation is not permitted on predefined %s network".formatted(name));
        }
        throw EngineProblem.notImplemented(
                "network '%s' can't be created: this engine has only the networks that docker network ls shows"
                        .formatted(name));
    }

    private void change(Call call, String what) {
        Named named = networks.predefined().require(call.path("id"));
        throw EngineProblem.notImplemented(
                "a container can't be %s the network %s while it exists; choose its network when creating it"
                        .formatted(what, named.name()));
    }

    private void prune(Call call) throws IOException {
        call.filters().only(Set.of("label", "label!", "until"));
        call.json(200, Collections.singletonMap("NetworksDeleted", null));
    }

    private Map<String, Member> members(Named named) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Connection connection : networks.connections()) {
            if (connection.networkId().equals(named.id())) {
                members.put(connection.container().hex(), member(connection));
            }
        }
        return members;
    }

    private Member member(Connection connection) {
        EndpointSpec endpoint = connection.endpoint();
        return new Member(
                networks.name(connection.container()),
                connection.endpointId(),
                endpoint == null ? null : endpoint.macAddress(),
                endpoint == null ? null : endpoint.address() + "/" + endpoint.prefix(),
                null);
    }

    private NetworkDetails details(Named named, Map<String, Member> members) {
        NetworkSpec bridge = networks.predefined().bridge();
        boolean isBridge = named.id().equals(bridge.id());
        return new NetworkDetails(
                named.name(),
                named.id(),
                networks.predefined().created(),
                LOCAL,
                named.driver(),
                true,
                false,
                new Ipam(
                        "default",
                        Map.of(),
                        isBridge
                                ? List.of(new Block(bridge.subnet(), bridge.gateway()))
                                : List.of()),
                false,
                false,
                false,
                new ConfigFrom(""),
                false,
                members,
                isBridge ? options(bridge, named.driver()) : Map.of(),
                Map.of());
    }

    private static Map<String, String> options(NetworkSpec bridge, String driver) {
        if (!driver.equals("bridge")) {
            return Map.of();
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("com.docker.network.bridge.default_bridge", "true");
        options.put("com.docker.network.bridge.enable_icc", "true");
        options.put("com.docker.network.bridge.enable_ip_masquerade", "true");
        options.put("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0");
        options.put("com.docker.network.bridge.name", bridge.device());
        options.put("com.docker.network.driver.mtu", Integer.toString(bridge.mtu()));
        return options;
    }
}
