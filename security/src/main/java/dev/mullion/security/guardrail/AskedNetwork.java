package dev.mullion.security.guardrail;

import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.NetworkingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One network that a request wants to be in.
 *
 * @param field the member
 * @param name as it is written there; null where nothing is said
 * @param network what it means; null if there is none of that name
 * @param endpoint what is said about the place in it
 */
record AskedNetwork(
        String field,
        @Nullable String name,
        Surroundings.@Nullable Network network,
        @Nullable EndpointSettings endpoint) {

    static final String NONE = "none";
    static final String HOST = "host";
    static final String CONTAINER = "container";
    static final String CONTAINER_START = CONTAINER + ":";

    private static final Surroundings.Owner NOBODY = new Surroundings.Owner(null, null);

    static List<AskedNetwork> all(Workload asked) {
        List<AskedNetwork> all = new ArrayList<>();
        String mode = asked.hostConfig().networkMode();
        all.add(new AskedNetwork("HostConfig.NetworkMode", mode, meaning(asked, mode), null));
        NetworkingConfig more = asked.request().networkingConfig();
        if (more != null) {
            more.endpointsConfig()
                    .forEach((name, endpoint) ->
                            all.add(
                                    new AskedNetwork(
                                            "NetworkingConfig.EndpointsConfig." + name,
                                            name,
                                            meaning(asked, name),
                                            endpoint)));
        }
        return all;
    }

    private static Surroundings.@Nullable Network meaning(
            Workload asked, @Nullable String written) {
        String name = Objects.requireNonNullElse(written, "default");
        if (name.equals(HOST) || name.equals(NONE)) {
            return predefined(name);
        }
        if (name.startsWith(CONTAINER_START)) {
            return predefined(CONTAINER);
        }
        Surroundings.Network known = asked.surroundings().networks().get(name);
        if (known != null) {
            return known;
        }
        String usual = asked.host().windows() ? "nat" : "bridge";
        return name.equals("default") || name.equals(usual) ? predefined(usual) : null;
    }

    private static Surroundings.Network predefined(String driver) {
        return new Surroundings.Network(driver, true, NOBODY);
    }

    /**
     * A network that anybody's containers may be in; none, the host's and another's aren't such.
     */
    boolean isMeetingPlace() {
        return network != null
                && network.predefined()
                && !List.of(NONE, HOST, CONTAINER).contains(network.driver());
    }

    String shown() {
        return name == null ? "nothing, so the usual network" : name;
    }
}
