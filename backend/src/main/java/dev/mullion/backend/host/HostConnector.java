package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.TlsMaterial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens clients to hosts.
 *
 * @param watching for looking at a host again and again, where a slow answer counts as none
 * @param asking for what people ask of a host, which may take its time
 */
record HostConnector(ClientSettings watching, ClientSettings asking) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /**
     * The usual patience.
     *
     * @param tls certificates for hosts with TLS; null if there are none
     */
    static HostConnector usual(@Nullable TlsMaterial tls) {
        ClientSettings settings = ClientSettings.defaults();
        if (tls != null) {
            settings = settings.withTls(tls);
        }
        return new HostConnector(settings.withTimeouts(CONNECT, LOOK, LOOK), settings);
    }

    DockerClient watch(HostAddress address) {
        return DockerClient.open(address, watching);
    }

    DockerClient ask(HostAddress address) {
        return DockerClient.open(address, asking);
    }
}
