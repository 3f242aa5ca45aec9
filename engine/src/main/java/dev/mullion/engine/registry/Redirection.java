package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.util.Locale;

/** Where a server sends its client on to. */
final class Redirection {

    private Redirection() {}

    /**
     * Resolves a {@code Location}.
     *
     * @throws RegistryException if it is no address, isn't HTTP, or leaves TLS
     */
    static URI target(String asked, URI from, String location) throws RegistryException {
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw refused(asked, "sends its client to something that is no address", e);
        }
        String scheme = scheme(target);
        if (target.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw refused(
                    asked,
                    "sends its client to " + RegistryText.clean(scheme) + ": instead of http(s)://",
                    null);
        }
        if (target.getRawUserInfo() != null) {
            throw refused(asked, "sends its client to an address with a user in it", null);
        }
        if (scheme(from).equals("https") && scheme.equals("http")) {
            throw refused(
                    asked,
                    "sends its client from https to http://"
                            + RegistryText.clean(target.getRawAuthority()),
                    null);
        }
        return target;
    }

    /** Tells whether what is meant for one may be shown to the other. */
    static boolean sameHost(URI one, URI other) {
        return scheme(one).equals(scheme(other))
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? 443 : 80;
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static RegistryException refused(
            String asked, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new RegistryException(Kind.WRONG, asked + ": the registry " + why, cause);
    }
}
