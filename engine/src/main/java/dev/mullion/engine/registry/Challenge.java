package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a registry wants to be shown, as its {@code WWW-Authenticate} says (RFC 9110, section
 * 11.6.1).
 *
 * @param scheme {@code basic} or {@code bearer}, or one that nobody here knows; lower case
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final int LONGEST = 4096;
    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    /** Returns the value of a parameter; null if there is none. */
    @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /**
     * Reads all challenges of a header, in their order.
     *
     * @throws RegistryException if it doesn't follow the grammar
     */
    static List<Challenge> parse(String header) throws RegistryException {
        if (header.length() > LONGEST) {
            throw odd("it is longer than " + LONGEST + " characters");
        }
        return new Reader(header).challenges();
    }

    private static RegistryException odd(String why) {
        return new RegistryException(
                Kind.WRONG, "The registry's WWW-Authenticate can't be read: " + why);
    }

    private static final class Reader {

        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private List<Challenge> challenges() throws RegistryException {
            List<Challenge> found = new ArrayList<>();
            separators();
            String scheme = at < text.length() ? token("a scheme") : null;
            while (scheme != null) {
                Map<String, String> parameters = new LinkedHashMap<>();
                String next = null;
                boolean first = true;
                while (at < text.length() && next == null) {
                    boolean apart = first ? spaces() : separators();
                    first = false;
                    if (at == text.length()) {
                        break;
                    }
                    if (!apart) {
                        throw odd("a comma is missing at character " + (at + 1));
                    }
                    next = parameterOrScheme(parameters);
                }
                found.add(new Challenge(scheme.toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
                scheme = next;
            }
            return found;
        }

        /** Reads {@code name=value} into the map, or returns the next challenge's scheme. */
        private @Nullable String parameterOrScheme(Map<String, String> into)
                throws RegistryException {
            String name = token("a name");
            int after = at;
            spaces();
            if (at == text.length() || text.charAt(at) != '=') {
                at = after;
                return name;
            }
            at++;
            spaces();
            String value =
                    at < text.length() && text.charAt(at) == '"' ? quoted() : token("a value");
            if (into.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw odd("it has " + name + " twice");
            }
            return null;
        }

        private boolean spaces() {
            int from = at;
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at > from;
        }

        private boolean separators() {
            boolean comma = false;
            spaces();
            while (at < text.length() && text.charAt(at) == ',') {
                comma = true;
                at++;
                spaces();
            }
            return comma;
        }

        private String token(String what) throws RegistryException {
            int from = at;
            while (at < text.length() && tokenCharacter(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw odd(what + " is missing at character " + (at + 1));
            }
            return text.substring(from, at);
        }

        private static boolean tokenCharacter(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || TOKEN_CHARACTERS.indexOf(c) >= 0;
        }

        private String quoted() throws RegistryException {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at < text.length()) {
                    value.append(text.charAt(at++));
                }
            }
            if (at == text.length()) {
                throw odd("a quote isn't closed");
            }
            at++;
            return value.toString();
        }
    }
}
