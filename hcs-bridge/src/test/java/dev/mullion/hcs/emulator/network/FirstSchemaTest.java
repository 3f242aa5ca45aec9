package dev.mullion.hcs.emulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkModification;
import dev.mullion.hcs.document.NetworkPolicy;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.network.Network.Thing;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The same objects through HNSCall and through computenetwork.dll. */
class FirstSchemaTest {

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

    private JsonNode output(String method, String path, String body) {
        JsonNode answer = machine.hns(method, path, body);
        assertThat(answer.path("Success").asBoolean(false)).as(answer.toString()).isTrue();
        return answer.path("Output");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.17763.6532,9,3",
        "10.0.20348.2700,13,0",
        "10.0.26100.2161,15,4",
    })
    void theVersionOfTheServiceIsThatOfItsBuild(String windows, int major, int minor) {
        machine.close();
        machine = new NetworkFixture(folder, windows);
        JsonNode version = output("GET", "/globals/version", "");
        assertThat(version.path("Major").asInt()).isEqualTo(major);
        assertThat(version.path("Minor").asInt()).isEqualTo(minor);
    }

    @Test
    void aNetworkOfTheSecondSchemaIsSeenInTheFirst() {
        UUID lan = machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
        JsonNode seen = output("GET", "/networks/" + lan, "");
        assertThat(seen.path("Name").asString()).isEqualTo("lan");
        assertThat(seen.path("Type").asString()).isEqualTo("nat");
        assertThat(seen.path("Subnets").path(0).path("AddressPrefix").asString())
                .isEqualTo("172.28.0.0/24");
        assertThat(seen.path("Subnets").path(0).path("GatewayAddress").asString())
                .isEqualTo("172.28.0.1");
        assertThat(output("GET", "/networks/", "")).hasSize(1);
    }

    @Test
    void aNetworkOfTheFirstSchemaIsOneOfTheSecond() {
        JsonNode made =
                output(
                        "POST",
                        "/networks/",
                        "{\"Name\":\"nat\",\"Type\":\"nat\",\"Subnets\":[{\"AddressPrefix\":"
                                + "\"172.20.0.0/16\",\"GatewayAddress\":\"172.20.0.1\"}],"
                                + "\"DNSServerList\":\"10.0.0.53, 10.0.0.54\",\"DNSSuffix\":\"a.example\"}");
        UUID id = UUID.fromString(made.path("ID").asString());
        NetworkDocument network =
                HcsJson.read(
                        machine.network.find(Thing.NETWORK, id, "").orElseThrow(),
                        NetworkDocument.class);
        assertThat(network.typeOrNat()).isEqualTo("NAT");
        assertThat(Objects.requireNonNull(network.dns()).serverList())
                .containsExactly("10.0.0.53", "10.0.0.54");
        assertThat(network.dns().domain()).isEqualTo("a.example");
        assertThat(machine.createEndpoint(id, "172.20.3.4")).isNotNull();
        output("DELETE", "/networks/" + id, "");
        assertThat(machine.ids(Thing.NETWORK, "")).isEmpty();
    }

    @Test
    void anEndpointIsTheSameInBoth() {
        UUID lan = machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
        EndpointDocument second =
                machine.create(
                        lan,
                        NetworkFixture.endpoint(
                                "web",
                                "172.28.0.10",
                                NetworkPolicy.portMapping(17, 53, 5353),
                                NetworkPolicy.bandwidth(1 << 20)));
        JsonNode first = output("GET", "/endpoints/" + second.id(), "");
        assertThat(first.path("VirtualNetwork").asString()).isEqualTo(lan.toString());
        assertThat(first.path("VirtualNetworkName").asString()).isEqualTo("lan");
        assertThat(first.path("IPAddress").asString()).isEqualTo("172.28.0.10");
        assertThat(first.path("PrefixLength").asInt()).isEqualTo(24);
        assertThat(first.path("GatewayAddress").asString()).isEqualTo("172.28.0.1");
        assertThat(first.path("State").asInt()).isEqualTo(1);
        assertThat(first.path("Policies").path(0).toString())
                .isEqualTo(
                        "{\"Type\":\"NAT\",\"Protocol\":\"udp\",\"InternalPort\":53,"
                                + "\"ExternalPort\":5353}");
        assertThat(first.path("Policies").path(1).path("Type").asString()).isEqualTo("QOS");
        JsonNode made =
                output(
                        "POST",
                        "/endpoints/",
                        "{\"Name\":\"db\",\"VirtualNetwork\":\""
                                + lan
                                + "\",\"IPAddress\":\"172.28.0.11\",\"Policies\":[{\"Type\":\"NAT\","
                                + "\"Protocol\":\"tcp\",\"InternalPort\":80,\"ExternalPort\":8080,"
                                + "\"ExternalPortReserved\":true}]}");
        EndpointDocument back = machine.endpoint(UUID.fromString(made.path("ID").asString()));
        assertThat(back.name()).isEqualTo("db");
        assertThat(back.policies()).containsExactly(NetworkPolicy.portMapping(6, 80, 8080));
    }

    @Test
    void anEndpointIsPluggedIntoAVirtualMachineOnceAndTakenOutAgain() {
        UUID lan = machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
        UUID id = machine.createEndpoint(lan, null);
        machine.host.networks().plug(id, "vm-1");
        assertThat(output("GET", "/endpoints/" + id, "").path("State").asInt()).isEqualTo(2);
        assertThatThrownBy(() -> machine.host.networks().plug(id, "vm-2"))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code()).isEqualTo(0x803B0014));
        UUID namespace = machine.createNamespace("Host");
        assertThatThrownBy(() ->
                        machine.modify(Thing.NAMESPACE, namespace, NetworkModification.attach(id)))
                .hasMessageContaining("0x803B0014");
        machine.host.networks().unplug(id);
        assertThat(output("GET", "/endpoints/" + id, "").path("State").asInt()).isEqualTo(4);
        String body = "{\"SystemType\":\"Container\",\"ContainerID\":\"vm-2\"}";
        output("POST", "/endpoints/" + id + "/attach", body);
        assertThat(output("GET", "/endpoints/" + id, "").path("SharedContainers").toString())
                .isEqualTo("[\"vm-2\"]");
        output("POST", "/endpoints/" + id + "/detach", body);
        machine.host.networks().unplug(UUID.randomUUID());
    }

    @Test
    void whatIsMissingIsToldInTheWordsThatDockerKnows() {
        UUID none = UUID.randomUUID();
        for (String path : new String[] {"/networks/", "/endpoints/"}) {
            JsonNode answer = machine.hns("GET", path + none, "");
            assertThat(answer.path("Success").asBoolean(true)).isFalse();
            assertThat(answer.path("Error").asString())
                    .contains("does not represent a valid object");
        }
        assertThat(machine.hns("DELETE", "/namespaces/" + none, "").path("Error").asString())
                .contains("Element not found.");
        assertThat(machine.hns("PATCH", "/networks/" + none, "").path("Success").asBoolean(true))
                .isFalse();
        assertThat(machine.hns("GET", "/wishes/", "").path("ErrorCode").asLong())
                .isEqualTo(0x803B0015L);
    }

    @Test
    void aNamespaceOfTheFirstSchemaHoldsWhatTheSecondPutIn() {
        UUID id = UUID.fromString(output("POST", "/namespaces/", "{}").path("ID").asString());
        UUID lan = machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
        UUID inside = machine.createEndpoint(lan, null);
        machine.modify(Thing.NAMESPACE, id, NetworkModification.attach(inside));
        JsonNode seen = output("GET", "/namespaces/" + id, "");
        assertThat(seen.path("ResourceList").path(0).path("Data").path("ID").asString())
                .isEqualTo(inside.toString());
        assertThat(
                        output("GET", "/endpoints/" + inside, "")
                                .path("Namespace")
                                .path("ID")
                                .asString())
                .isEqualTo(id.toString());
    }

    @Test
    void whatProgramsSendIsCounted() {
        UUID lan = machine.createNat("lan", "172.28.0.0/24", "172.28.0.1");
        UUID id = machine.createEndpoint(lan, null);
        machine.host.networks().moved(id, 3000, 100);
        machine.host.networks().moved(id, 1, 0);
        JsonNode stats = output("GET", "/endpointstats/" + id, "");
        assertThat(stats.path("BytesReceived").asLong()).isEqualTo(3001);
        assertThat(stats.path("BytesSent").asLong()).isEqualTo(100);
        assertThat(stats.path("PacketsReceived").asLong()).isEqualTo(3);
        assertThat(machine.host.networks().addresses(id)).containsExactly("172.28.0.2");
    }
}
