package dev.mullion.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {

    @TempDir Path folder;

    private static EngineSettings of(String... arguments) throws SettingsException {
        return EngineSettings.of(List.of(arguments));
    }

    @Test
    void allowsNothingThatTakesTheBoundaryAwayUnlessTold() throws Exception {
        assertThat(of("--data", "/d").allow()).isEmpty();
        assertThat(of("--data", "/d", "--allow", "privileged,host-pid").allow())
                .containsExactlyInAnyOrder(Allowance.PRIVILEGED, Allowance.HOST_PID);
    }

    @Test
    void aContainerOfWindowsHasTenMinutesToEndUnlessTold() throws Exception {
        assertThat(of("--data", "/d").stopLimit()).isEqualTo(Duration.ofMinutes(10));
        assertThat(of("--data", "/d", "--stop-limit", "1800").stopLimit())
                .isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void twoDataFoldersNeverShareAnInstance() throws Exception {
        assertThat(of("--data", "/a").instance()).isNotEqualTo(of("--data", "/b").instance());
        assertThat(of("--data", "/a").run()).isEqualTo(of("--data", "/a/../a").run());
    }

    @Test
    void theFileSaysTheSameAsFlagsAndFlagsWin() throws Exception {
        Path file = folder.resolve("engine.json");
        Files.writeString(
                file,
                """
                {"data": "/from-file", "mtu": 1400, "allow": ["host-network"], "max-layer": "2g"}
                """);
        EngineSettings settings = of("--config", file.toString(), "--data=/from-flag");
        assertThat(settings.data()).isEqualTo(Path.of("/from-flag"));
        assertThat(settings.mtu()).isEqualTo(1400);
        assertThat(settings.allow()).containsExactly(Allowance.HOST_NETWORK);
        assertThat(settings.maxLayerBytes()).isEqualTo(2L << 30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --socket /s                     | --data is needed
                    --data /d --port 1              | there is no flag '--port'; --help lists them
                    --data /d --mtu                 | --mtu wants a value
                    --data /d --stop-limit 0        | --stop-limit wants a number from 1 to 86400, not '0'
                    --data /d --mtu ten             | --mtu wants a number from 576 to 65535, not 'ten'
                    --data /d --data /e             | --data is given twice
                    --data /d --tcp 0.0.0.0:2376    | --tcp and --tls go together: this engine never answers on TCP without TLS
                    --data /d --tls /t --tcp 2376   | --tcp wants an address and a port such as 0.0.0.0:2376, not '2376'
                    --data /d --max-layer lots      | --max-layer wants a size such as 512m or 64g, not 'lots'
                    --data /d --max-layer 9999999t  | --max-layer is too large: 9999999t
                    --data /d --log-level loud      | --log-level is error, warning, info or debug, not 'loud'
                    --data /d --allow root          | --allow: nothing called 'root' can be allowed, only host-network, host-pid, host-ipc, host-uts, host-files, host-devices, unconfined, privileged
                    """)
    void saysWhichSettingIsWrongAndHowItShouldBe(String arguments, String message) {
        assertThatThrownBy(() -> of(arguments.split(" ")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense            | isn't JSON
                    {"daat": "/d"}      | there is no setting 'daat'
                    {"data": {}}        | data wants a text or a number
                    {"data": ["/d"]}    | data has one value only
                    """)
    void saysWhatIsWrongInTheFile(String content, String message) throws Exception {
        Path file = folder.resolve("engine.json");
        Files.writeString(file, content);
        assertThatThrownBy(() -> of("--config", file.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }
}
