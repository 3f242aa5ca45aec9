package dev.mullion.frontend.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.backend.container.PortMapping;
import org.junit.jupiter.api.Test;

class LaunchTextTest {

    @Test
    void wordsAreSplitAsAShellDoes() {
        assertThat(LaunchText.words("sh -c 'echo \"a b\"' \"it's\" a\\ b ''"))
                .containsExactly("sh", "-c", "echo \"a b\"", "it's", "a b", "");
        assertThat(LaunchText.words("  ")).isEmpty();
        assertThatThrownBy(() -> LaunchText.words("echo 'open"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not closed");
    }

    @Test
    void portsAreReadAsDockerWritesThem() {
        assertThat(LaunchText.ports("8080:80, 53:53/udp 443 127.0.0.1:90:9 [::1]:91:9"))
                .containsExactly(
                        PortMapping.tcp(8080, 80),
                        new PortMapping(null, 53, 53, "udp"),
                        PortMapping.tcp(0, 443),
                        new PortMapping("127.0.0.1", 90, 9, "tcp"),
                        new PortMapping("::1", 91, 9, "tcp"));
        assertThatThrownBy(() -> LaunchText.ports("80:99999")).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> LaunchText.ports("http")).hasMessageContaining("is no port");
    }

    @Test
    void sizesAreBinaryAndNotTooSmall() {
        assertThat(LaunchText.bytes("512m")).isEqualTo(512L << 20);
        assertThat(LaunchText.bytes("1.5 GiB")).isEqualTo(3L << 29);
        assertThat(LaunchText.bytes(" ")).isNull();
        assertThatThrownBy(() -> LaunchText.bytes("3m")).hasMessageContaining("at least 6 MiB");
        assertThatThrownBy(() -> LaunchText.bytes("much")).hasMessageContaining("512m");
    }

    @Test
    void variablesKeepWhatFollowsTheFirstEqualsSign() {
        assertThat(LaunchText.pairs("A=b=c \nB=\n\n", "variable"))
                .containsEntry("A", "b=c ")
                .containsEntry("B", "")
                .hasSize(2);
        assertThatThrownBy(() -> LaunchText.pairs("A", "variable"))
                .hasMessageContaining("NAME=value");
        assertThatThrownBy(() -> LaunchText.pairs("A B=1", "variable"))
                .hasMessageContaining("blank");
    }
}
