package dev.mullion.engine.hcs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.AddressReservedException;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.EndpointSpec.Published;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.WindowsDlls;
import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.NamespaceDocument;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkDocument.Dns;
import dev.mullion.hcs.document.NetworkPolicy;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.VirtualClock;
import dev.mullion.hcs.network.ComputeNetwork;
import dev.mullion.hcs.network.Network;
import dev.mullion.hcs.network.Network.Thing;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HcsNetworksTest {

    private static final String INSTANCE = "0a1b2c3d";
    private static final NetworkSpec NAT =
            new NetworkSpec("a".repeat(64), "nat", "nat", "172.28.0.0/16", "172.28.0.1", 1500);
    private static final ContainerId WEB = new ContainerId("1".repeat(64));
    private static final ContainerId DB = new ContainerId("2".repeat(64));

    @TempDir Path disk;

    private EmulatedHost machine;
    private Client process;
    private HcsNetworks networks;

    /** Another process of the machine: what a person would look with. */
    private Client observer;

    private NetworkObjects seen;
    private Network service;
    private final List<HcsNetworks> engines = new ArrayList<>();

    /** How long it was waited for the service; no test really waits. */
    private final List<Duration> paused = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void switchOn() {
        machine =
                EmulatedHost.open(
                        EmulatedWindows.of("10.0.20348.2700"),
                        disk,
                        new VirtualClock(Instant.parse("2026-11-24T10:00:00Z")));
        startEngine();
        observe();
    }

    private void observe() {
        observer = machine.connect();
        service = new ComputeNetwork(new NativeCalls(observer));
        seen = new NetworkObjects(service);
    }

    private void startEngine() {
        process = machine.connect();
        networks = engine(process, HostNetwork.emulated());
    }

    private HcsNetworks engine(Client client, HostNetwork host) {
        var engine =
                new HcsNetworks(
                        new ComputeNetwork(new NativeCalls(client)), INSTANCE, host, paused::add);
        engines.add(engine);
        return engine;
    }

    @AfterEach
    void nothingIsOut() {
        engines.forEach(HcsNetworks::close);
        assertThat(machine.ledger().outstanding()).isEmpty();
        assertThat(machine.ledger().mistakes()).isEmpty();
        machine.close();
    }

    private static EndpointSpec endpoint(String address, Published... ports) {
        return new EndpointSpec(
                NAT, address, 16, "02:42:ac:1c:00:02", List.of(ports), List.of(), List.of());
    }

    private static Published tcp(int hostPort, int containerPort) {
        return new Published("tcp", "0.0.0.0", hostPort, containerPort);
    }

    private List<String> names(Thing thing) {
        return switch (thing) {
            case NETWORK -> seen.networks().stream().map(each -> "" + each.name()).toList();
            case ENDPOINT -> seen.endpoints().stream().map(each -> "" + each.name()).toList();
            case NAMESPACE ->
                    List.of(service.enumerate(Thing.NAMESPACE, "").replaceAll("[\\[\\]\"]", ""))
                            .stream()
                            .filter(text -> !text.isEmpty())
                            .toList();
        };
    }

    @Test
    void aNetworkIsMadeOnceAndHasItsBlockAndItsGateway() throws IOException {
        networks.ensure(NAT);
        networks.ensure(NAT);
        assertThat(names(Thing.NETWORK)).containsExactly("mullion-0a1b2c3d-net-nat");
        NetworkDocument network = seen.networks().getFirst();
        assertThat(network.typeOrNat()).isEqualTo("NAT");
        assertThat(network.ipams())
                .singleElement()
                .satisfies(ipam ->
                        assertThat(ipam.subnets())
                                .singleElement()
                                .satisfies(subnet -> {
                                    assertThat(subnet.ipAddressPrefix()).isEqualTo("172.28.0.0/16");
                                    assertThat(subnet.routes().getFirst().nextHop())
                                            .isEqualTo("172.28.0.1");
                                }));
    }

    @Test
    void aNetworkWhoseAddressesWereChangedIsMadeAnew() throws IOException {
        networks.ensure(NAT);
        NetworkSpec changed =
                new NetworkSpec(NAT.id(), "nat", "nat", "10.9.0.0/20", "10.9.0.1", 1500);
        // not under a container that runs in it
        networks.prepare(WEB, endpoint("172.28.0.10"));
        networks.ensure(changed);
        assertThat(seen.endpoints()).hasSize(1);
        networks.release(WEB, endpoint("172.28.0.10"));
        networks.ensure(changed);
        assertThat(names(Thing.NETWORK)).hasSize(1);
        assertThat(seen.networks().getFirst().ipams())
                .singleElement()
                .satisfies(ipam ->
                        assertThat(ipam.subnets().getFirst().ipAddressPrefix())
                                .isEqualTo("10.9.0.0/20"));
        assertThat(networks.reachable("nat")).isEmpty();
    }

    @Test
    void anEndpointHasWhatTheContainerShallHave() throws IOException {
        networks.prepare(
                WEB,
                new EndpointSpec(
                        NAT,
                        "172.28.0.10",
                        16,
                        "02:42:ac:1c:00:0a",
                        List.of(tcp(8080, 80), new Published("udp", "::", 5353, 53)),
                        List.of("10.0.0.53"),
                        List.of("a.example")));
        EndpointDocument endpoint = seen.endpoints().getFirst();
        assertThat(endpoint.name()).isEqualTo("mullion-0a1b2c3d-ct-" + "1".repeat(64));
        assertThat(endpoint.ipConfigurations())
                .containsExactly(new EndpointDocument.IpConfiguration("172.28.0.10", 16));
        assertThat(endpoint.macAddress()).isEqualTo("02-42-AC-1C-00-0A");
        assertThat(endpoint.dns())
                .isEqualTo(new Dns(null, List.of("a.example"), List.of("10.0.0.53")));
        assertThat(endpoint.policies())
                .containsExactly(
                        NetworkPolicy.portMapping(NetworkPolicy.TCP, 80, 8080),
                        NetworkPolicy.portMapping(NetworkPolicy.UDP, 53, 5353));
        networks.release(WEB, endpoint("172.28.0.10"));
        assertThat(seen.endpoints()).isEmpty();
    }

    @Test
    void aContainerWithoutNameServersAsksThoseOfTheHostOrItsGateway() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(seen.endpoints().getFirst().dns())
                .isEqualTo(new Dns(null, null, List.of("172.28.0.1")));
        Client other = machine.connect();
        HcsNetworks withServers =
                engine(
                        other,
                        new HostNetwork() {
                            @Override
                            public List<String> subnets() {
                                return List.of("192.0.2.0/24");
                            }

                            @Override
                            public List<String> nameServers() {
                                return List.of("192.0.2.53");
                            }
                        });
        withServers.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(seen.endpoints().getFirst().dns())
                .isEqualTo(new Dns(null, null, List.of("192.0.2.53")));
        assertThat(withServers.reachable("nat")).containsExactly("192.0.2.0/24");
    }

    @Test
    void theNamespaceIsMadeOnceWithTheEndpointInItAndGoesWithIt() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        UUID namespace = networks.namespaceOf(WEB).orElseThrow();
        assertThat(networks.namespaceOf(WEB)).contains(namespace);
        assertThat(seen.namespace(namespace).orElseThrow().resources()).hasSize(1);
        assertThat(seen.endpoints().getFirst().hostComputeNamespace()).isEqualTo(namespace);
        networks.release(WEB, endpoint("172.28.0.10"));
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        assertThat(names(Thing.ENDPOINT)).isEmpty();
        assertThat(names(Thing.NETWORK)).hasSize(1);
        // again is fine
        networks.release(WEB, endpoint("172.28.0.10"));
    }

    @Test
    void withHyperVIsolationTheEndpointIsInNoNamespace() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(networks.endpointsOf(WEB)).containsExactly(seen.endpoints().getFirst().id());
        networks.release(WEB, endpoint("172.28.0.10"));
        assertThat(networks.endpointsOf(WEB)).isEmpty();
    }

    @Test
    void aContainerInNoNetworkHasNeither() throws IOException {
        assertThat(networks.namespaceOf(WEB)).isEmpty();
        assertThat(networks.endpointsOf(WEB)).isEmpty();
        assertThat(networks.usage(WEB, 4)).isEmpty();
        assertThat(names(Thing.NAMESPACE)).isEmpty();
    }

    @Test
    void whatWindowsCannotPublishIsRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() ->
                        networks.prepare(
                                WEB,
                                endpoint(
                                        "172.28.0.10",
                                        new Published("tcp", "127.0.0.1", 8080, 80))))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("firewall");
        assertThatThrownBy(() ->
                        networks.prepare(
                                WEB,
                                endpoint(
                                        "172.28.0.10", new Published("sctp", "0.0.0.0", 8080, 80))))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("80/sctp");
        assertThat(seen.endpoints()).isEmpty();
    }

    @Test
    void aPortThatSomebodyElseHasIsToldAndNothingIsLeft() throws IOException {
        UUID other = foreignNetwork("10.1.0.0/16", "10.1.0.1");
        seen.create(other, foreignEndpoint(other, "10.1.0.5", 8080));
        assertThatThrownBy(() -> networks.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a published port is in use")
                .hasMessageContaining("0x803B0013");
        assertThat(networks.endpointsOf(WEB)).isEmpty();
        networks.prepare(WEB, endpoint("172.28.0.10", tcp(8081, 80)));
    }

    private UUID foreignNetwork(String block, String gateway) {
        return seen.create(
                new NetworkDocument(
                        null,
                        "nat",
                        "NAT",
                        0,
                        List.of(
                                new NetworkDocument.Ipam(
                                        "Static",
                                        List.of(
                                                new NetworkDocument.Subnet(
                                                        block,
                                                        List.of(
                                                                new NetworkDocument.Route(
                                                                        gateway, "0.0.0.0/0")))))),
                        null,
                        null,
                        List.of(),
                        NetworkDocument.VERSION));
    }

    private static EndpointDocument foreignEndpoint(UUID network, String address, int port) {
        return new EndpointDocument(
                null,
                "somebody-elses",
                network,
                null,
                List.of(new EndpointDocument.IpConfiguration(address, 16)),
                null,
                null,
                null,
                List.of(NetworkPolicy.portMapping(NetworkPolicy.TCP, 80, port)),
                NetworkDocument.VERSION);
    }

    @Test
    void whatOthersMadeStaysAndIsNoFreeBlock() throws IOException {
        UUID other = foreignNetwork("10.1.0.0/16", "10.1.0.1");
        seen.create(other, foreignEndpoint(other, "10.1.0.5", 9000));
        UUID namespace =
                seen.create(
                        Network.CHOOSE,
                        new NamespaceDocument(null, null, "Host", null, NetworkDocument.VERSION));
        HcsNetworks another =
                new HcsNetworks(
                        new ComputeNetwork(new NativeCalls(machine.connect())),
                        "99999999",
                        HostNetwork.emulated(),
                        paused::add);
        engines.add(another);
        NetworkSpec theirs =
                new NetworkSpec("b".repeat(64), "nat", "nat", "172.29.0.0/16", "172.29.0.1", 1500);
        another.ensure(theirs);
        networks.ensure(NAT);
        assertThat(networks.reachable("nat"))
                .containsExactlyInAnyOrder("10.1.0.0/16", "172.29.0.0/16");
        networks.recover(List.of(), Map.of());
        networks.remove(NAT);
        assertThat(names(Thing.NETWORK))
                .containsExactlyInAnyOrder("nat", "mullion-99999999-net-nat");
        assertThat(names(Thing.ENDPOINT)).containsExactly("somebody-elses");
        assertThat(seen.namespace(namespace)).isPresent();
    }

    @Test
    void anEngineThatWasKilledIsFollowedByOneThatKeepsWhatRunsAndSweepsTheRest()
            throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80)));
        UUID kept = networks.namespaceOf(WEB).orElseThrow();
        networks.prepare(DB, endpoint("172.28.0.11", tcp(5432, 5432)));
        assertThat(networks.namespaceOf(DB)).isPresent();
        process.kill();

        startEngine();
        networks.recover(List.of(NAT), Map.of(WEB, endpoint("172.28.0.10", tcp(8080, 80))));
        assertThat(names(Thing.ENDPOINT)).containsExactly("mullion-0a1b2c3d-ct-" + WEB.hex());
        assertThat(names(Thing.NAMESPACE)).containsExactly(kept.toString());
        assertThat(networks.namespaceOf(WEB)).contains(kept);
        // the other one's port and address are free
        networks.prepare(DB, endpoint("172.28.0.11", tcp(5432, 5432)));
        networks.release(WEB, endpoint("172.28.0.10"));
        networks.release(DB, endpoint("172.28.0.11"));
        assertThat(names(Thing.NAMESPACE)).isEmpty();
    }

    @Test
    void aNamespaceWithoutItsEndpointIsSweptWithTheEndpointsName() throws IOException {
        // as if killed between making the namespace and putting the endpoint in
        networks.prepare(WEB, endpoint("172.28.0.10"));
        seen.create(
                new OwnNames(INSTANCE).namespace(WEB),
                new NamespaceDocument(null, null, "Host", null, NetworkDocument.VERSION));
        process.kill();
        startEngine();
        networks.recover(List.of(NAT), Map.of());
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        assertThat(names(Thing.ENDPOINT)).isEmpty();
    }

    @Test
    void aStartThatFoundAnOlderEndpointOfItsContainerReplacesIt() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80)));
        assertThat(networks.namespaceOf(WEB)).isPresent();
        networks.prepare(WEB, endpoint("172.28.0.12", tcp(8080, 80)));
        assertThat(seen.endpoints()).hasSize(1);
        assertThat(seen.endpoints().getFirst().ipConfigurations())
                .containsExactly(new EndpointDocument.IpConfiguration("172.28.0.12", 16));
    }

    @Test
    void endpointsThatARebootLeftGiveTheirAddressesBack() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80)));
        assertThat(networks.namespaceOf(WEB)).isPresent();
        machine.reboot();
        startEngine();
        observe();
        assertThat(names(Thing.ENDPOINT)).hasSize(1);
        networks.recover(List.of(NAT), Map.of());
        assertThat(names(Thing.ENDPOINT)).isEmpty();
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        networks.prepare(DB, endpoint("172.28.0.10", tcp(8080, 80)));
    }

    @Test
    void anAddressThatAStaleEndpointHoldsIsTakenFromIt() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80)));
        // this engine never heard of WEB
        process.kill();
        startEngine();
        networks.prepare(DB, endpoint("172.28.0.10", tcp(8080, 80)));
        assertThat(names(Thing.ENDPOINT)).containsExactly("mullion-0a1b2c3d-ct-" + DB.hex());
        machine.faults().next(Fault.ENDPOINT_STALE, 1);
        networks.prepare(WEB, endpoint("172.28.0.11"));
        assertThat(machine.faults().met(Fault.ENDPOINT_STALE)).isEqualTo(1);
        assertThat(names(Thing.ENDPOINT)).hasSize(2);
        machine.faults().set(Fault.ENDPOINT_STALE);
        assertThatThrownBy(() -> networks.prepare(WEB, endpoint("172.28.0.12")))
                .isInstanceOf(AddressReservedException.class)
                .hasMessageContaining("restart the service hns")
                .hasMessageContaining("0x803B002F");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x803B0020, 0x803B0031})
    void aServiceThatRestartsIsWaitedForAndAskedAgain(int code) throws IOException {
        HcsNetworks other = onServiceThatRefuses("createEndpoint", code, 3);
        other.prepare(WEB, endpoint("172.28.0.10", tcp(8080, 80)));
        assertThat(names(Thing.ENDPOINT)).hasSize(1);
        assertThat(paused).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    }

    @Test
    void aServiceThatDoesntComeBackIsToldOf() {
        HcsNetworks other = onServiceThatRefuses("createEndpoint", 0x803B0020, 1000);
        assertThatThrownBy(() -> other.prepare(WEB, endpoint("172.28.0.10")))
                .hasMessageContaining("the service hns has been restarting for a while");
        assertThat(paused.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(31);
    }

    @Test
    void aRefusalThatStaysIsNotTriedAgain() {
        HcsNetworks other = onServiceThatRefuses("createEndpoint", 0x803B001E, 1000);
        assertThatThrownBy(() -> other.prepare(WEB, endpoint("172.28.0.10")))
                .hasMessageContaining("isn't in the network's block");
        assertThat(paused).isEmpty();
    }

    /** An engine whose first calls of one kind fail. */
    private HcsNetworks onServiceThatRefuses(String call, int code, int times) {
        var asked = new AtomicInteger();
        Network refusing =
                (Network)
                        Proxy.newProxyInstance(
                                Network.class.getClassLoader(),
                                new Class<?>[] {Network.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals(call)
                                            && asked.incrementAndGet() <= times) {
                                        throw HcsException.of(call, Hresult.of(code), null);
                                    }
                                    return method.invoke(service, arguments);
                                });
        var engine = new HcsNetworks(refusing, INSTANCE, HostNetwork.emulated(), paused::add);
        engines.add(engine);
        return engine;
    }

    @Test
    void aNetworkThatSomebodyRemovedIsMadeAgainAtTheNextStart() throws IOException {
        networks.ensure(NAT);
        service.delete(Thing.NETWORK, Objects.requireNonNull(seen.networks().getFirst().id()));
        networks.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(names(Thing.NETWORK)).hasSize(1);
    }

    @Test
    void aNamespaceThatIsHeldBySomethingElseIsEmptiedAndAskedToGoAgain() throws IOException {
        networks.prepare(WEB, endpoint("172.28.0.10"));
        UUID namespace = networks.namespaceOf(WEB).orElseThrow();
        networks.prepare(DB, endpoint("172.28.0.11"));
        seen.attach(namespace, networks.endpointsOf(DB).getFirst());
        var asked = new AtomicInteger();
        Network refusing =
                (Network)
                        Proxy.newProxyInstance(
                                Network.class.getClassLoader(),
                                new Class<?>[] {Network.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("delete")
                                            && arguments[0] == Thing.NAMESPACE
                                            && asked.incrementAndGet() == 1) {
                                        throw HcsException.of(
                                                "Deleting", Hresult.of(0x803B002C), null);
                                    }
                                    return method.invoke(service, arguments);
                                });
        HcsNetworks other =
                new HcsNetworks(refusing, INSTANCE, HostNetwork.emulated(), paused::add);
        engines.add(other);
        other.release(WEB, endpoint("172.28.0.10"));
        assertThat(asked).hasValue(2);
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        assertThat(seen.endpoints().getFirst().hostComputeNamespace()).isNull();
    }

    @Test
    void removingANetworkTakesItsEndpointsFirst() throws IOException {
        machine.faults().set(Fault.NETWORK_DELETE_REFERENCED);
        networks.prepare(WEB, endpoint("172.28.0.10"));
        assertThat(networks.namespaceOf(WEB)).isPresent();
        networks.remove(NAT);
        assertThat(names(Thing.NETWORK)).isEmpty();
        assertThat(names(Thing.ENDPOINT)).isEmpty();
        assertThat(names(Thing.NAMESPACE)).isEmpty();
        assertThat(machine.faults().met(Fault.NETWORK_DELETE_REFERENCED)).isZero();
    }

    @Test
    void fiftyContainersConnectAtOnceAndGoAgain() throws Exception {
        networks.ensure(NAT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<UUID>> made = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                ContainerId id = new ContainerId("%064x".formatted(i));
                EndpointSpec spec = endpoint("172.28.1." + i, tcp(20_000 + i, 80));
                made.add(
                        threads.submit(() -> {
                            networks.prepare(id, spec);
                            return networks.namespaceOf(id).orElseThrow();
                        }));
            }
            List<UUID> namespaces = new ArrayList<>();
            for (Future<UUID> each : made) {
                namespaces.add(each.get());
            }
            assertThat(namespaces).doesNotHaveDuplicates();
        }
        assertThat(seen.endpoints()).hasSize(50);
        networks.recover(List.of(NAT), Map.of());
        assertThat(seen.endpoints()).isEmpty();
        assertThat(names(Thing.NAMESPACE)).isEmpty();
    }

    @Test
    void aHostWithoutTheServiceSaysWhichFeatureIsMissing() {
        var nowhere = new WindowsDlls(disk);
        HcsNetworks absent =
                new HcsNetworks(
                        new ComputeNetwork(new NativeCalls(nowhere)),
                        INSTANCE,
                        HostNetwork.emulated(),
                        paused::add);
        engines.add(absent);
        assertThatThrownBy(() -> absent.ensure(NAT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("switch Containers on");
    }

    @Test
    void nameServersAreReadFromWhatJavaSays() {
        assertThat(HostNetwork.servers("dns://192.0.2.1 dns://192.0.2.2:53/ dns://[2001:db8::1]"))
                .containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(HostNetwork.servers("")).isEmpty();
        assertThat(HostNetwork.ofThisMachine().nameServers())
                .allMatch(server -> server.matches("[0-9.]+"));
    }

    @Test
    void theMachinesOwnBlocksAreNoFreeBlocks() throws IOException {
        assertThat(HostNetwork.ofThisMachine().subnets()).contains("127.0.0.1/8");
    }
}
