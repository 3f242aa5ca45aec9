package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.engine.EngineProblem;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonBodyTest {

    private static byte[] objects(int count) {
        return ("[" + "{},".repeat(count - 1) + "{}]").getBytes(US_ASCII);
    }

    @Test
    void aSmallRequestCannotTakeMuchMemory() {
        assertThat(JsonBody.read(objects(10_000), "application/json")).isPresent();
        assertThatThrownBy(() -> JsonBody.read(objects(200_000), "application/json"))
                .isInstanceOf(EngineProblem.class)
                .hasMessage(
                        "the request body has more than the 100000 names, values and brackets that"
                                + " are read");
    }

    private static CreateContainer read(String json) {
        JsonNode tree = JsonBody.read(json.getBytes(US_ASCII), "application/json").orElseThrow();
        return JsonBody.as(tree, CreateContainer.class);
    }

    @Test
    void membersAreTakenInAnyCaseAtEveryDepth() {
        CreateContainer request =
                read(
                        """
                        {"IMAGE":"box","hostconfig":{"memory":7,"ISOLATION":"hyperv","Privileged":true,
                        "devices":[{"pathonhost":"/dev/null"}]},"labels":{"Case":"stays"}}\
                        """);
        assertThat(request.config().image()).isEqualTo("box");
        assertThat(request.config().labels()).containsEntry("Case", "stays");
        assertThat(request.hostConfig().resources().memory()).isEqualTo(7);
        assertThat(request.hostConfig().isolation()).isEqualTo(Isolation.HYPERV);
        assertThat(request.hostConfig().privileged()).isTrue();
        assertThat(request.hostConfig().resources().devices().getFirst().pathOnHost())
                .isEqualTo("/dev/null");
    }

    @Test
    void membersThatDifferOnlyInCaseAreRefused() {
        assertThatThrownBy(() -> read("{\"Image\":\"one\",\"image\":\"other\"}"))
                .isInstanceOf(EngineProblem.class)
                .hasMessage("invalid JSON: the member \"image\" is there twice");
        assertThatThrownBy(
                        () -> read("{\"Image\":\"x\",\"HostConfig\":{\"Memory\":1,\"memory\":2}}"))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("there twice");
    }
}
