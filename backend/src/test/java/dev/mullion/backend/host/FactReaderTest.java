package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.EngineVersion;
import dev.mullion.docker.api.SystemInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "dev.mullion.isolations=process,hyperv"})
    void processIsolationNamesTheBuildsThatTheHostRuns(String label) {
        assertThat(process("10.0.17763.5000", label))
                .isEqualTo(
                        "Containers share the kernel of the host; the image has to be of Windows"
                                + " build 17763 (ltsc2019)");
        assertThat(process("10.0.26100.1742", label))
                .isEqualTo(
                        "Containers share the kernel of the host; the image has to be of a Windows"
                                + " build from 20348 (ltsc2022) to 26100 (ltsc2025)");
    }

    @Test
    void hostThatDoesNotTellItsBuildIsNotGivenOne() {
        assertThat(process("", ""))
                .isEqualTo("Containers share the kernel of the host, which the image has to fit");
    }

    private static String process(String version, String label) {
        SystemInfo info =
                DockerJson.mapper()
                        .readValue(
                                """
                                {"OSType": "windows", "OSVersion": "%s", "Labels": ["%s"]}
                                """
                                        .formatted(version, label),
                                SystemInfo.class);
        EngineVersion engine = DockerJson.mapper().readValue("{}", EngineVersion.class);
        return FactReader.facts(engine, info, "1.50").isolation().stream()
                .filter(offer -> offer.isolation() == Isolation.PROCESS)
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
