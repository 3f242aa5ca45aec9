package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.testing.TestCertificates;
import dev.mullion.docker.testing.TestDockerEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Docker Engine that wants to see certificates, made by openssl. */
class MutualTlsTest {

    private static final HostAddress BY_NUMBER = HostAddress.of("https://127.0.0.1:2376");

    @TempDir private Path folder;
    private TestCertificates certificates;

    @BeforeEach
    void openFolder() {
        certificates = new TestCertificates(folder);
    }

    @Test
    @Timeout(180)
    void onlyTheRightCertificatesOpenTheDoorAndAnExecIsHalfClosedBehindIt() throws Exception {
        certificates.authority("ca");
        certificates.certificate("ca", "server", "subjectAltName=IP:127.0.0.1");
        certificates.certificate("ca", "client", "extendedKeyUsage=clientAuth");
        certificates.authority("strange-ca");
        certificates.certificate("strange-ca", "stranger", "extendedKeyUsage=clientAuth");
        try (TestDockerEngine engine = TestDockerEngine.start()) {
            engine.importBusybox("busybox:1");
            engine.restartWith(
                    "--host=tcp://127.0.0.1:2376",
                    "--tlsverify",
                    "--tlscacert=" + folder.resolve("ca.pem"),
                    "--tlscert=" + folder.resolve("server.pem"),
                    "--tlskey=" + folder.resolve("server.key"));
            engine.docker("run", "-d", "--name", "box", "busybox:1", "sleep", "600");

            assertThat(engine.onNetwork(() -> echo(material("ca", "client"), BY_NUMBER)))
                    .isEqualTo("over TLS\ndone\n");
            assertThat(engine.onNetwork(() -> refusal(material("ca", "stranger"), BY_NUMBER)))
                    .contains("certificate")
                    .doesNotContain("no refusal");
            assertThat(engine.onNetwork(() -> refusal(material("strange-ca", "client"), BY_NUMBER)))
                    .contains("path");
            assertThat(
                            engine.onNetwork(() ->
                                    refusal(
                                            material("ca", "client"),
                                            HostAddress.of("https://localhost:2376"))))
                    .contains("localhost");
        }
    }

    @Test
    void withoutCertificatesNothingIsSent() {
        try (DockerClient client = DockerClient.open(BY_NUMBER, ClientSettings.defaults())) {
            assertThatExceptionOfType(EngineUnreachableException.class).isThrownBy(client::ping);
        }
    }

    @Test
    void keyThatCannotBeReadIsNamed() throws Exception {
        certificates.authority("ca");
        Path wrong =
                Files.writeString(folder.resolve("wrong.key"), "-----BEGIN RSA PRIVATE KEY-----");
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() ->
                        TlsMaterial.read(folder.resolve("ca.pem"), folder.resolve("ca.pem"), wrong))
                .withMessageContaining("wrong.key")
                .withMessageContaining("PKCS #8");
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> TlsMaterial.read(wrong, folder.resolve("ca.pem"), wrong))
                .withMessageContaining("No certificates could be read from");
    }

    private static String echo(TlsMaterial material, HostAddress address) {
        try (DockerClient client =
                DockerClient.open(address, ClientSettings.defaults().withTls(material))) {
            String exec =
                    client.execs().create("box", CreateExec.of("sh", "-c", "cat; echo done")).id();
            try (HijackedConnection connection = client.execs().start(exec, false)) {
                connection.write("over TLS\n".getBytes(UTF_8));
                connection.closeStdin();
                ByteArrayOutputStream output = new ByteArrayOutputStream();
                connection.output().forEachRemaining(frame -> output.writeBytes(frame.bytes()));
                return output.toString(UTF_8);
            }
        }
    }

    private static String refusal(TlsMaterial material, HostAddress address) {
        try (DockerClient client =
                DockerClient.open(address, ClientSettings.defaults().withTls(material))) {
            return "no refusal: " + client.ping();
        } catch (EngineUnreachableException e) {
            return e.because();
        }
    }

    private TlsMaterial material(String authority, String own)
            throws IOException, GeneralSecurityException {
        return TlsMaterial.read(
                folder.resolve(authority + ".pem"),
                folder.resolve(own + ".pem"),
                folder.resolve(own + ".key"));
    }
}
