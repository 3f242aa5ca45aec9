package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.EngineUnreachableException;
import org.junit.jupiter.api.Test;

class LossTest {

    private static final HostAddress SOCKET = HostAddress.of("unix:///var/run/docker.sock");

    @Test
    void aSocketThatThePortalMayNotOpenIsRefusedAndSaysWhatToDo() {
        Loss loss =
                Loss.of(
                        new EngineUnreachableException(
                                "reach the engine", "Permission denied", null),
                        SOCKET);

        assertThat(loss.state()).isEqualTo(HostState.REFUSED);
        assertThat(loss.reason()).contains(SOCKET.toString(), "member of the socket's group");
    }

    @Test
    void aFaultOfThePortalIsNotTheHostsSilence() {
        Loss loss = Loss.of(new IllegalStateException("odd"), SOCKET);

        assertThat(loss.state()).isEqualTo(HostState.REFUSED);
        assertThat(loss.reason()).contains("odd", "log");
    }
}
