package dev.mullion.docker.client;

import dev.mullion.docker.api.NetworkDetails;

/**
 * The networks of one host.
 *
 * <p>Every call blocks, ends by the client's time-outs, and throws a {@link DockerException} if it
 * fails: {@link NoSuchObjectException} if there is no such network. What can't be an id or name at
 * all is an {@link IllegalArgumentException}.
 */
public final class Networks {

    private final EngineHttp http;

    Networks(EngineHttp http) {
        this.http = http;
    }

    /**
     * Looks at one network.
     *
     * @param idOrName which
     * @return everything about it
     */
    public NetworkDetails inspect(String idOrName) {
        return http.document(
                Ask.get("inspect network " + idOrName, Target.network(idOrName), http.callTime()),
                NetworkDetails.class);
    }
}
