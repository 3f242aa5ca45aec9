package dev.mullion.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.NetworkSettings;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.linux.network.BridgeNetworks;
import dev.mullion.engine.runtime.CreatedProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes on real bridges, in a network namespace that stands for the machine. */
class NetworksTest {

    private static final String INSTANCE = "0a1b2c3d";
    private static final BridgeSettings SETTINGS =
            new BridgeSettings("mul" + INSTANCE, null, 0, false, TestHost.LINUX);

    /** One word for the shell, as {@link #nsenter} splits at blanks. */
    private static final String ROUTE_LOCALNET =
            "sh -c echo${IFS}1>/proc/sys/net/ipv4/conf/all/route_localnet";

    private final TestHost host = TestHost.open();
    private final Map<ContainerId, Long> running = new ConcurrentHashMap<>();
    private Networks networks;

    @BeforeEach
    void start() {
        networks = engine();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void containersReachEachOtherAndTheWorldOutside() {
        long one = run(1, request("one"));
        long two = run(2, request("two"));
        host.serveTcp(two, "0.0.0.0", 7000, "two");
        host.serveTcp(host.outside(), "0.0.0.0", 7000, "outside");

        assertThat(TestHost.askTcp(one, address(2), 7000)).isEqualTo("two " + address(1));
        assertThat(TestHost.askTcp(one, TestHost.OUTSIDE, 7000))
                .as("translated, as the neighbour knows no way back to the container")
                .isEqualTo("outside " + TestHost.ADDRESS);
    }

    /** Kernels with br_netfilter may send packets between two containers through the filters. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void publishedPortsAnswerFromEverywhere(String bridgedPacketsAreFiltered) {
        host.run(
                "sh",
                "-c",
                "cd /proc/sys/net/bridge 2>/dev/null || exit 0; echo %s > bridge-nf-call-iptables"
                        .formatted(bridgedPacketsAreFiltered));
        long web = run(1, request("web", "8080:80/tcp", "5353:53/udp"));
        long other = run(2, request("other"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        host.serveUdp(web, 53, "dns");

        assertThat(TestHost.askTcp(host.outside(), TestHost.ADDRESS, 8080))
                .isEqualTo("web " + TestHost.OUTSIDE);
        assertThat(TestHost.askUdp(host.outside(), TestHost.ADDRESS, 5353))
                .isEqualTo("dns " + TestHost.OUTSIDE);
        assertThat(host.askTcp(TestHost.ADDRESS, 8080)).startsWith("web ");
        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
        assertThat(host.askUdp("127.0.0.1", 5353)).isEqualTo("dns " + gateway());
        assertThat(TestHost.askTcp(other, TestHost.ADDRESS, 8080)).isEqualTo("web " + gateway());
        assertThat(TestHost.askUdp(other, TestHost.ADDRESS, 5353)).isEqualTo("dns " + gateway());
        assertThat(TestHost.askTcp(other, gateway(), 8080)).isEqualTo("web " + gateway());
        assertThat(TestHost.askTcp(web, TestHost.ADDRESS, 8080))
                .as("a container reaches itself by the host's address")
                .isEqualTo("web " + gateway());
    }

    @Test
    void aPortOnOneAddressAnswersThereAlone() {
        long web = run(1, request("web", "127.0.0.1:8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");

        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
        assertThat(TestHost.askTcp(host.outside(), TestHost.ADDRESS, 8080)).startsWith("failed");
        // a neighbour that sends to 127.0.0.1 by this machine, and takes its answers
        host.run(nsenter(host.outside(), "ip route add 127.0.0.1 via 198.51.100.1"));
        host.run(nsenter(host.outside(), ROUTE_LOCALNET));
        assertThat(TestHost.askTcp(host.outside(), "127.0.0.1", 8080)).startsWith("failed");
    }

    @Test
    void whatIsNotPublishedIsNotReachedFromOutside() {
        long web = run(1, request("web"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        host.run(nsenter(host.outside(), "ip route add 172.16.0.0/12 via 198.51.100.1"));

        assertThat(host.askTcp(address(1), 80)).isEqualTo("web " + gateway());
        assertThat(TestHost.askTcp(host.outside(), address(1), 80)).startsWith("failed");
    }

    @Test
    void containersCannotReachTheLoopbackOfTheHost() {
        long container = run(1, request("c"));
        ServerSocket secret =
                host.here(() -> new ServerSocket(9000, 5, InetAddress.getLoopbackAddress()));
        // a container with the right to change its routes sends it over the bridge
        host.run(nsenter(container, "ip addr del 127.0.0.1/8 dev lo"));
        host.run(nsenter(container, "ip route add 127.0.0.1 via " + gateway() + " dev eth0"));
        host.run(nsenter(container, ROUTE_LOCALNET));

        assertThat(host.askTcp("127.0.0.1", 9000)).doesNotContain("refused");
        assertThat(TestHost.askTcp(container, "127.0.0.1", 9000)).startsWith("failed");
        assertThat(host.run("nft", "list", "ruleset")).contains("drop");
        closeQuietly(secret);
    }

    @Test
    void takenPortsAreRefusedInDockersWords() throws Exception {
        run(1, request("one", "8080:80/tcp"));
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> connect(2, request("two", "8081:81/tcp", "8080:80/tcp")))
                .withMessageMatching(
                        "driver failed programming external connectivity on endpoint two \\([0-9a-f]{64}\\): "
                                + "Bind for 0.0.0.0:8080 failed: port is already allocated");
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> connect(2, request("two", "127.0.0.1:8080:80/tcp")))
                .withMessageContaining("Bind for 127.0.0.1:8080 failed: port is already allocated");

        try (ServerSocket other = host.here(() -> new ServerSocket(8090))) {
            assertThat(other.isBound()).isTrue();
            assertThatExceptionOfType(EngineProblem.class)
                    .isThrownBy(() -> connect(2, request("two", "8090:80/tcp")))
                    .withMessageContaining("0.0.0.0:8090/tcp: address already in use");
        }
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> connect(2, request("two", "203.0.113.9:8070:80/tcp")))
                .withMessageContaining("cannot assign requested address");
        // nothing of the failed ones is held
        run(2, request("two", "8081:81/tcp", "8090:80/tcp"));
        assertThatExceptionOfType(IllegalStateException.class)
                .as("a published port can't be taken by a program of the host")
                .isThrownBy(() -> host.here(() -> new ServerSocket(8081)));
    }

    @Test
    void freePortsAreChosenWhereNoneIsNamed() {
        run(1, request("one", "8000-8001:80/tcp"));
        run(2, request("two", "8000-8001:80/tcp", "0:90/tcp", "0:90/udp"));

        List<PublishedPort> ports = networks.ports(id(2), request("two", "0:80/tcp"));
        assertThat(ports).hasSize(3).allMatch(port -> port.publicPort() > 0);
        assertThat(ports.getFirst()).isEqualTo(new PublishedPort("0.0.0.0", 80, 8001, "tcp"));
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> connect(3, request("three", "8000-8001:80/tcp")));
    }

    @Test
    void releasingLeavesNothingOfAContainer() {
        String before = host.state();
        long web = run(1, request("web", "8080:80/tcp", "127.0.0.1:53:53/udp"));
        assertThat(host.state()).isNotEqualTo(before);

        stop(1, web);

        assertThat(host.state()).isEqualTo(before);
        assertThat(networks.connection(id(1))).isEmpty();
        run(2, request("again", "8080:80/tcp", "127.0.0.1:53:53/udp"));
    }

    @Test
    void publishedPortsAnswerWhileNoEngineRunsAndAreHeldAgainByTheNext() {
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        String before = host.state();
        long gone = run(2, request("gone", "8082:80/tcp"));

        host.end(gone); // and the engine with it: nobody releases anything
        running.remove(id(2));
        networks = engine();

        assertThat(host.state()).isEqualTo(before);
        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
        assertThat(networks.connection(id(1))).isPresent();
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> connect(3, request("three", "8080:80/tcp")));
        long three = run(3, request("three", "8082:80/tcp"));
        assertThat(address(3)).isNotEqualTo(address(1));
        stop(3, three);
        stop(1, web);
        networks = engine();
        assertThat(host.run("ip", "-br", "link", "show", "type", "veth")).doesNotContain("mv");
    }

    /** Each line is what an engine had done of a start or a removal when it was killed. */
    @Test
    void recoveryRemovesWhatAKilledEngineLeftHalfDone() {
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        String before = host.state();

        long connected = host.process();
        host.here(() -> networks.connect(id(2), request("connected", "8081:80/tcp")));
        long joined = run(3, request("joined", "8082:80/udp"));
        running.remove(id(3));
        long released = run(4, request("released", "8083:80/tcp"));
        running.remove(id(4));
        host.run("nft", "delete element ip mullion_" + INSTANCE + " tcp_any { 8083 }");
        Path runFolder = host.folder().resolve("run");
        assertThat(runFolder.resolve(id(4) + ".json")).exists();
        host.here(() -> Files.writeString(runFolder.resolve(id(5) + ".json.new"), "{"));
        host.here(() -> Files.writeString(runFolder.resolve(id(6) + ".json"), "{\"contai"));

        networks = engine();

        assertThat(host.state()).isEqualTo(before);
        assertThat(runFolder.toFile().list()).containsExactly(id(1) + ".json");
        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
        for (long pid : new long[] {connected, joined, released}) {
            host.end(pid);
        }
    }

    @Test
    void twoEnginesOnOneMachineLeaveEachOtherAlone() {
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        String before = host.state();
        String subnet =
                host.here(() -> {
                    Networks other =
                            new Networks(
                                    host.folder().resolve("networks2"),
                                    host.folder().resolve("run2"),
                                    new BridgeSettings(
                                            "mulffffffff", null, 1400, false, TestHost.LINUX),
                                    new BridgeNetworks("ffffffff"),
                                    new Events(Clock.systemUTC()),
                                    Clock.systemUTC());
                    other.recover(Set.of());
                    assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
                    assertThatExceptionOfType(EngineProblem.class)
                            .isThrownBy(() -> other.connect(id(2), request("two", "8080:80/tcp")))
                            .withMessageContaining("address already in use");
                    other.removeAll();
                    return other.predefined().bridge().subnet();
                });
        assertThat(subnet).isNotEqualTo(networks.predefined().bridge().subnet());
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void rulesAreTakenBackWhenTheMachineDropsNothingAnyMore() {
        host.run("iptables", "-P", "FORWARD", "DROP");
        networks = engine();
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        assertThat(TestHost.askTcp(host.outside(), TestHost.ADDRESS, 8080)).startsWith("web ");
        host.run("iptables", "-P", "FORWARD", "ACCEPT");
        networks = engine();
        assertThat(host.run("iptables", "-S", "FORWARD")).doesNotContain("mullion");
    }

    @Test
    void theNetworkOfAnotherContainerIsJoinedByItsProcess() {
        long web = run(1, request("web", "8080:80/tcp"));
        networks.usedBy(
                new NetworkUse() {
                    @Override
                    public Peer requireRunning(String reference) {
                        return new Peer(id(1), web);
                    }

                    @Override
                    public String name(ContainerId container) {
                        return "web";
                    }
                });
        Connection beside = host.here(() -> networks.connect(id(2), request("b", "container:web")));

        assertThat(beside.namespace()).isEqualTo(web);
        assertThat(networks.settings(id(2), request("b", "container:web")).networks()).isEmpty();
        NetworkFiles files =
                host.here(() ->
                        networks.writeFiles(
                                beside, request("b"), host.folder().resolve(id(2).hex())));
        assertThat(files.hosts()).isEqualTo(host.folder().resolve(id(1).hex()).resolve("hosts"));
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> networks.check(request("b", "container:web", "80:80/tcp")))
                .withMessage(
                        "conflicting options: port publishing and the container type network mode");
    }

    @Test
    void theHostsNetworkIsRefusedUnlessAllowed() {
        assertThatExceptionOfType(EngineProblem.class)
                .isThrownBy(() -> networks.check(request("h", "host")))
                .matches(problem -> problem.status() == 403)
                .withMessageContaining("--allow host-network");
    }

    @Test
    void detailsAndListsSayHowAContainerIsReached() {
        NetworkRequest request = request("web", "8080:80/tcp", "0:53/udp");
        run(1, request);

        NetworkSettings settings = networks.settings(id(1), request);
        assertThat(settings.ipAddress()).isEqualTo(address(1));
        assertThat(settings.gateway()).isEqualTo(gateway());
        assertThat(settings.macAddress()).startsWith("02:42:ac:");
        assertThat(settings.ports().get("80/tcp"))
                .containsExactly(new PortBinding("0.0.0.0", "8080"));
        assertThat(settings.networks()).containsOnlyKeys("bridge");
        assertThat(networks.ports(id(1), request).getLast().type()).isEqualTo("tcp");
        assertThat(networks.ports(id(2), request)).isEmpty();
    }

    @Test
    void recoveryMakesAgainWhatWasTakenAway() {
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        String before = host.state();

        host.run("ip", "link", "del", SETTINGS.device());
        host.run("nft", "flush", "ruleset");
        networks = engine();

        assertThat(sorted(host.state())).isEqualTo(sorted(before));
        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
    }

    @Test
    void aFlushedTableIsWrittenAgainByTheNextContainer() {
        long web = run(1, request("web", "8080:80/tcp"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        host.run("nft", "flush", "ruleset");
        run(2, request("two", "8081:80/tcp"));
        assertThat(host.askTcp("127.0.0.1", 8080)).isEqualTo("web " + gateway());
    }

    @Test
    void foreignRulesStayAsTheyAreAlsoWhereTheyDropWhatIsForwarded() {
        host.run("iptables", "-P", "FORWARD", "DROP");
        host.run("iptables", "-N", "DOCKER-USER");
        host.run("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
        host.run(
                "iptables",
                "-t",
                "nat",
                "-A",
                "POSTROUTING",
                "-s",
                "10.9.0.0/16",
                "-j",
                "MASQUERADE");
        String foreign = host.run("iptables-save").replaceAll("(?m)^#.*$|\\[\\d+:\\d+]", "");

        networks = engine();
        long web = run(1, request("web", "8080:80/tcp"));
        long other = run(2, request("other"));
        host.serveTcp(web, "0.0.0.0", 80, "web");
        assertThat(TestHost.askTcp(host.outside(), TestHost.ADDRESS, 8080)).startsWith("web ");
        assertThat(TestHost.askTcp(other, address(1), 80)).startsWith("web ");
        assertThat(host.run("iptables", "-S", "FORWARD"))
                .contains(
                        "-A FORWARD -i mul0a1b2c3d -m comment --comment mullion_0a1b2c3d -j ACCEPT");

        stop(1, web);
        stop(2, other);
        host.here(() -> {
            networks.removeAll();
            return true;
        });

        assertThat(host.run("iptables-save").replaceAll("(?m)^#.*$|\\[\\d+:\\d+]", ""))
                .isEqualTo(foreign);
        assertThat(host.run("nft", "list", "tables")).doesNotContain("mullion");
        assertThat(host.run("ip", "-br", "link")).doesNotContain("mul", "mv");
    }

    @Test
    void fiftyContainersConnectSideBySide() throws Exception {
        String before = host.state();
        List<Long> pids = IntStream.range(0, 50).mapToObj(i -> host.process()).toList();
        together(i -> join(100 + i, pids.get(i), request("c", "0:80/tcp")));
        Set<String> addresses = new TreeSet<>();
        IntStream.range(0, 50).forEach(i -> addresses.add(address(100 + i)));
        assertThat(addresses).hasSize(50);
        host.serveTcp(pids.get(49), "0.0.0.0", 80, "last");
        int port = networks.ports(id(149), request("c")).getFirst().publicPort();
        assertThat(TestHost.askTcp(host.outside(), TestHost.ADDRESS, port)).startsWith("last ");

        together(i -> stop(100 + i, pids.get(i)));
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aContainerInNoNetworkHasOnlyItsLoopback() throws Exception {
        long pid = run(1, request("none", "none"));
        assertThat(host.run(nsenter(pid, "ip -br link"))).startsWith("lo").hasLineCount(1);
        assertThat(networks.settings(id(1), request("none", "none")).networks())
                .containsOnlyKeys("none");
    }

    @Test
    void usageCountsWhatWentThroughTheDevice() throws Exception {
        long pid = run(1, request("c"));
        host.serveTcp(pid, "0.0.0.0", 80, "c");
        host.askTcp(address(1), 80);
        assertThat(networks.usage(id(1), pid)).containsOnlyKeys("eth0");
        assertThat(networks.usage(id(1), pid).values().iterator().next().rxPackets()).isPositive();
    }

    private static void together(IntConsumer action) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                all.add(executor.submit(() -> action.accept(number)));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private static String sorted(String text) {
        return String.join(
                "\n", new TreeSet<>(text.lines().map(NetworksTest::withoutIndex).toList()));
    }

    private static String withoutIndex(String line) {
        return line.strip().replaceAll("\\s+", " ").replaceFirst("^\\d+: ", "");
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String[] nsenter(long pid, String command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "-t", "" + pid, "-n"));
        line.addAll(Arrays.asList(command.split(" ", -1)));
        return line.toArray(String[]::new);
    }

    private Networks engine() {
        return host.here(() -> {
            Networks fresh =
                    new Networks(
                            host.folder().resolve("networks"),
                            host.folder().resolve("run"),
                            SETTINGS,
                            new BridgeNetworks(INSTANCE),
                            new Events(Clock.systemUTC()),
                            Clock.systemUTC());
            if (networks != null) {
                networks.close();
            }
            fresh.recover(running.keySet());
            return fresh;
        });
    }

    private String gateway() {
        return networks.predefined().bridge().gateway();
    }

    private String address(int number) {
        return Objects.requireNonNull(networks.connection(id(number)).orElseThrow().endpoint())
                .address();
    }

    private static ContainerId id(int number) {
        return ContainerId.of("%016x".formatted(number * 0x9E3779B97F4A7C15L).repeat(4));
    }

    private long run(int number, NetworkRequest request) {
        return join(number, host.process(), request);
    }

    private long join(int number, long pid, NetworkRequest request) {
        return host.here(() -> {
            networks.connect(id(number), request);
            running.put(id(number), pid);
            networks.join(id(number), new CreatedProcess(pid));
            return pid;
        });
    }

    private void connect(int number, NetworkRequest request) {
        Object outcome =
                host.here(() -> {
                    try {
                        return networks.connect(id(number), request);
                    } catch (EngineProblem e) {
                        return e;
                    }
                });
        if (outcome instanceof EngineProblem problem) {
            throw problem;
        }
    }

    private void stop(int number, long pid) {
        host.end(pid);
        host.here(() -> {
            networks.release(id(number));
            running.remove(id(number));
            return true;
        });
    }

    /** Ports as {@code [address:]hostPort:containerPort/protocol}, or the word none. */
    private static NetworkRequest request(String name, String... ports) {
        Set<WantedPort> wanted = new LinkedHashSet<>();
        NetworkMode mode = NetworkMode.of("");
        for (String each : ports) {
            if (each.equals("none") || each.equals("host") || each.startsWith("container:")) {
                mode = NetworkMode.of(each);
                continue;
            }
            List<String> parts = List.of(each.split(":", -1));
            ContainerPort port = ContainerPort.of(parts.getLast());
            String address = parts.size() == 3 ? parts.getFirst() : "0.0.0.0";
            wanted.add(WantedPort.of(port, new PortBinding(address, parts.get(parts.size() - 2))));
        }
        return new NetworkRequest(
                name,
                mode,
                List.copyOf(wanted),
                false,
                new TreeSet<>(),
                null,
                name,
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
