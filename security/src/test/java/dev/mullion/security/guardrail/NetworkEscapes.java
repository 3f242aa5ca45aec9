package dev.mullion.security.guardrail;

import static dev.mullion.security.guardrail.EscapeTable.NONE;
import static dev.mullion.security.guardrail.EscapeTable.endpoint;
import static dev.mullion.security.guardrail.EscapeTable.label;
import static dev.mullion.security.guardrail.EscapeTable.ports;

import dev.mullion.docker.Digest;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.PortBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Networks, images, limits and the rest. */
final class NetworkEscapes {

    private NetworkEscapes() {}

    static void add(EscapeTable table) {
        networks(table);
        images(table);
        rest(table);
    }

    private static void networks(EscapeTable table) {
        table.both("NetworkMode host", Requests.host(host -> host.networkMode("host")), "networks");
        table.both("NetworkMode none", Requests.host(host -> host.networkMode("none")), NONE);
        table.both(
                "NetworkMode unknown", Requests.host(host -> host.networkMode("HOST")), "networks");
        table.both(
                "NetworkMode of another's container",
                Requests.host(host -> host.networkMode("container:theirs")),
                "foreign");
        table.both(
                "NetworkMode of one's own container",
                Requests.host(host -> host.networkMode("container:mine")),
                NONE,
                NONE,
                "networks");
        table.both(
                "NetworkMode of another's network",
                Requests.host(host -> host.networkMode("their-network")),
                "foreign");
        table.both(
                "NetworkMode of one's own network",
                Requests.host(host -> host.networkMode("my-network")),
                NONE);
        table.both(
                "NetworkMode of the wire",
                Requests.host(host -> host.networkMode("wire")),
                NONE,
                "networks",
                "networks");
        table.both(
                "EndpointsConfig of another's network",
                Requests.endpoint("their-network", EndpointSettings.builder().build()),
                "foreign");
        table.both(
                "EndpointsConfig of the host",
                Requests.endpoint("host", EndpointSettings.builder().build()),
                "networks");
        table.both(
                "an address",
                endpoint(
                        EndpointSettings.builder()
                                .ipamConfig(
                                        new EndpointSettings.IpamConfig(
                                                "172.20.0.2", null, List.of()))
                                .build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        table.both(
                "MacAddress of the endpoint",
                endpoint(EndpointSettings.builder().macAddress("02:42:ac:11:00:02").build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        table.both(
                "MacAddress",
                Requests.config(config -> config.macAddress("02:42:ac:11:00:02")),
                NONE,
                "networkAddresses",
                "networkAddresses");
        table.both(
                "DriverOpts",
                endpoint(
                        EndpointSettings.builder()
                                .driverOpts(Map.of("com.docker.network.windowsshim.hnsid", "x"))
                                .build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        table.both(
                "an alias in one's own network",
                endpoint(EndpointSettings.builder().aliases(List.of("db")).build()),
                NONE);
        table.windows(
                "an alias where everybody meets",
                Requests.endpoint("nat", EndpointSettings.builder().aliases(List.of("db")).build()),
                NONE,
                "networkAddresses",
                "networkAddresses");
        table.both(
                "links of the endpoint",
                endpoint(EndpointSettings.builder().links(List.of("theirs:db")).build()),
                "foreign");
        table.both(
                "what only the engine fills in",
                endpoint(EndpointSettings.builder().networkId("abc").build()),
                "networks");
        table.both("HostPort 8080", ports("80/tcp", "8080"), NONE, NONE, "hostPorts");
        table.both("HostPort 80", ports("80/tcp", "80"), "hostPorts");
        table.both("HostPort 1000-2000", ports("80/tcp", "1000-2000"), "hostPorts");
        table.both("HostPort chosen", ports("80/tcp", "0"), NONE, NONE, "hostPorts");
        table.both("HostPort absent", ports("80/tcp", null), NONE, NONE, "hostPorts");
        table.both("HostPort nonsense", ports("80/tcp", "80x"), "hostPorts");
        table.both("HostPort too high", ports("80/tcp", "65536"), "hostPorts");
        table.both("a port of no protocol", ports("80/icmp", "8080"), "hostPorts");
        table.both(
                "a port with an empty list",
                Requests.host(host -> host.portBindings(Map.of("80/tcp", List.of()))),
                NONE,
                NONE,
                "hostPorts");
        table.both(
                "HostIp nonsense",
                Requests.host(host ->
                        host.portBindings(Map.of("80", List.of(new PortBinding("a b", "8080"))))),
                "hostPorts");
        table.both(
                "PublishAllPorts of the image",
                Requests.host(host -> host.publishAllPorts(true))
                                .andThen(
                                        Requests.imageConfig(config ->
                                                config.exposedPorts(Map.of("80/tcp", Map.of()))))
                        ::apply,
                NONE,
                NONE,
                "hostPorts");
        table.both(
                "ExtraHosts and Dns",
                Requests.host(
                        host -> host.extraHosts(List.of("db:10.0.0.1")).dns(List.of("10.0.0.1"))),
                NONE);
    }

    private static void images(EscapeTable table) {
        table.both(
                "Image by a tag",
                Requests.config(config -> config.image(Requests.REPOSITORY + ":ltsc2022")),
                NONE,
                NONE,
                "imagePinning");
        table.both(
                "Image by another digest",
                Requests.config(
                        config -> config.image(Requests.REPOSITORY + "@sha256:" + "0".repeat(64))),
                "image");
        table.both(
                "Image by another id",
                Requests.config(config -> config.image("sha256:" + "0".repeat(64))),
                "image");
        table.both(
                "Image nonsense", Requests.config(config -> config.image("Not an Image")), "image");
        table.both(
                "Image of another tenant",
                Requests.image(image ->
                        new ResolvedImage(image.details(), false, Set.of(Requests.OTHER_TENANT))),
                "foreign");
        table.both(
                "Image that the tenant pulled",
                Requests.image(image ->
                        new ResolvedImage(image.details(), false, Set.of(Requests.TENANT))),
                NONE);
        table.both(
                "Image for another system",
                Requests.image(image ->
                        new ResolvedImage(
                                image.details().toBuilder().os("plan9").build(), true, Set.of())),
                "image");
        table.both(
                "Image with a reserved label",
                Requests.imageConfig(config -> config.labels(Map.of("mullion.stage", "x"))),
                "labels");
        table.both(
                "Image by its id",
                Requests.config(
                        config -> config.image(new Digest("sha256", Requests.HEX).toString())),
                NONE);
    }

    private static void rest(EscapeTable table) {
        for (String label :
                List.of("mullion.tenant", "MULLION.tenant", "dev.mullion.x", " mullion.x")) {
            table.both("Labels " + label, label(label), "labels");
        }
        table.both("Labels of compose", label("com.docker.compose.project"), NONE);
        table.both("Labels of others", label("io.portainer.accesscontrol.public"), NONE);
        table.both(
                "LogConfig",
                Requests.host(host ->
                        host.logConfig(
                                new HostConfig.LogConfig(
                                        "syslog", Map.of("syslog-address", "tcp://10.0.0.1:514")))),
                NONE,
                "logDrivers",
                "logDrivers");
        table.both(
                "no Memory",
                Requests.resources(limits -> limits.memory(0)),
                NONE,
                "limits",
                "limits");
        table.both(
                "MemorySwap without end",
                Requests.resources(limits -> limits.memorySwap(-1)),
                NONE,
                "limits",
                "limits");
        table.both(
                "no NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0)),
                NONE,
                "limits",
                "limits");
        table.linux(
                "CpuQuota instead of NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0).cpuQuota(50_000)),
                NONE);
        table.windows(
                "CpuCount instead of NanoCpus",
                Requests.resources(limits -> limits.nanoCpus(0).cpuCount(2)),
                NONE);
        table.linux(
                "PidsLimit without end",
                Requests.resources(limits -> limits.pidsLimit(-1L)),
                NONE,
                NONE,
                "limits");
        table.windows(
                "no size", Requests.host(host -> host.storageOpt(Map.of())), NONE, NONE, "limits");
    }
}
