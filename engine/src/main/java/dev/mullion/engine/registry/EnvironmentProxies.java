package dev.mullion.engine.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy stands between here and a host, by the variables {@code HTTP_PROXY}, {@code
 * HTTPS_PROXY} and {@code NO_PROXY} (also in lower case), as Go programs such as Docker read them.
 */
final class EnvironmentProxies {

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Returns the proxy's address, perhaps with a user and a password in it; null for none.
     *
     * @throws IllegalArgumentException if the variable holds no address; the message doesn't repeat
     *     it, since there may be a password in it
     */
    @Nullable URI between(String scheme, String host, int port) {
        String variable = scheme.equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        String given = variable(variable);
        if (given == null || Origin.loopback(host) || excepted(host, port)) {
            return null;
        }
        try {
            URI uri = new URI(given.contains("://") ? given : "http://" + given);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, without the text
        }
        throw new IllegalArgumentException(variable + " isn't http://HOST:PORT");
    }

    private boolean excepted(String host, int port) {
        String list = variable("NO_PROXY");
        if (list == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        for (String entry : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (matches(entry.strip(), name, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.isEmpty()) {
            return false;
        }
        if (entry.indexOf('/') >= 0) {
            return AddressRange.holds(entry, host);
        }
        String pattern = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.indexOf(':') == colon) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            pattern = entry.substring(0, colon);
        }
        if (pattern.startsWith("*.")) {
            pattern = pattern.substring(1);
        }
        return pattern.startsWith(".")
                ? host.endsWith(pattern)
                : host.equals(pattern) || host.endsWith("." + pattern);
    }

    private @Nullable String variable(String name) {
        String upper = environment.get(name);
        String value =
                upper == null || upper.isEmpty()
                        ? environment.get(name.toLowerCase(Locale.ROOT))
                        : upper;
        return value == null || value.isEmpty() ? null : value;
    }
}
