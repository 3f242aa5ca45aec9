package dev.mullion.docker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides speak the newest version that both know, or the message names both ranges. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VersionNegotiationTest {

    private static ScriptedHost engine(String oldest, String newest) {
        return ScriptedHost.onTcp(
                newest,
                c ->
                        c.json(
                                "{\"ApiVersion\":\""
                                        + newest
                                        + "\",\"MinAPIVersion\":\""
                                        + oldest
                                        + "\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.12, 1.40, 1.40",
        "1.12, 1.41, 1.41",
        "1.24, 1.56, 1.56",
        "1.44, 1.90, 1.56",
        "1.56, 2.0, 1.56",
    })
    void newestCommonVersionIsSpoken(String oldest, String newest, String spoken) throws Exception {
        try (ScriptedHost host = engine(oldest, newest);
                DockerClient client =
                        DockerClient.open(host.address(), ClientSettings.defaults())) {
            assertThat(client.apiVersion()).isEqualTo(spoken);
            client.version();
            assertThat(host.requests().getLast())
                    .startsWith("GET /v" + spoken + "/version HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.12, 1.24", "1.57, 1.60", "1.9, 1.39"})
    void rangesThatDoNotMeetAreBothNamed(String oldest, String newest) throws Exception {
        try (ScriptedHost host = engine(oldest, newest);
                DockerClient client =
                        DockerClient.open(host.address(), ClientSettings.defaults())) {
            assertThatExceptionOfType(EngineRefusedException.class)
                    .isThrownBy(client::info)
                    .withMessageContaining("versions " + oldest + " to " + newest)
                    .withMessageContaining("Mullion 1.40 to 1.56");
        }
    }

    @Test
    void versionThatIsNoneIsMalformed() throws Exception {
        try (ScriptedHost host = engine("1.12", "latest");
                DockerClient client =
                        DockerClient.open(host.address(), ClientSettings.defaults())) {
            assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(client::info);
        }
    }
}
