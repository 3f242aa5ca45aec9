package dev.mullion.engine.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Writes /etc/hosts, /etc/hostname and /etc/resolv.conf of containers. */
final class ContainerFiles {

    private static final String LOCAL =
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;

    /** Where the machine's resolver lists the servers it asks itself. */
    private static final String RESOLVED = "run/systemd/resolve/resolv.conf";

    private final Path root;
    private final String gateway;

    /**
     * Reads what the machine says.
     *
     * @param root the machine's root folder
     * @param gateway the host's address that {@code host-gateway} stands for
     */
    ContainerFiles(Path root, String gateway) {
        this.root = root;
        this.gateway = gateway;
    }

    NetworkFiles write(Connection connection, NetworkRequest request, Path folder)
            throws IOException {
        NetworkFiles files = NetworkFiles.in(folder);
        write(files.hosts(), hosts(connection, request));
        write(files.hostname(), hostname(request));
        write(files.resolvConf(), resolvConf(connection, request));
        return files;
    }

    private String hostname(NetworkRequest request) throws IOException {
        return request.mode() instanceof NetworkMode.Host
                ? machine("proc/sys/kernel/hostname")
                : request.hostname() + "\n";
    }

    private String hosts(Connection connection, NetworkRequest request) throws IOException {
        StringBuilder text = new StringBuilder(LOCAL);
        if (request.mode() instanceof NetworkMode.Host) {
            text = new StringBuilder(machine("etc/hosts"));
        }
        for (String extra : request.extraHosts()) {
            int colon = extra.indexOf(':');
            String address = extra.substring(colon + 1);
            text.append(address.equals("host-gateway") ? gateway : address)
                    .append('\t')
                    .append(extra, 0, colon)
                    .append('\n');
        }
        if (connection.endpoint() != null) {
            text.append(connection.endpoint().address()).append('\t');
            if (!request.domainname().isEmpty()) {
                text.append(request.hostname() + "." + request.domainname()).append(' ');
            }
            text.append(request.hostname()).append('\n');
        }
        return text.toString();
    }

    private String resolvConf(Connection connection, NetworkRequest request) throws IOException {
        boolean ownNetwork = connection.endpoint() != null;
        List<String> lines = new ArrayList<>();
        List<String> host = machine("etc/resolv.conf").lines().map(String::strip).toList();
        lines.addAll(nameServers(host, ownNetwork, request.dns()));
        lines.addAll(replaced(host, "search", request.dnsSearch()));
        lines.addAll(replaced(host, "options", request.dnsOptions()));
        return String.join("\n", lines) + "\n";
    }

    /**
     * The host's, as far as a container reaches them. If the host itself asks only a resolver on
     * its loopback, then the servers that this one asks.
     */
    private List<String> nameServers(List<String> host, boolean ownNetwork, List<String> chosen)
            throws IOException {
        if (!chosen.isEmpty()) {
            return chosen.stream().map(server -> "nameserver " + server).toList();
        }
        List<String> servers = lines(host, "nameserver");
        if (!ownNetwork) {
            return servers;
        }
        List<String> reachable = servers.stream().filter(ContainerFiles::isReachable).toList();
        if (reachable.isEmpty() && !servers.isEmpty()) {
            List<String> behind = machine(RESOLVED).lines().map(String::strip).toList();
            reachable =
                    lines(behind, "nameserver").stream()
                            .filter(ContainerFiles::isReachable)
                            .toList();
        }
        return reachable;
    }

    private static List<String> replaced(List<String> host, String word, List<String> chosen) {
        if (chosen.isEmpty()) {
            return lines(host, word);
        }
        // a single point asks for none at all
        return chosen.equals(List.of("."))
                ? List.of()
                : List.of(word + " " + String.join(" ", chosen));
    }

    private static List<String> lines(List<String> host, String word) {
        return host.stream()
                .filter(line -> line.startsWith(word + " ") || line.startsWith(word + "\t"))
                .toList();
    }

    private static boolean isReachable(String line) {
        String address = line.substring("nameserver".length()).strip();
        return Subnet.isAddress(address) && !address.startsWith("127.");
    }

    private String machine(String file) throws IOException {
        try {
            return Files.readString(root.resolve(file));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Whoever runs inside reads them, so everybody may. */
    private static void write(Path file, String content) throws IOException {
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
