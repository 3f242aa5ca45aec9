package dev.mullion.engine.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the distribution API.
 *
 * @param host {@code host} or {@code host:port}, lower case
 * @param scheme {@code http} or {@code https}; null if that has to be found out
 * @param mirror whether it only holds copies of another registry's things
 */
record Origin(String host, @Nullable String scheme, boolean mirror) {

    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_SERVER = "registry-1.docker.io";

    /** Returns the server behind the first part of an image reference. */
    static Origin of(String domain, RegistrySettings settings) {
        String host = domain.toLowerCase(Locale.ROOT);
        if (host.equals(DOCKER_HUB)) {
            host = DOCKER_HUB_SERVER;
        }
        return new Origin(host, mayBePlain(host, settings) ? null : "https", false);
    }

    /** Returns whom to ask for something, in order. */
    static List<Origin> toRead(String domain, RegistrySettings settings) {
        List<Origin> all = new ArrayList<>();
        if (domain.equals(DOCKER_HUB)) {
            for (URI mirror : settings.mirrors()) {
                String host = mirror.getRawAuthority().toLowerCase(Locale.ROOT);
                all.add(new Origin(host, mirror.getScheme(), true));
            }
        }
        all.add(of(domain, settings));
        return all;
    }

    /**
     * Tells whether a registry may answer without TLS, or with a certificate that nobody knows:
     * because people said so, or because nothing leaves the machine. A name that only resolves to a
     * loopback address doesn't count, since the next answer to the same question may be another.
     */
    static boolean mayBePlain(String host, RegistrySettings settings) {
        String name = name(host);
        return loopback(name)
                || settings.insecure().contains(host)
                || settings.insecure().contains(name);
    }

    static boolean loopback(String name) {
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** The host without its port. */
    static String name(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
