package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NetworkDocumentsTest {

    private static final UUID ID = UUID.fromString("0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11");
    private static final NetworkDocument.Route DEFAULT_ROUTE =
            new NetworkDocument.Route("172.28.0.1", "0.0.0.0/0");

    @Test
    void aNatNetwork() {
        Golden.holds(
                "nat-network.json",
                new NetworkDocument(
                        null,
                        "mullion-nat",
                        "NAT",
                        0,
                        List.of(
                                new NetworkDocument.Ipam(
                                        "Static",
                                        List.of(
                                                new NetworkDocument.Subnet(
                                                        "172.28.0.0/20", List.of(DEFAULT_ROUTE))))),
                        new NetworkDocument.Dns("", List.of(), List.of("172.28.0.1")),
                        new NetworkDocument.MacPool(
                                List.of(
                                        new NetworkDocument.MacRange(
                                                "00-15-5D-52-C0-00", "00-15-5D-52-CF-FF"))),
                        List.of(),
                        NetworkDocument.VERSION));
    }

    @Test
    void anEndpointWithAPublishedPortAFilterAndALimit() {
        Golden.holds(
                "endpoint.json",
                new EndpointDocument(
                        null,
                        "web_nat",
                        ID,
                        null,
                        List.of(new EndpointDocument.IpConfiguration("172.28.0.10", 20)),
                        "00-15-5D-52-C0-10",
                        new NetworkDocument.Dns(
                                "corp.example", List.of("a.example"), List.of("10.0.0.53")),
                        List.of(DEFAULT_ROUTE),
                        List.of(
                                NetworkPolicy.portMapping(NetworkPolicy.TCP, 80, 8080),
                                new NetworkPolicy(
                                        "ACL",
                                        new NetworkPolicy.Settings(
                                                null, null, null, "6", "Allow", "In", "80",
                                                "Switch", 100, null)),
                                NetworkPolicy.bandwidth(1048576)),
                        NetworkDocument.VERSION));
    }

    @Test
    void whatWentThroughAnEndpoint() {
        Golden.holds(
                "endpoint-statistics.json",
                new EndpointStatistics(
                        ID.toString(),
                        "d3f1a2b4-0000-4000-8000-000000000001",
                        123_456_789_012L,
                        4321,
                        98_765,
                        43,
                        2,
                        1));
    }

    @Test
    void aNatNetworkIsReadBackWithoutItsTypeAndWithMoreThanWasSent() {
        var network =
                HcsJson.read(
                        "{\"ID\":\"" + ID + "\",\"Name\":\"nat\",\"Health\":{\"Extra\":1}}",
                        NetworkDocument.class);
        assertThat(network.id()).isEqualTo(ID);
        assertThat(network.typeOrNat()).isEqualTo("NAT");
    }

    @Test
    void aNamespaceIsMadeAndReadWithWhatIsInIt() {
        assertThat(
                        HcsJson.write(
                                new NamespaceDocument(
                                        null, null, "Host", null, NetworkDocument.VERSION)))
                .isEqualTo("{\"Type\":\"Host\",\"SchemaVersion\":{\"Major\":2,\"Minor\":0}}");
        var namespace =
                HcsJson.read(
                        "{\"ID\":\""
                                + ID
                                + "\",\"NamespaceId\":5,\"Type\":\"Host\",\"Resources\":"
                                + "[{\"Type\":\"Container\",\"Data\":{\"ID\":\"web\"}}]}",
                        NamespaceDocument.class);
        assertThat(namespace.namespaceId()).isEqualTo(5);
        assertThat(namespace.resources())
                .containsExactly(
                        new NamespaceDocument.Resource(
                                "Container", new NamespaceDocument.Data("web")));
    }

    @Test
    void endpointsAreAttachedDetachedAndGivenPolicies() {
        assertThat(HcsJson.write(NetworkModification.attach(ID)))
                .isEqualTo(
                        "{\"ResourceType\":\"Endpoint\",\"RequestType\":\"Add\",\"Settings\":"
                                + "{\"EndpointId\":\""
                                + ID
                                + "\"}}");
        assertThat(HcsJson.write(NetworkModification.detach(ID))).contains("\"Remove\"");
        assertThat(HcsJson.write(NetworkModification.policies(List.of(NetworkPolicy.bandwidth(1)))))
                .isEqualTo(
                        "{\"ResourceType\":\"Policy\",\"RequestType\":\"Update\",\"Settings\":"
                                + "{\"Policies\":[{\"Type\":\"QOS\",\"Settings\":"
                                + "{\"MaximumOutgoingBandwidthInBytes\":1}}]}}");
    }

    @Test
    void filtersAreJsonInATextAndNamesCannotBreakOutOfIt() {
        assertThat(HcsJson.write(NetworkQuery.named("nat")))
                .isEqualTo(
                        "{\"SchemaVersion\":{\"Major\":2,\"Minor\":0},\"Flags\":0,"
                                + "\"Filter\":\"{\\\"Name\\\":\\\"nat\\\"}\"}");
        assertThat(NetworkQuery.named("a\"b").filter()).isEqualTo("{\"Name\":\"a\\\"b\"}");
        assertThat(NetworkQuery.endpointsOf(ID).filter())
                .isEqualTo("{\"VirtualNetwork\":\"" + ID + "\"}");
    }

    @Test
    void onlyPortsThatWindowsTakesArePublished() {
        assertThatThrownBy(() -> NetworkPolicy.portMapping(1, 80, 80))
                .hasMessageContaining("not 1");
        assertThatThrownBy(() -> NetworkPolicy.portMapping(NetworkPolicy.UDP, 0, 80))
                .hasMessageContaining("0 and 80");
        assertThatThrownBy(() -> NetworkPolicy.portMapping(NetworkPolicy.TCP, 80, 65536))
                .hasMessageContaining("80 and 65536");
    }
}
