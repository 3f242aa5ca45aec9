package dev.mullion.engine.hcs.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** What the machine itself is connected to. */
public interface HostNetwork {

    /**
     * The IPv4 blocks that its network cards are in.
     *
     * @return for example {@code 192.0.2.0/24}
     * @throws IOException if they can't be read
     */
    List<String> subnets() throws IOException;

    /**
     * The name servers it asks, which its containers ask, too.
     *
     * @return IPv4 addresses; none if it has none
     */
    List<String> nameServers();

    /**
     * The network of a machine that isn't real.
     *
     * @return it has neither cards nor name servers
     */
    static HostNetwork emulated() {
        return new HostNetwork() {
            @Override
            public List<String> subnets() {
                return List.of();
            }

            @Override
            public List<String> nameServers() {
                return List.of();
            }
        };
    }

    /**
     * The network of this machine, asked anew each time.
     *
     * @return what Java knows of it
     */
    static HostNetwork ofThisMachine() {
        return new HostNetwork() {
            @Override
            public List<String> subnets() throws IOException {
                return NetworkInterface.networkInterfaces()
                        .flatMap(card -> card.getInterfaceAddresses().stream())
                        .filter(address -> address.getAddress() instanceof Inet4Address)
                        .map(HostNetwork::block)
                        .toList();
            }

            @Override
            public List<String> nameServers() {
                return HostNetwork.askedServers();
            }
        };
    }

    private static String block(InterfaceAddress address) {
        return address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength();
    }

    /** The system's name servers, as the name service of Java tells where it would ask. */
    @SuppressWarnings("JdkObsolete") // the type that naming takes
    private static List<String> askedServers() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        try {
            var context = new InitialDirContext(environment);
            try {
                Object urls = context.getEnvironment().get(Context.PROVIDER_URL);
                return servers(urls == null ? "" : urls.toString());
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            System.getLogger(HostNetwork.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The name servers of this machine aren't known; containers ask"
                                    + " their gateway",
                            e);
            return List.of();
        }
    }

    /** Takes {@code dns://192.0.2.1 dns://192.0.2.2:53/} apart; IPv6 servers are left out. */
    static List<String> servers(String urls) {
        List<String> servers = new ArrayList<>();
        for (String url : urls.split("\\s+", -1)) {
            String address = url.replaceFirst("^dns://", "").replaceFirst("[:/].*$", "");
            if (address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
                servers.add(address);
            }
        }
        return List.copyOf(servers);
    }
}
