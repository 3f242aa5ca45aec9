package dev.mullion.hcs.emulator.network;

import static dev.mullion.hcs.emulator.network.NetworkFixture.endpoint;
import static dev.mullion.hcs.emulator.network.NetworkFixture.nat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.binding.ComputeNetworkFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.NamespaceDocument;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkModification;
import dev.mullion.hcs.document.NetworkPolicy;
import dev.mullion.hcs.document.NetworkQuery;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.network.Network;
import dev.mullion.hcs.network.Network.Thing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EmulatedNetworksTest {

    @TempDir private Path folder;
    private NetworkFixture machine;

    @BeforeEach
    void open() {
        machine = new NetworkFixture(folder);
    }

    @AfterEach
    void nothingIsLeftOut() {
        machine.close();
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(HcsException.class).hasMessageContaining(code);
    }

    private UUID lan() {
        return machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
    }

    @Test
    void createDeleteNetworks() {
        UUID lan = lan();
        assertThat(machine.network.find(Thing.NETWORK, lan, "")).isPresent();
        assertThat(machine.network.delete(Thing.NETWORK, lan)).isTrue();
        assertThat(machine.network.find(Thing.NETWORK, lan, "")).isEmpty();
        assertThat(machine.network.delete(Thing.NETWORK, lan)).isFalse();
    }

    @Test
    void getNetworkByNameAndByIdAndListThem() {
        UUID lan = lan();
        UUID wan = machine.createNat("wan", "172.29.0.0/24", "172.29.0.1");
        assertThat(machine.ids(Thing.NETWORK, "")).containsExactly(lan, wan);
        assertThat(machine.ids(Thing.NETWORK, HcsJson.write(NetworkQuery.named("wan"))))
                .containsExactly(wan);
        assertThat(machine.ids(Thing.NETWORK, query("ID", lan.toString()))).containsExactly(lan);
        assertThat(machine.ids(Thing.NETWORK, HcsJson.write(NetworkQuery.named("none")))).isEmpty();
    }

    private static String query(String name, String value) {
        return HcsJson.write(
                new NetworkQuery(NetworkDocument.VERSION, 0, HcsJson.write(Map.of(name, value))));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingIsTypedAsNotFound(Thing thing) {
        UUID none = UUID.randomUUID();
        assertThat(machine.network.find(thing, none, "")).isEmpty();
        assertThat(machine.network.delete(thing, none)).isFalse();
        String code =
                switch (thing) {
                    case NETWORK -> "0x803B0001";
                    case ENDPOINT -> "0x803B0002";
                    case NAMESPACE -> "0x80070490";
                };
        assertThatThrownBy(() -> machine.modify(thing, none, Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(code);
    }

    @Test
    void aNatNetworkIsReadWithoutItsTypeAndOthersWithTheirs() {
        String nat = machine.network.find(Thing.NETWORK, lan(), "").orElseThrow();
        assertThat(HcsJson.read(nat, JsonNode.class).has("Type")).isFalse();
        assertThat(HcsJson.read(nat, NetworkDocument.class).typeOrNat()).isEqualTo("NAT");
        UUID bridge =
                NetworkFixture.network(
                        machine.network.createNetwork(
                                Network.CHOOSE,
                                "{\"Name\":\"t\",\"Type\":\"Transparent\","
                                        + "\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}"));
        assertThat(machine.network.find(Thing.NETWORK, bridge, ""))
                .get()
                .asString()
                .contains("\"Type\":\"Transparent\"");
    }

    @Test
    void aNetworkWithoutSubnetsGetsTheFirstFreeBlock() {
        machine.createNat("taken", "172.16.0.0/20", "172.16.0.1");
        NetworkDocument chosen =
                HcsJson.read(
                        machine.network.createNetwork(
                                Network.CHOOSE,
                                "{\"Name\":\"auto\",\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}"),
                        NetworkDocument.class);
        assertThat(Objects.requireNonNull(chosen.ipams()).getFirst().subnets().getFirst())
                .isEqualTo(
                        new NetworkDocument.Subnet(
                                "172.16.16.0/20",
                                List.of(new NetworkDocument.Route("172.16.16.1", "0.0.0.0/0"))));
        assertThat(Objects.requireNonNull(chosen.macPool()).ranges()).hasSize(1);
    }

    @Test
    void aNetworksNameIsTakenOnce() {
        lan();
        assertThatThrownBy(() -> machine.createNat("lan", "10.1.0.0/24", "10.1.0.1"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("0x803B0010");
    }

    @Test
    void aSubnetNeedsADefaultRouteAndABlockOfItsOwn() {
        lan();
        refuses(
                "0x803B0032",
                () ->
                        machine.create(
                                new NetworkDocument(
                                        null,
                                        "n",
                                        "NAT",
                                        0,
                                        List.of(
                                                new NetworkDocument.Ipam(
                                                        "Static",
                                                        List.of(
                                                                new NetworkDocument.Subnet(
                                                                        "10.0.0.0/24",
                                                                        List.of())))),
                                        null,
                                        null,
                                        null,
                                        NetworkDocument.VERSION)));
        refuses("0x803B0032", () -> machine.createNat("n", "172.28.0.128/25", "172.28.0.129"));
        refuses("0x803B0032", () -> machine.createNat("n", "172.16.0.0/12", "172.16.0.1"));
        refuses("0x803B0030", () -> machine.createNat("n", "172.30.0.1/24", "172.30.0.1"));
        refuses("0x803B0030", () -> machine.createNat("n", "fd00::/64", "fd00::1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|0x803B001B",
                "[]|0x803B001B",
                "{\"name\":\"x\",\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}|0x803B001B",
                "{\"Name\":\"x\"}|0x803B001B",
                "{\"Name\":\"x\",\"SchemaVersion\":{\"Major\":2,\"Minor\":99}}|0x803B001B",
                "{\"Type\":\"Token\",\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}|0x803B000B"
            })
    void aDocumentThatIsNoneIsRefused(String document, String code) {
        refuses(code, () -> machine.network.createNetwork(Network.CHOOSE, document));
    }

    @Test
    void createDeleteEndpointAndGetItByIdAndByNameAndByNetwork() {
        UUID lan = lan();
        UUID wan = machine.createNat("wan", "172.29.0.0/24", "172.29.0.1");
        EndpointDocument made = machine.create(lan, endpoint("web", "172.28.0.10"));
        UUID id = Objects.requireNonNull(made.id());
        UUID other = machine.createEndpoint(wan, null);
        assertThat(made.hostComputeNetwork()).isEqualTo(lan);
        assertThat(made.macAddress()).matches("00-15-5D-[0-9A-F-]{8}");
        assertThat(made.routes())
                .containsExactly(new NetworkDocument.Route("172.28.0.1", "0.0.0.0/0"));
        assertThat(machine.ids(Thing.ENDPOINT, "")).containsExactly(id, other);
        assertThat(machine.ids(Thing.ENDPOINT, HcsJson.write(NetworkQuery.named("web"))))
                .containsExactly(id);
        assertThat(machine.ids(Thing.ENDPOINT, HcsJson.write(NetworkQuery.endpointsOf(wan))))
                .containsExactly(other);
        assertThat(machine.network.delete(Thing.ENDPOINT, id)).isTrue();
        assertThat(machine.ids(Thing.ENDPOINT, "")).containsExactly(other);
    }

    @Test
    void anEndpointWithoutAddressesGetsFreeOnes() {
        UUID lan = machine.createNat("small", "10.9.0.0/29", "10.9.0.1");
        List<String> addresses = new ArrayList<>();
        List<String> macs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            EndpointDocument made = machine.create(lan, endpoint("same name", null));
            var address = Objects.requireNonNull(made.ipConfigurations()).getFirst();
            assertThat(address.prefixLength()).isEqualTo(29);
            addresses.add(address.ipAddress());
            macs.add(Objects.requireNonNull(made.macAddress()));
        }
        assertThat(addresses)
                .containsExactly("10.9.0.2", "10.9.0.3", "10.9.0.4", "10.9.0.5", "10.9.0.6");
        assertThat(macs).doesNotHaveDuplicates();
        refuses("0x803B002F", () -> machine.create(lan, endpoint("one more", null)));
    }

    @ParameterizedTest
    @CsvSource({
        "172.28.1.10,0x803B001E",
        "nonsense,0x803B001E",
        "172.28.0.300,0x803B001E",
        "172.28.0.0,0x803B002F",
        "172.28.0.1,0x803B002F",
        "172.28.0.255,0x803B002F",
        "172.28.0.7,0x803B002F"
    })
    void anAddressThatCantBeOrIsTakenIsRefused(String address, String code) {
        UUID lan = lan();
        machine.createEndpoint(lan, "172.28.0.7");
        refuses(code, () -> machine.createEndpoint(lan, address));
    }

    @Test
    void anAddressIsFreeAgainWhenItsEndpointIsGone() {
        UUID lan = lan();
        UUID first = machine.createEndpoint(lan, "172.28.0.7");
        machine.network.delete(Thing.ENDPOINT, first);
        assertThat(machine.createEndpoint(lan, "172.28.0.7")).isNotEqualTo(first);
    }

    @Test
    void anEndpointOnAMissingOrAnotherNetworkIsRefused() {
        UUID lan = lan();
        UUID none = UUID.randomUUID();
        refuses("0x803B0001", () -> machine.createEndpoint(none, null));
        var elsewhere =
                new EndpointDocument(
                        null,
                        "e",
                        none,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        NetworkDocument.VERSION);
        refuses("0x803B001C", () -> machine.create(lan, elsewhere));
        var inside =
                new EndpointDocument(
                        null,
                        "e",
                        lan,
                        none,
                        null,
                        null,
                        null,
                        null,
                        null,
                        NetworkDocument.VERSION);
        refuses("0x80070057", () -> machine.create(lan, inside));
    }

    @Test
    void aPortOfTheHostIsPublishedOnceForEachProtocol() {
        UUID lan = lan();
        UUID first =
                Objects.requireNonNull(
                        machine.create(
                                        lan,
                                        endpoint("a", null, NetworkPolicy.portMapping(6, 80, 8080)))
                                .id());
        machine.create(lan, endpoint("b", null, NetworkPolicy.portMapping(17, 80, 8080)));
        assertThatThrownBy(() ->
                        machine.create(
                                lan, endpoint("c", null, NetworkPolicy.portMapping(6, 81, 8080))))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("0x803B0013");
        machine.network.delete(Thing.ENDPOINT, first);
        machine.create(lan, endpoint("c", null, NetworkPolicy.portMapping(6, 81, 8080)));
    }

    @Test
    void aPortThatIsLeftOpenIsChosen() {
        EndpointDocument made =
                machine.create(
                        lan(),
                        endpoint(
                                "a",
                                null,
                                NetworkPolicy.portMapping(6, 80, 0),
                                NetworkPolicy.portMapping(6, 81, 0)));
        assertThat(Objects.requireNonNull(made.policies()))
                .extracting(policy -> policy.settings().externalPort())
                .containsExactly(49152, 49153);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Type\":\"PortMapping\",\"Settings\":{\"Protocol\":6,\"InternalPort\":0,\"ExternalPort\":1}}|0x803B002D",
                "{\"Type\":\"PortMapping\",\"Settings\":{\"Protocol\":1,\"InternalPort\":1,\"ExternalPort\":1}}|0x803B000D",
                "{\"Type\":\"PortMapping\"}|0x803B000D",
                "{\"Type\":\"ACL\",\"Settings\":{\"Action\":\"Maybe\",\"Direction\":\"In\"}}|0x803B000D",
                "{\"Type\":\"Wish\",\"Settings\":{}}|0x803B000E"
            })
    void aPolicyThatCantBeIsRefused(String policy, String code) {
        UUID lan = lan();
        String settings =
                "{\"Policies\":[" + policy + "],\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}";
        refuses(code, () -> machine.network.createEndpoint(lan, Network.CHOOSE, settings));
    }

    @Test
    void applyPolicyOnEndpointReplacesThemAll() {
        UUID lan = lan();
        UUID id =
                Objects.requireNonNull(
                        machine.create(
                                        lan,
                                        endpoint("a", null, NetworkPolicy.portMapping(6, 80, 8080)))
                                .id());
        NetworkPolicy other = NetworkPolicy.portMapping(6, 80, 8081);
        machine.modify(Thing.ENDPOINT, id, NetworkModification.policies(List.of(other)));
        assertThat(machine.endpoint(id).policies()).containsExactly(other);
        machine.modify(
                Thing.ENDPOINT,
                id,
                new NetworkModification(
                        "Policy",
                        "Add",
                        Map.of("Policies", List.of(NetworkPolicy.bandwidth(1 << 20)))));
        assertThat(machine.endpoint(id).policies())
                .containsExactly(other, NetworkPolicy.bandwidth(1 << 20));
        machine.modify(
                Thing.ENDPOINT,
                id,
                new NetworkModification("Policy", "Remove", Map.of("Policies", List.of(other))));
        assertThat(machine.endpoint(id).policies())
                .containsExactly(NetworkPolicy.bandwidth(1 << 20));
        machine.create(lan, endpoint("b", null, other));
        refuses(
                "0x803B0013",
                () ->
                        machine.modify(
                                Thing.ENDPOINT, id, NetworkModification.policies(List.of(other))));
        assertThat(machine.endpoint(id).policies())
                .containsExactly(NetworkPolicy.bandwidth(1 << 20));
        refuses(
                "0x803B0015",
                () ->
                        machine.modify(
                                Thing.ENDPOINT, id, new NetworkModification("Port", "Add", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Guest"})
    void createDeleteNamespace(String type) {
        UUID id = machine.createNamespace(type);
        NamespaceDocument document = machine.namespace(id);
        assertThat(document.type()).isEqualTo(type);
        assertThat(document.namespaceId()).isGreaterThan(1);
        assertThat(document.resources()).isEmpty();
        assertThat(machine.network.delete(Thing.NAMESPACE, id)).isTrue();
        assertThat(machine.ids(Thing.NAMESPACE, "")).isEmpty();
    }

    @Test
    void aNamespaceCanHaveAnIdOfTheCallersChoice() {
        UUID wanted = UUID.randomUUID();
        var document = new NamespaceDocument(null, null, null, null, NetworkDocument.VERSION);
        machine.network.createNamespace(wanted, HcsJson.write(document));
        assertThat(machine.namespace(wanted).type()).isEqualTo("Host");
        refuses(
                "0x80070057",
                () -> machine.network.createNamespace(wanted, HcsJson.write(document)));
    }

    @Test
    void endpointNamespaceAttachDetach() {
        UUID lan = lan();
        UUID inside = machine.createEndpoint(lan, null);
        UUID namespace = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.attach(inside));
        assertThat(machine.namespace(namespace).resources())
                .containsExactly(
                        new NamespaceDocument.Resource(
                                "Endpoint", new NamespaceDocument.Data(inside.toString())));
        assertThat(machine.endpoint(inside).hostComputeNamespace()).isEqualTo(namespace);
        assertThat(machine.host.networks().namespace(namespace)).contains(List.of(inside));
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.detach(inside));
        assertThat(machine.namespace(namespace).resources()).isEmpty();
        assertThat(machine.endpoint(inside).hostComputeNamespace()).isNull();
        refuses(
                "0x803B0034",
                () ->
                        machine.modify(
                                Thing.NAMESPACE, namespace, NetworkModification.detach(inside)));
    }

    @Test
    void anEndpointIsInOneNamespaceAtATime() {
        UUID inside = machine.createEndpoint(lan(), null);
        UUID one = machine.createNamespace("Host");
        UUID two = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, one, NetworkModification.attach(inside));
        refuses(
                "0x803B0014",
                () -> machine.modify(Thing.NAMESPACE, one, NetworkModification.attach(inside)));
        refuses(
                "0x803B002B",
                () -> machine.modify(Thing.NAMESPACE, two, NetworkModification.attach(inside)));
        refuses(
                "0x803B0002",
                () ->
                        machine.modify(
                                Thing.NAMESPACE,
                                two,
                                NetworkModification.attach(UUID.randomUUID())));
    }

    @Test
    void aDeletedNamespaceLetsItsEndpointsGoAndADeletedEndpointLeavesItsNamespace() {
        UUID lan = lan();
        UUID inside = machine.createEndpoint(lan, null);
        UUID namespace = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.attach(inside));
        machine.network.delete(Thing.NAMESPACE, namespace);
        assertThat(machine.endpoint(inside).hostComputeNamespace()).isNull();
        UUID other = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, other, NetworkModification.attach(inside));
        machine.network.delete(Thing.ENDPOINT, inside);
        assertThat(machine.namespace(other).resources()).isEmpty();
    }

    @Test
    void aNamespaceTellsWhichSystemsRunInIt() {
        UUID namespace = machine.createNamespace("Host");
        machine.host.networks().runs(namespace, "web-01", true);
        assertThat(machine.namespace(namespace).resources())
                .containsExactly(
                        new NamespaceDocument.Resource(
                                "Container", new NamespaceDocument.Data("web-01")));
        machine.host.networks().runs(namespace, "web-01", false);
        assertThat(machine.namespace(namespace).resources()).isEmpty();
        assertThat(machine.host.networks().namespace(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aNetworkTakesItsEndpointsAlongOrIsHeldByThem() {
        UUID lan = lan();
        UUID id = machine.createEndpoint(lan, null);
        machine.host.faults().next(Fault.NETWORK_DELETE_REFERENCED, 1);
        refuses("0x803B002C", () -> machine.network.delete(Thing.NETWORK, lan));
        assertThat(machine.endpoint(id).hostComputeNetwork()).isEqualTo(lan);
        assertThat(machine.network.delete(Thing.NETWORK, lan)).isTrue();
        assertThat(machine.ids(Thing.ENDPOINT, "")).isEmpty();
    }

    @Test
    void everyFailureComesWithARecordOfItsCode() {
        var handle = new Out.Handle();
        var record = new Out.Text();
        int code =
                machine.calls.code(
                        ComputeNetworkFunction.HCN_OPEN_NETWORK, UUID.randomUUID(), handle, record);
        assertThat(code).isEqualTo(0x803B0001);
        assertThat(handle.value()).isZero();
        JsonNode told = HcsJson.read(Objects.requireNonNull(record.value()), JsonNode.class);
        assertThat(told.path("Success").asBoolean(true)).isFalse();
        assertThat(told.path("ErrorCode").asLong()).isEqualTo(0x803B0001L);
        assertThat(told.path("Error").asString()).contains("network was not found");
    }

    @Test
    void aHandleOfWhatIsDeletedFindsNothingAndIsStillClosed() {
        UUID lan = lan();
        var handle = new Out.Handle();
        machine.calls.code(ComputeNetworkFunction.HCN_OPEN_NETWORK, lan, handle, new Out.Text());
        assertThat(machine.host.ledger().outstanding()).isEqualTo(Map.of("network", 1));
        machine.network.delete(Thing.NETWORK, lan);
        assertThat(
                        machine.calls.code(
                                ComputeNetworkFunction.HCN_QUERY_NETWORK_PROPERTIES,
                                handle.value(),
                                "",
                                new Out.Text(),
                                new Out.Text()))
                .isEqualTo(0x803B0001);
        machine.calls.code(ComputeNetworkFunction.HCN_CLOSE_NETWORK, handle.value());
    }

    @Test
    void aRestartDegradesEndpointsThatStillHoldTheirAddressesAndPorts() {
        UUID lan = lan();
        UUID passing =
                machine.create(
                        nat("passing", "10.1.0.0/24", "10.1.0.1", NetworkRules.NON_PERSISTENT));
        EndpointDocument before =
                machine.create(
                        lan,
                        endpoint("left", "172.28.0.9", NetworkPolicy.portMapping(6, 80, 8080)));
        UUID left = Objects.requireNonNull(before.id());
        machine.createEndpoint(passing, null);
        UUID namespace = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.attach(left));
        machine.host.reboot();
        machine.reconnect();
        assertThat(machine.ids(Thing.NETWORK, "")).containsExactly(lan);
        assertThat(machine.ids(Thing.ENDPOINT, "")).containsExactly(left);
        assertThat(machine.endpoint(left).hostComputeNamespace()).isNull();
        assertThat(machine.network.find(Thing.ENDPOINT, left, ""))
                .get()
                .asString()
                .contains("\"State\":5");
        refuses("0x803B002F", () -> machine.createEndpoint(lan, "172.28.0.9"));
        refuses(
                "0x803B0013",
                () ->
                        machine.create(
                                lan, endpoint("b", null, NetworkPolicy.portMapping(6, 80, 8080))));
        machine.network.delete(Thing.ENDPOINT, left);
        machine.createEndpoint(lan, "172.28.0.9");
    }

    @Test
    void aPowerCutLeavesWhatWasOnDiskAlsoForANewerWindows() {
        UUID lan = lan();
        UUID left = machine.createEndpoint(lan, "172.28.0.9");
        machine.powerCut("10.0.26100.2161");
        assertThat(machine.ids(Thing.NETWORK, "")).containsExactly(lan);
        assertThat(machine.endpoint(left).hostComputeNetwork()).isEqualTo(lan);
        assertThat(machine.hns("GET", "/globals/version", "").path("Output").path("Major").asInt())
                .isEqualTo(15);
    }

    @Test
    void aStaleAddressIsReservedWhoeverAsks() {
        UUID lan = lan();
        machine.host.faults().next(Fault.ENDPOINT_STALE, 1);
        refuses("0x803B002F", () -> machine.createEndpoint(lan, "172.28.0.9"));
        machine.createEndpoint(lan, "172.28.0.9");
        assertThat(machine.host.faults().met(Fault.ENDPOINT_STALE)).isEqualTo(1);
    }

    @Test
    void aKilledProcessLeavesItsNetworksAndNoHandles() {
        UUID lan = lan();
        machine.calls.code(
                ComputeNetworkFunction.HCN_OPEN_NETWORK, lan, new Out.Handle(), new Out.Text());
        machine.client.kill();
        assertThat(machine.host.ledger().outstanding()).isEmpty();
        machine.reconnect();
        assertThat(machine.ids(Thing.NETWORK, "")).containsExactly(lan);
    }

    @Test
    void manyAtOnceNeverGetTheSameAddressOrPort() throws InterruptedException {
        UUID lan = lan();
        List<EndpointDocument> made = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int round = 0; round < 10; round++) {
                                    made.add(
                                            machine.create(
                                                    lan,
                                                    endpoint(
                                                            "e",
                                                            null,
                                                            NetworkPolicy.portMapping(6, 80, 0))));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasSize(80);
        assertThat(made).extracting(EndpointDocument::ipConfigurations).doesNotHaveDuplicates();
        assertThat(made).extracting(EndpointDocument::macAddress).doesNotHaveDuplicates();
        assertThat(made).extracting(EndpointDocument::policies).doesNotHaveDuplicates();
    }

    @Test
    void whoListensHearsWhatHappensUntilItUnregisters() throws InterruptedException {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        long context = machine.calls.callbacks().listen(notice -> heard.add(notice.type()));
        var handle = new Out.Handle();
        machine.calls.code(
                ComputeNetworkFunction.HCN_REGISTER_SERVICE_CALLBACK,
                machine.calls.callbacks().forNotifications(),
                context,
                handle);
        UUID lan = lan();
        UUID id = machine.createEndpoint(lan, null);
        UUID namespace = machine.createNamespace("Host");
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.attach(id));
        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.detach(id));
        machine.network.delete(Thing.NAMESPACE, namespace);
        machine.network.delete(Thing.NETWORK, lan);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (heard.size() < 8 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(heard).containsExactly(1, 2, 5, 9, 0x10, 6, 3, 4);
        machine.calls.code(ComputeNetworkFunction.HCN_UNREGISTER_SERVICE_CALLBACK, handle.value());
        machine.calls.callbacks().forget(context);
        lan();
        assertThat(heard).hasSize(8);
    }
}
