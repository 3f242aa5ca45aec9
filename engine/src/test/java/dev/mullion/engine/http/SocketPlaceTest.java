package dev.mullion.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPlaceTest {

    @TempDir Path folder;

    private Path socket;

    @BeforeEach
    void choosePlace() {
        socket = folder.resolve("engine.sock");
    }

    private ApiServer started() throws IOException {
        ApiServer server = new ApiServer("1", "linux", ServerLimits.DEFAULT);
        try {
            server.routes().get("/_ping", call -> call.text(200, "OK"));
            server.listen(socket, null);
            server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private String ping() {
        try (RawClient client = RawClient.connect(socket)) {
            return client.send("GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .readAll();
        }
    }

    @Test
    void theSocketIsForItsOwnerAndGroupAndGoesWithTheServer() throws IOException {
        try (ApiServer server = started()) {
            assertThat(server.routes()).isNotNull();
            assertThat(Files.getPosixFilePermissions(socket))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(ping()).endsWith("OK");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void theSocketOfADeadEngineIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (ApiServer server = started()) {
            assertThat(server.routes()).isNotNull();
            assertThat(ping()).endsWith("OK");
        }
    }

    @Test
    void theSocketOfALivingServerIsLeftAlone() throws IOException {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::started)
                    .withMessageContaining("Another engine answers on " + socket);
            assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
    }

    @Test
    void twoServersNeverShareAPlace() throws IOException {
        try (ApiServer first = started()) {
            assertThat(first.routes()).isNotNull();
            assertThatExceptionOfType(IOException.class).isThrownBy(this::started);
            assertThat(ping()).endsWith("OK");
        }
    }

    @Test
    void aFileIsNeverTakenForASocket() throws IOException {
        Files.writeString(socket, "precious");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::started)
                .withMessageContaining("is no socket");
        assertThat(socket).hasContent("precious");
    }

    @Test
    void aPathThatIsTooLongIsNamed() {
        socket = folder.resolve("x".repeat(120));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::started)
                .withMessageContaining("more than 107 characters");
    }
}
