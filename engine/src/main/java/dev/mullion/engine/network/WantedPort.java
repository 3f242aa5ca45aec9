package dev.mullion.engine.network;

import dev.mullion.docker.api.PortBinding;
import dev.mullion.engine.EngineProblem;

/**
 * Where a port of a container shall be published.
 *
 * @param port the container's port
 * @param hostAddress an IPv4 address of the host; {@code 0.0.0.0} for all of them
 * @param first the lowest port of the host that will do; 0 to take any free one
 * @param last the highest one
 */
public record WantedPort(ContainerPort port, String hostAddress, int first, int last) {

    private static final String ANY = "0.0.0.0";

    /**
     * Reads a port binding of a request.
     *
     * @throws EngineProblem 400 if the address or the port isn't one, 501 for an IPv6 address
     */
    public static WantedPort of(ContainerPort port, PortBinding binding) {
        String address = binding.hostIp() == null ? ANY : binding.hostIp();
        if (address.indexOf(':') >= 0) {
            throw EngineProblem.notImplemented(
                    "port %s can't be published on %s: this engine publishes on IPv4 addresses"
                            .formatted(port, address));
        }
        if (!Subnet.isAddress(address)) {
            throw EngineProblem.invalid("invalid IP address: " + address);
        }
        String range = binding.hostPort() == null ? "0" : binding.hostPort();
        int dash = range.indexOf('-');
        int first = Ports.number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Ports.number(range.substring(dash + 1));
        if (first < 0 || last < first || (first == 0 && last > 0)) {
            throw EngineProblem.invalid("invalid port specification: \"%s\"".formatted(range));
        }
        return new WantedPort(port, address, first, last);
    }

    /** Any free port on all addresses. */
    static WantedPort any(ContainerPort port) {
        return new WantedPort(port, ANY, 0, 0);
    }
}
