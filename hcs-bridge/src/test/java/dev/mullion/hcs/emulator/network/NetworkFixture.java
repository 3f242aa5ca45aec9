package dev.mullion.hcs.emulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.EndpointDocument.IpConfiguration;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.NamespaceDocument;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkDocument.Ipam;
import dev.mullion.hcs.document.NetworkDocument.Route;
import dev.mullion.hcs.document.NetworkDocument.Subnet;
import dev.mullion.hcs.document.NetworkPolicy;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.network.ComputeNetwork;
import dev.mullion.hcs.network.Network;
import dev.mullion.hcs.network.Network.Thing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A machine with networks, and the requests that are sent to it. */
final class NetworkFixture implements AutoCloseable {

    private final Path folder;
    EmulatedHost host;
    Client client;
    NativeCalls calls;
    Network network;

    NetworkFixture(Path folder) {
        this(folder, "10.0.20348.2700");
    }

    NetworkFixture(Path folder, String version) {
        this.folder = folder;
        host = EmulatedHost.open(EmulatedWindows.of(version), folder, EmulatorClock.real());
        client = host.connect();
        calls = new NativeCalls(client);
        network = new ComputeNetwork(calls);
    }

    static NetworkDocument nat(String name, String prefix, String gateway, int flags) {
        return new NetworkDocument(
                null,
                name,
                "NAT",
                flags,
                List.of(
                        new Ipam(
                                "Static",
                                List.of(
                                        new Subnet(
                                                prefix,
                                                List.of(new Route(gateway, "0.0.0.0/0")))))),
                null,
                null,
                List.of(),
                NetworkDocument.VERSION);
    }

    UUID createNat(String name, String prefix, String gateway) {
        return create(nat(name, prefix, gateway, 0));
    }

    UUID create(NetworkDocument document) {
        return network(network.createNetwork(Network.CHOOSE, HcsJson.write(document)));
    }

    static UUID network(String json) {
        return Objects.requireNonNull(HcsJson.read(json, NetworkDocument.class).id());
    }

    static EndpointDocument endpoint(
            String name, @Nullable String address, NetworkPolicy... ports) {
        return new EndpointDocument(
                null,
                name,
                null,
                null,
                address == null ? null : List.of(new IpConfiguration(address, 24)),
                null,
                null,
                null,
                List.of(ports),
                NetworkDocument.VERSION);
    }

    EndpointDocument create(UUID of, EndpointDocument document) {
        return HcsJson.read(
                network.createEndpoint(of, Network.CHOOSE, HcsJson.write(document)),
                EndpointDocument.class);
    }

    UUID createEndpoint(UUID of, @Nullable String address) {
        return Objects.requireNonNull(create(of, endpoint("e", address)).id());
    }

    UUID createNamespace(String type) {
        var document = new NamespaceDocument(null, null, type, null, NetworkDocument.VERSION);
        return Objects.requireNonNull(
                HcsJson.read(
                                network.createNamespace(Network.CHOOSE, HcsJson.write(document)),
                                NamespaceDocument.class)
                        .id());
    }

    void modify(Thing thing, UUID id, Object request) {
        network.modify(thing, id, HcsJson.write(request));
    }

    EndpointDocument endpoint(UUID id) {
        return HcsJson.read(
                network.find(Thing.ENDPOINT, id, "").orElseThrow(), EndpointDocument.class);
    }

    NamespaceDocument namespace(UUID id) {
        return HcsJson.read(
                network.find(Thing.NAMESPACE, id, "").orElseThrow(), NamespaceDocument.class);
    }

    List<UUID> ids(Thing thing, String query) {
        return Arrays.asList(HcsJson.read(network.enumerate(thing, query), UUID[].class));
    }

    JsonNode hns(String method, String path, String body) {
        var answer = new Out.Text();
        assertThat(calls.code(VmComputeFunction.HNS_CALL, method, path, body, answer)).isZero();
        return HcsJson.read(Objects.requireNonNull(answer.value()), JsonNode.class);
    }

    /** The same machine after its power was cut. */
    void powerCut(String version) {
        close();
        host = EmulatedHost.open(EmulatedWindows.of(version), folder, EmulatorClock.real());
        client = host.connect();
        calls = new NativeCalls(client);
        network = new ComputeNetwork(calls);
    }

    /** Another process, after a restart that ended the one before. */
    void reconnect() {
        client = host.connect();
        calls = new NativeCalls(client);
        network = new ComputeNetwork(calls);
    }

    @Override
    public void close() {
        client.close();
        assertThat(host.ledger().mistakes()).isEmpty();
        assertThat(host.ledger().outstanding()).isEmpty();
        host.close();
    }
}
