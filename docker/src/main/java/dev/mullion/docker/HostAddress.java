package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a host's Docker Engine API is reached. */
public sealed interface HostAddress {

    /**
     * Reads an address as Docker's tools write it.
     *
     * @param text {@code unix:///path}, {@code npipe:////./pipe/name}, {@code tcp://host[:2375]} or
     *     {@code http://…} in the clear, {@code https://host[:2376]} with mutual TLS
     * @return the address
     * @throws IllegalArgumentException if the text isn't one of these; the message says why
     */
    @JsonCreator
    static HostAddress of(String text) {
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw new IllegalArgumentException(
                    "Not a host address: "
                            + Quoted.text(text)
                            + " doesn't start with unix://, npipe://, tcp:// or https://");
        }
        String rest = text.substring(separator + 3);
        return switch (text.substring(0, separator).toLowerCase(Locale.ROOT)) {
            case "unix" -> new UnixSocket(Path.of(checked(rest)));
            case "npipe" -> NamedPipe.read(rest);
            case "tcp", "http" -> Tcp.read(rest, false);
            case "https" -> Tcp.read(rest, true);
            default ->
                    throw new IllegalArgumentException(
                            "Not a host address: "
                                    + Quoted.text(text)
                                    + " doesn't start with unix://, npipe://, tcp:// or https://");
        };
    }

    /**
     * A Unix socket on the machine of the portal.
     *
     * @param path absolute, up to 107 bytes, which is all that the kernel's address can hold
     */
    record UnixSocket(Path path) implements HostAddress {

        /**
         * Checks the path.
         *
         * @throws IllegalArgumentException if it is relative or too long
         */
        public UnixSocket {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "Not a host address: the socket's path "
                                + Quoted.text(path.toString())
                                + " isn't absolute, as in unix:///var/run/docker.sock");
            }
            if (path.toString().getBytes(StandardCharsets.UTF_8).length > 107) {
                throw new IllegalArgumentException(
                        "Not a host address: the socket's path "
                                + Quoted.text(path.toString())
                                + " is longer than 107 bytes, the most a Unix socket can have");
            }
        }

        /** Returns {@code unix://} and the path. */
        @Override
        @JsonValue
        public String toString() {
            return "unix://" + path;
        }
    }

    /**
     * A named pipe of the Windows machine the portal runs on.
     *
     * @param name the last part, for example {@code docker_engine}
     */
    record NamedPipe(String name) implements HostAddress {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it has other characters than letters, digits,
         *     underscores, dots and dashes, or more than 200
         */
        public NamedPipe {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "Not a host address: "
                                + Quoted.text(name)
                                + " is no name of a pipe, as in npipe:////./pipe/docker_engine");
            }
        }

        private static NamedPipe read(String rest) {
            String path = rest.replace('\\', '/');
            if (!path.startsWith("//./pipe/")) {
                throw new IllegalArgumentException(
                        "Not a host address: "
                                + Quoted.text(rest)
                                + " isn't on this machine, as in npipe:////./pipe/docker_engine");
            }
            return new NamedPipe(path.substring("//./pipe/".length()));
        }

        /** Returns {@code npipe:////./pipe/} and the name. */
        @Override
        @JsonValue
        public String toString() {
            return "npipe:////./pipe/" + name;
        }
    }

    /**
     * A port on a machine of the network.
     *
     * @param host a host name, an IPv4 address, or an IPv6 address without brackets
     * @param port 1 to 65535
     * @param tls whether both sides show certificates; without it anybody on the way can read and
     *     change everything
     */
    record Tcp(String host, int port, boolean tls) implements HostAddress {

        private static final Pattern NAME =
                Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");
        private static final Pattern IP_V6 =
                Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]{1,60}(?:%[A-Za-z0-9_.-]{1,30})?");

        /**
         * Checks host and port.
         *
         * @throws IllegalArgumentException if one of them can't be
         */
        public Tcp {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "Not a host address: the port " + port + " isn't between 1 and 65535");
            }
            if (!NAME.matcher(host).matches() && !IP_V6.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "Not a host address: "
                                + Quoted.text(host)
                                + " is neither a host name nor an IP address");
            }
            host = host.toLowerCase(Locale.ROOT);
        }

        private static Tcp read(String rest, boolean tls) {
            String hostAndPort = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
            int end = hostAndPort.lastIndexOf(']');
            int colon = hostAndPort.indexOf(':', Math.max(end, 0));
            String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            return new Tcp(
                    host,
                    colon < 0 ? defaultPort(tls) : port(hostAndPort.substring(colon + 1)),
                    tls);
        }

        private static int defaultPort(boolean tls) {
            return tls ? 2376 : 2375;
        }

        private static int port(String digits) {
            if (!digits.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "Not a host address: " + Quoted.text(digits) + " is no port number");
            }
            return Integer.parseInt(digits);
        }

        /** Returns {@code tcp://host:port}, or {@code https://host:port} with TLS. */
        @Override
        @JsonValue
        public String toString() {
            String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return (tls ? "https://" : "tcp://") + shown + ":" + port;
        }
    }

    private static String checked(String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Not a host address: "
                            + Quoted.text("unix://" + path)
                            + " names no socket, as in unix:///var/run/docker.sock");
        }
        return path;
    }
}
