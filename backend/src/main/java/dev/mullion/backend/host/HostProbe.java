package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.SystemInfo;
import dev.mullion.docker.client.CallCancelledException;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks an address whether there is an engine, and which. */
@Component
class HostProbe {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ADDRESS = "address";

    private final ClientSettings settings;

    HostProbe(HostConnector connector) {
        ClientSettings usual = connector.asking();
        this.settings = usual.withTimeouts(usual.connectTimeout(), LIMIT, LIMIT);
    }

    /**
     * What an engine says of itself.
     *
     * @param engineId null if it doesn't tell
     * @param suggestedName how to call it when nobody says otherwise
     */
    record Found(@Nullable String engineId, HostName suggestedName) {}

    /**
     * Asks, for no longer than the limit.
     *
     * @throws Problem if no engine answers there, saying why
     */
    Found ask(HostAddress address, String asked) {
        try (DockerClient client = open(address, asked)) {
            Thread guard =
                    Thread.ofVirtual().name("limit of a probe").start(() -> closeLater(client));
            try {
                client.ping();
                SystemInfo info = client.info();
                return new Found(blankToNull(info.id()), name(info, address));
            } catch (CallCancelledException e) {
                throw Problem.of(
                                Problem.Kind.HOST_TIMEOUT,
                                asked,
                                "it did not answer within " + LIMIT.toSeconds() + " s",
                                "See whether the machine is up and whether a firewall drops what"
                                        + " is sent to it.")
                        .at(ADDRESS)
                        .causedBy(e);
            } catch (DockerException e) {
                throw EngineProblems.reaching(e, asked, address).at(ADDRESS).causedBy(e);
            } finally {
                guard.interrupt();
            }
        }
    }

    private DockerClient open(HostAddress address, String asked) {
        if (address instanceof HostAddress.Tcp tcp && tcp.tls() && settings.tls() == null) {
            throw Problem.invalid(
                    ADDRESS,
                    asked,
                    "the portal has no certificate to show to a host",
                    "Start it with mullion.hosts.tls.folder set to a folder with ca.pem, cert.pem"
                            + " and key.pem.");
        }
        return DockerClient.open(address, settings);
    }

    private void closeLater(DockerClient client) {
        try {
            Thread.sleep(LIMIT);
            client.close();
        } catch (InterruptedException e) {
            // the answer came in time
        }
    }

    private static HostName name(SystemInfo info, HostAddress address) {
        try {
            return new HostName(
                    info.name().length() > HostName.LONGEST
                            ? info.name().substring(0, HostName.LONGEST)
                            : info.name());
        } catch (IllegalArgumentException e) {
            String text = address.toString();
            return new HostName(
                    text.length() > HostName.LONGEST ? text.substring(0, HostName.LONGEST) : text);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
