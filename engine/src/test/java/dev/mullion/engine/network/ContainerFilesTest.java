package dev.mullion.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NamespaceSpec;
import dev.mullion.engine.runtime.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerFilesTest {

    private static final ContainerId ID = ContainerId.of("0123456789abcdef".repeat(4));
    private static final NetworkSpec BRIDGE =
            new NetworkSpec("b", "bridge", "mulx", "172.17.0.0/16", "172.17.0.1", 1500);
    private static final Connection BRIDGED =
            new Connection(
                    ID,
                    "bridge",
                    "b",
                    "e",
                    NamespaceSpec.OWN,
                    null,
                    new EndpointSpec(
                            BRIDGE,
                            "172.17.0.2",
                            16,
                            "02:42:ac:11:00:02",
                            List.of(),
                            List.of(),
                            List.of()));
    private static final Connection ALONE =
            new Connection(ID, "none", "n", "e", NamespaceSpec.OWN, null, null);

    @TempDir Path machine;
    @TempDir Path folder;

    @BeforeEach
    void describeTheMachine() throws IOException {
        Files.createDirectories(machine.resolve("etc"));
        resolvConf(
                "nameserver 192.0.2.53\nnameserver 2001:db8::53\nsearch example.org\noptions ndots:2");
    }

    @Test
    void hostsNamesTheContainerItsExtraHostsAndTheHost() throws IOException {
        write(
                BRIDGED,
                ContainerConfig.builder("i").hostname("web").domainname("example.org").build(),
                HostConfig.builder()
                        .extraHosts(List.of("db:10.0.0.7", "host:host-gateway", "six:::1"))
                        .build());

        assertThat(folder.resolve("hosts"))
                .content()
                .startsWith("127.0.0.1\tlocalhost\n")
                .contains("10.0.0.7\tdb\n", "172.17.0.1\thost\n", "::1\tsix\n")
                .endsWith("172.17.0.2\tweb.example.org web\n");
        assertThat(folder.resolve("hostname")).hasContent("web");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("hosts"))))
                .as("whoever runs inside reads it")
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aContainerWithoutANameIsCalledByItsShortId() throws IOException {
        write(BRIDGED, ContainerConfig.builder("i").build(), HostConfig.builder().build());
        assertThat(folder.resolve("hostname")).hasContent("0123456789ab");
    }

    @Test
    void theResolverAsksWhoTheHostAsksAsFarAsABridgeReachesThem() throws IOException {
        write(BRIDGED, ContainerConfig.builder("i").build(), HostConfig.builder().build());
        assertThat(folder.resolve("resolv.conf"))
                .hasContent("nameserver 192.0.2.53\nsearch example.org\noptions ndots:2");
    }

    @Test
    void behindAResolverOnTheLoopbackItsOwnServersAreAsked() throws IOException {
        resolvConf("nameserver 127.0.0.53\n");
        Files.createDirectories(machine.resolve("run/systemd/resolve"));
        Files.writeString(
                machine.resolve("run/systemd/resolve/resolv.conf"), "nameserver 192.0.2.9\n");
        write(BRIDGED, ContainerConfig.builder("i").build(), HostConfig.builder().build());
        assertThat(folder.resolve("resolv.conf")).hasContent("nameserver 192.0.2.9");

        write(ALONE, ContainerConfig.builder("i").build(), HostConfig.builder().build());
        assertThat(folder.resolve("resolv.conf")).hasContent("nameserver 127.0.0.53");
    }

    @Test
    void whatIsAskedForReplacesTheHostsResolver() throws IOException {
        write(
                BRIDGED,
                ContainerConfig.builder("i").build(),
                HostConfig.builder()
                        .dns(List.of("9.9.9.9"))
                        .dnsSearch(List.of("."))
                        .dnsOptions(List.of("timeout:1"))
                        .build());
        assertThat(folder.resolve("resolv.conf"))
                .hasContent("nameserver 9.9.9.9\noptions timeout:1");
    }

    private void resolvConf(String text) throws IOException {
        Files.writeString(machine.resolve("etc/resolv.conf"), text);
    }

    private void write(Connection connection, ContainerConfig config, HostConfig host)
            throws IOException {
        new ContainerFiles(machine, "172.17.0.1")
                .write(connection, NetworkRequest.of(ID, "web", config, host, null), folder);
    }
}
