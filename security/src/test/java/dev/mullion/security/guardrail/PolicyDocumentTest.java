package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.security.Trust;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        Random random = new Random(8);
        for (int i = 0; i < 1_000; i++) {
            Policy policy = Values.policy(random);

            assertThat(PolicyDocument.read(PolicyDocument.write(policy))).isEqualTo(policy);
        }
    }

    @ParameterizedTest
    @EnumSource(Trust.class)
    void readyMadePoliciesAreDocumentsToo(Trust trust) {
        for (PolicyLevel level :
                new PolicyLevel[] {ReadyMade.floor(trust), ReadyMade.usual(trust)}) {
            assertThat(PolicyDocument.read(PolicyDocument.write(level.policy())))
                    .isEqualTo(level.policy());
        }
    }

    @Test
    void everyMergedValueCanBeShown() {
        assertThat(Requests.policy(Trust.HOSTILE).rules())
                .allSatisfy(rule -> assertThat(PolicyDocument.write(rule)).isNotEmpty());
        assertThat(PolicyDocument.write(Requests.policy(Trust.HOSTILE).rule(Rules.ISOLATION)))
                .isEqualTo("\"hyperv\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"rules\": []}",
                "{\"rules\": {}} x",
                "{\"rules\": {}, \"rules\": {}}",
                "{\"rules\": {}, \"mode\": \"observe\"}",
                "{\"Rules\": {}}",
                "{\"rules\": {\"isolation\": \"hyperv\", \"isolation\": \"any\"}}",
                "{\"rules\": {\"Isolation\": \"hyperv\"}}",
                "{\"rules\": {\"isolation\": \"Hyperv\"}}",
                "{\"rules\": {\"isolation\": null}}",
                "{\"rules\": {\"isolation\": [\"hyperv\"]}}",
                "{\"rules\": {\"isolation\": 2}}",
                "{\"rules\": {\"labels\": \"any\"}}",
                "{\"rules\": {\"engine\": \"always\"}}",
                "{\"rules\": {\"hostSharing\": \"alone\"}}",
                "{\"rules\": {\"hosts\": [\"red\"]}}",
                "{\"rules\": {\"hosts\": [\"/hosts/1\"]}}",
                "{\"rules\": {\"hosts\": [[], \"/hosts/1\"]}}",
                "{\"rules\": {\"hostPaths\": [\"C:\\\\data\"]}}",
                "{\"rules\": {\"hostPaths\": [{\"path\": \"C:\\\\data\"}]}}",
                "{\"rules\": {\"hostPaths\": [{\"path\": \"C:data\", \"write\": false}]}}",
                "{\"rules\": {\"hostPaths\": [{\"path\": \"/a/../b\", \"write\": false}]}}",
                "{\"rules\": {\"hostPaths\": [{\"path\": \"/a\", \"write\": \"no\"}]}}",
                "{\"rules\": {\"hostPaths\": [{\"path\": \"/a\", \"write\": false, \"x\": 1}]}}",
                "{\"rules\": {\"namedPipes\": [\"mine\"]}}",
                "{\"rules\": {\"networks\": \"nat\"}}",
                "{\"rules\": {\"networks\": [1]}}",
                "{\"rules\": {\"hostPorts\": [8080]}}",
                "{\"rules\": {\"hostPorts\": [\"8080\"]}}",
                "{\"rules\": {\"hostPorts\": [\"0/tcp\"]}}",
                "{\"rules\": {\"hostPorts\": [\"9-8/tcp\"]}}",
                "{\"rules\": {\"hostPorts\": [\"1-65536/tcp\"]}}",
                "{\"rules\": {\"images\": [\"nginx\"]}}",
                "{\"rules\": {\"images\": [\"docker.io/library/nginx:latest@sha256:0\"]}}",
                "{\"rules\": {\"images\": [\"docker.io/library/nginx:latest\"]}}",
                "{\"rules\": {\"images\": [\"docker.io/library/\"]}}",
                "{\"rules\": {\"images\": [\"\"]}}",
                "{\"rules\": {\"images\": [\"docker.io/*\"]}}",
                "{\"rules\": {\"images\": [\"*\"]}}",
                "{\"rules\": {\"memoryBytes\": -1}}",
                "{\"rules\": {\"memoryBytes\": \"1g\"}}",
                "{\"rules\": {\"memoryBytes\": 1.5}}",
                "{\"rules\": {\"memoryBytes\": 1e30}}",
                "{\"rules\": {\"memoryBytes\": 1e999999999}}",
                "{\"rules\": {\"memoryBytes\": NaN}}",
                "{\"rules\": {\"memoryBytes\": 99999999999999999999999999999999999999}}",
                "{\"rules\": {\"processors\": 0.0000000001}}",
                "{\"rules\": {\"limits\": [[[[[[[[[[[[[]]]]]]]]]]]]]}}"
            })
    void whatIsNotUnderstoodCompletelyIsNoPolicy(String json) {
        assertThatExceptionOfType(PolicyFormatException.class)
                .isThrownBy(() -> PolicyDocument.read(json))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void refusalSaysWhereAndWhatWouldBeRight() {
        assertThatExceptionOfType(PolicyFormatException.class)
                .isThrownBy(() -> PolicyDocument.read("{\"rules\": {\"isolation\": \"strong\"}}"))
                .withMessage(
                        "rules.isolation must be one of \"any\", \"hyperv-where-offered\","
                                + " \"hyperv\"")
                .satisfies(e -> assertThat(e.at()).isEqualTo("rules.isolation"));
    }

    @Test
    void processorsAreWrittenAsPeopleCountThem() {
        Policy policy = PolicyDocument.read("{\"rules\": {\"processors\": 2.5}}");

        assertThat(policy.value(Rules.PROCESSORS)).isEqualTo(new Most(2_500_000_000L));
        assertThat(PolicyDocument.write(policy)).contains("2.5");
    }
}
