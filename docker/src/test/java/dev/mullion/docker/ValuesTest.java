package dev.mullion.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void digestIsReadAndShortened() {
        Digest digest = Digest.of("sha256:" + HEX);
        assertThat(digest.algorithm()).isEqualTo("sha256");
        assertThat(digest.shortened()).isEqualTo("0123456789ab");
        assertThat(digest).hasToString("sha256:" + HEX);
        assertThat(Digest.of("sha512:" + HEX + HEX).hex()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "sha256", "sha256:", "sha256:0", "sha1:0123", "sha256::", " "})
    void whatIsNoDigestIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digest.of(text))
                .withMessageStartingWith("Not a digest: ");
    }

    @Test
    void containerIdIsFullOrRefused() {
        assertThat(ContainerId.of(HEX).shortened()).isEqualTo("0123456789ab");
        for (String text : new String[] {"", "0123456789ab", HEX + "0", HEX.replace('a', 'A')}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ContainerId.of(text));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContainerId.of(HEX.substring(1) + "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "windows/amd64, windows/amd64",
        "Linux/x86_64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm/v7, linux/arm/v7",
    })
    void platformIsReadAndMadeCanonical(String text, String canonical) {
        assertThat(Platform.of(text)).hasToString(canonical);
        assertThat(Platform.of(text)).isEqualTo(Platform.of(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "windows", "/", "a/", "/b", "a/b/c/d", "a b/c", "a/b\n", "linux/\u0000"})
    void whatIsNoPlatformIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Platform.of(text))
                .withMessageStartingWith("Not a platform: ");
    }

    @Test
    void osVersionsAreOrderedByNumber() {
        assertThat(OsVersion.of("10.0.20348.2227"))
                .isEqualTo(new OsVersion(10, 0, 20348, 2227))
                .isGreaterThan(OsVersion.of("10.0.20348.999"))
                .isGreaterThan(OsVersion.of("10.0.17763.5329"))
                .isLessThan(OsVersion.of("10.0.26100.1"))
                .hasToString("10.0.20348.2227");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "10.0.20348",
                "10.0.20348.",
                "10.0.20348.1.2",
                "10.0.-1.2",
                "a.b.c.d",
                "10.0.99999999999.1",
                "10.0.20348.2227\n",
                "10.0.20348.\u0661"
            })
    void whatIsNoOsVersionIsRefusedOrNotFound(String text) {
        assertThat(OsVersion.find(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OsVersion.of(text))
                .withMessageStartingWith("Not an OS version: ");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"default", "Default"})
    void noIsolationIsTheDefault(String text) {
        assertThat(Isolation.of(text)).isEqualTo(Isolation.DEFAULT);
    }

    @Test
    void isolationIsReadInAnyCaseAndNothingElseIs() {
        assertThat(Isolation.of("HyperV")).isEqualTo(Isolation.HYPERV);
        assertThat(Isolation.HYPERV.wire()).isEqualTo("hyperv");
        assertThat(Isolation.of("process")).isEqualTo(Isolation.PROCESS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Isolation.of("hyper-v"))
                .withMessage("Not an isolation: \"hyper-v\" isn't default, process or hyperv");
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/docker.sock, unix:///var/run/docker.sock",
        "npipe:////./pipe/docker_engine, npipe:////./pipe/docker_engine",
        "npipe://\\\\.\\pipe\\docker_engine, npipe:////./pipe/docker_engine",
        "tcp://host, tcp://host:2375",
        "http://Host:80/, tcp://host:80",
        "https://host, https://host:2376",
        "tcp://[::1]:2375, tcp://[::1]:2375",
        "https://[fe80::1%eth0], https://[fe80::1%eth0]:2376",
        "tcp://10.0.0.1:1, tcp://10.0.0.1:1",
    })
    void hostAddressIsReadAndMadeCanonical(String text, String canonical) {
        assertThat(HostAddress.of(text)).hasToString(canonical);
        assertThat(HostAddress.of(canonical)).isEqualTo(HostAddress.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:2375",
                "/var/run/docker.sock",
                "ssh://host",
                "unix://",
                "unix://relative/path",
                "unix:///a\u0000b",
                "npipe:////server/pipe/docker_engine",
                "npipe:////./pipe/",
                "npipe:////./pipe/a/../b",
                "tcp://",
                "tcp://host:",
                "tcp://host:0",
                "tcp://host:65536",
                "tcp://host:-1",
                "tcp://host:2375/path",
                "tcp://host:2375?x",
                "tcp://user:secret@host:2375",
                "tcp://ho st",
                "tcp://host\r\nX: y",
                "tcp://[::1",
                "tcp://::1",
                "tcp://[]",
            })
    void whatIsNoHostAddressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostAddress.of(text))
                .withMessageStartingWith("Not a host address: ");
    }

    @Test
    void socketPathThatTheKernelCannotHoldIsRefused() {
        HostAddress.of("unix:///" + "a".repeat(106));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostAddress.of("unix:///" + "a".repeat(107)))
                .withMessageContaining("longer than 107 bytes");
    }
}
