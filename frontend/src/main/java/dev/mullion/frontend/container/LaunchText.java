package dev.mullion.frontend.container;

import dev.mullion.backend.container.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people type into the launch dialog, read. Every method throws {@link
 * IllegalArgumentException} with a sentence for the person when the text can't be meant.
 */
final class LaunchText {

    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT =
            Pattern.compile(
                    "(?:(\\[[0-9a-fA-F:]+]|\\d+\\.\\d+\\.\\d+\\.\\d+):)?(?:(\\d{0,6}):)?(\\d{1,6})"
                            + "(?:/(tcp|udp|sctp))?");
    private static final String UNITS = "kmgt";

    private LaunchText() {}

    /**
     * Splits a command line into words as a shell would: blanks part, quotes and backslashes keep.
     */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            boolean escapes = character == '\\' && quote != '\'' && i + 1 < line.length();
            if (escapes && (quote == 0 || "\"\\$`".indexOf(line.charAt(i + 1)) >= 0)) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote != 0) {
                if (character == quote) {
                    quote = 0;
                } else {
                    word.append(character);
                }
            } else if (character == '\'' || character == '"') {
                quote = character;
                begun = true;
            } else if (Character.isWhitespace(character)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(character);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("A quote (" + quote + ") is opened and not closed.");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Reads lines of {@code NAME=value}; blank lines are left out, later ones win. */
    static SortedMap<String, String> pairs(String lines, String what) {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line.strip() : line.substring(0, equals).strip();
            if (name.isEmpty() || (equals < 0 && what.equals("variable"))) {
                throw new IllegalArgumentException(
                        "“" + line.strip() + "” is no " + what + ": write NAME=value, one a line.");
            }
            if (name.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "The name “"
                                + name
                                + "” has a blank in it, which no "
                                + what
                                + " may have.");
            }
            pairs.put(name, equals < 0 ? "" : line.substring(equals + 1));
        }
        return pairs;
    }

    /**
     * Reads ports as Docker writes them, {@code [address:][host port:]container port[/protocol]},
     * with blanks or commas between them.
     */
    static List<PortMapping> ports(String text) {
        List<PortMapping> ports = new ArrayList<>();
        for (String word : text.strip().split("[\\s,]+", -1)) {
            if (!word.isEmpty()) {
                ports.add(port(word));
            }
        }
        return ports;
    }

    private static PortMapping port(String word) {
        Matcher parts = PORT.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "“" + word + "” is no port: write 8080:80, or 80 for a free port of the host.");
        }
        String address = parts.group(1);
        String host = parts.group(2);
        String protocol = parts.group(4);
        return new PortMapping(
                address == null ? null : address.replace("[", "").replace("]", ""),
                host == null || host.isEmpty() ? 0 : portNumber(host),
                portNumber(parts.group(3)),
                protocol == null ? "tcp" : protocol);
    }

    private static int portNumber(String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(digits + " is no port: ports are 1 to 65535.");
        }
        return port;
    }

    /**
     * Reads an amount of memory such as {@code 512m} or {@code 1.5 GiB}; nothing means no limit.
     */
    static @Nullable Long bytes(String text) {
        if (text.isBlank()) {
            return null;
        }
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw new IllegalArgumentException("Write a size such as 512m or 1.5g.");
        }
        String unit = size.group(2).toLowerCase(Locale.ROOT);
        double factor = unit.isEmpty() ? 1 : Math.pow(1024, UNITS.indexOf(unit) + 1.0);
        double bytes = Double.parseDouble(size.group(1)) * factor;
        if (bytes < 6 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "A container needs at least 6 MiB: write a size such as 512m or 1.5g.");
        }
        if (bytes > 1L << 60) {
            throw new IllegalArgumentException("That is more memory than any host has.");
        }
        return (long) bytes;
    }

    /** Reads a number of processors such as {@code 1.5}; nothing means no limit. */
    static @Nullable Double cpus(String text) {
        if (text.isBlank()) {
            return null;
        }
        double cpus;
        try {
            cpus = Double.parseDouble(text.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Write a number such as 2 or 0.5.", e);
        }
        if (!(cpus >= 0.01 && cpus <= 4096)) {
            throw new IllegalArgumentException("Write a number from 0.01 to what the host has.");
        }
        return cpus;
    }
}
