package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mullion.backend.Problem;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.testing.TestCertificates;
import dev.mullion.docker.testing.TestDockerEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTlsTest {

    private static final HostAddress ADDRESS = HostAddress.of("https://127.0.0.1:2376");

    @TempDir private Path folder;

    @Test
    void anEngineThatWantsACertificateIsFoundWithOneAndOnlyWithOne() throws Exception {
        var certificates = new TestCertificates(folder);
        certificates.authority("ca");
        certificates.certificate("ca", "server", "subjectAltName=IP:127.0.0.1");
        certificates.certificate("ca", "cert", "extendedKeyUsage=clientAuth");
        Files.copy(folder.resolve("cert.key"), folder.resolve("key.pem"));
        try (TestDockerEngine engine = TestDockerEngine.start()) {
            engine.restartWith(
                    "--host=tcp://127.0.0.1:2376",
                    "--tlsverify",
                    "--tlscacert=" + folder.resolve("ca.pem"),
                    "--tlscert=" + folder.resolve("server.pem"),
                    "--tlskey=" + folder.resolve("server.key"));

            assertThat(
                            engine.onNetwork(() -> probe(folder).ask(ADDRESS, "add the host"))
                                    .engineId())
                    .isNotBlank();
        }

        Problem without = Problems.of(() -> probe(null).ask(ADDRESS, "add the host"));
        assertThat(without.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(without.remedy()).contains("mullion.hosts.tls.folder");
    }

    @Test
    void aFolderThatCannotBeReadStopsTheStartAndIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HostTls(folder).material())
                .withMessageContaining(folder.toString())
                .withMessageContaining("ca.pem");
    }

    private static HostProbe probe(@Nullable Path folder) {
        return new HostProbe(HostConnector.usual(new HostTls(folder).material()));
    }
}
