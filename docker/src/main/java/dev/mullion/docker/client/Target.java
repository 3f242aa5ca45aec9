package dev.mullion.docker.client;

import dev.mullion.docker.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Path and query of a request. Everything is percent-encoded, and names that could mean another
 * path after decoding (dockerd decodes before it chooses a handler) are refused before they leave.
 */
final class Target {

    private static final Pattern CONTAINER = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");

    /** Engines take nearly anything for a network's name; on Windows some have spaces. */
    private static final Pattern NETWORK = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_. -]{0,254}");

    private static final Pattern EXEC = Pattern.compile("[a-zA-Z0-9]{1,128}");
    private static final Pattern IMAGE_ID = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

    private final StringBuilder path = new StringBuilder();
    private final StringBuilder query = new StringBuilder();

    private Target() {}

    static Target of(String... segments) {
        return new Target().then(segments);
    }

    static Target container(String idOrName, String... more) {
        if (!CONTAINER.matcher(idOrName).matches()) {
            throw new IllegalArgumentException(
                    "Not the id or name of a container: \"" + EngineText.clean(idOrName) + "\"");
        }
        String plain = idOrName.startsWith("/") ? idOrName.substring(1) : idOrName;
        return of("containers", plain).then(more);
    }

    static Target image(String idOrName, String... more) {
        if (!IMAGE_ID.matcher(idOrName).matches()) {
            // its grammar has no way to write an empty, a dot or a dot-dot segment
            ImageReference.of(idOrName);
        }
        return of("images").then(idOrName.split("/", -1)).then(more);
    }

    static Target network(String idOrName) {
        if (!NETWORK.matcher(idOrName).matches()) {
            throw new IllegalArgumentException(
                    "Not the id or name of a network: \"" + EngineText.clean(idOrName) + "\"");
        }
        return of("networks", idOrName);
    }

    static Target exec(String id, String... more) {
        if (!EXEC.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "Not the id of an exec: \"" + EngineText.clean(id) + "\"");
        }
        return of("exec", id).then(more);
    }

    /** Adds a parameter; leaves it out if there is no value. */
    Target with(String name, @Nullable String value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&');
            encode(query, name, "");
            query.append('=');
            encode(query, value, "");
        }
        return this;
    }

    Target with(String name, boolean value) {
        return with(name, Boolean.toString(value));
    }

    Target with(String name, long value) {
        return with(name, Long.toString(value));
    }

    private Target then(String... segments) {
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("Not part of a path: \"" + segment + "\"");
            }
            path.append('/');
            encode(path, segment, ":@");
        }
        return this;
    }

    private static void encode(StringBuilder to, String text, String alsoPlain) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~".indexOf(c) >= 0
                            || alsoPlain.indexOf(c) >= 0;
            if (plain) {
                to.append(c);
            } else {
                to.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
            }
        }
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble, 16));
    }

    /** Returns path and query, ready to be sent. */
    @Override
    public String toString() {
        return path.toString() + query;
    }
}
