package dev.mullion.engine.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How registries are reached.
 *
 * @param insecure {@code host} or {@code host:port} of registries that needn't show a trusted
 *     certificate, or any; lower case. Loopback addresses never need to
 * @param mirrors asked for what docker.io has before docker.io itself, in this order
 * @param certificates a folder with a folder {@code host} or {@code host:port} for each registry
 *     with certificates of its own: {@code *.crt} authorities, {@code *.cert} and {@code *.key}
 *     this side's
 * @param connect longest wait for a connection
 * @param silence longest wait for the next byte in either direction
 * @param small longest time for a whole small answer: a manifest, a token, the head of a blob
 * @param attempts how often something that may pass by itself is tried; 1 or more. A download that
 *     gets on begins counting anew
 * @param firstPause before the second attempt; doubled for each that follows
 * @param longestPause at most, whatever a registry's {@code Retry-After} says
 * @param environment where {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code NO_PROXY} and {@code
 *     SSL_CERT_FILE} are looked for
 */
public record RegistrySettings(
        Set<String> insecure,
        List<URI> mirrors,
        Path certificates,
        Duration connect,
        Duration silence,
        Duration small,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Map<String, String> environment) {

    /** Copies what could change. */
    public RegistrySettings {
        insecure = Set.copyOf(insecure);
        mirrors = List.copyOf(mirrors);
        environment = Map.copyOf(environment);
    }

    /**
     * Takes what people configure, and usual times: 15 s for a connection, 30 s of silence, 60 s
     * for small answers, 5 attempts with pauses from half a second to 30 s.
     *
     * @param insecure {@code host} or {@code host:port}
     * @param mirrors for example {@code https://mirror.example:5000}
     * @param certificates usually {@code /etc/docker/certs.d}
     * @param environment of this process
     * @throws IllegalArgumentException if a mirror isn't an address; the message says why
     */
    public static RegistrySettings of(
            List<String> insecure,
            List<String> mirrors,
            Path certificates,
            Map<String, String> environment) {
        return new RegistrySettings(
                insecure.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                mirrors.stream().map(RegistrySettings::mirror).toList(),
                certificates,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                5,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                environment);
    }

    /** Returns the same with other times, for slow networks and hasty tests. */
    public RegistrySettings withTimes(Duration silence, Duration small, Duration firstPause) {
        return new RegistrySettings(
                insecure,
                mirrors,
                certificates,
                connect,
                silence,
                small,
                attempts,
                firstPause,
                longestPause,
                environment);
    }

    private static URI mirror(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("invalid mirror: \"" + text + "\" is no address", e);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "invalid mirror: \"" + text + "\" isn't https://HOST or https://HOST:PORT");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "invalid mirror: no user and password in the address of " + uri.getHost());
        }
        String path = uri.getRawPath();
        boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
        if (more || !(path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException(
                    "invalid mirror: path, query, or fragment at end of the URI \"" + text + "\"");
        }
        return uri;
    }
}
