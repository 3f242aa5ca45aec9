package dev.mullion.engine.network;

import dev.mullion.engine.EngineProblem;
import java.util.Locale;

/**
 * A port of a container.
 *
 * @param protocol how it is spoken to
 * @param number 1 to 65535
 */
public record ContainerPort(Protocol protocol, int number) implements Comparable<ContainerPort> {

    /** What can be published. */
    public enum Protocol {
        TCP,
        UDP;

        /** Returns the word that requests and answers have, for example {@code tcp}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a port as requests name it.
     *
     * @param text for example {@code 80/tcp}; a number alone is tcp
     * @throws EngineProblem 400 if it isn't a port, 501 for a protocol that isn't forwarded here
     */
    public static ContainerPort of(String text) {
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
        return switch (protocol) {
            case "tcp" -> new ContainerPort(Protocol.TCP, number(number, text));
            case "udp" -> new ContainerPort(Protocol.UDP, number(number, text));
            case "sctp" ->
                    throw EngineProblem.notImplemented(
                            "port %s can't be published: this engine forwards tcp and udp"
                                    .formatted(text));
            default -> throw EngineProblem.invalid("invalid proto: " + protocol);
        };
    }

    private static int number(String text, String whole) {
        int number = Ports.number(text);
        if (number < 1) {
            throw EngineProblem.invalid("invalid port specification: \"%s\"".formatted(whole));
        }
        return number;
    }

    @Override
    public int compareTo(ContainerPort other) {
        int numbers = Integer.compare(number, other.number);
        return numbers != 0 ? numbers : protocol.compareTo(other.protocol);
    }

    /** Returns it as requests and answers name it, for example {@code 80/tcp}. */
    @Override
    public String toString() {
        return number + "/" + protocol.word();
    }
}
