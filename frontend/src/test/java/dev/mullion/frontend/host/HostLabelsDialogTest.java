package dev.mullion.frontend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostLabelsDialogTest {

    @Test
    void linesBecomeLabels() {
        assertThat(HostLabelsDialog.parse(" site = berlin \n\ngpu\nnote=a=b\n"))
                .containsExactly(
                        Map.entry("gpu", ""),
                        Map.entry("note", "a=b"),
                        Map.entry("site", "berlin"));
    }

    @Test
    void whatIsWrittenIsWhatWasRead() {
        Map<String, String> labels = HostLabelsDialog.parse("gpu\nsite=berlin");
        assertThat(HostLabelsDialog.parse(HostLabelsDialog.text(labels))).isEqualTo(labels);
    }

    @Test
    void lineWithoutKeyIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostLabelsDialog.parse("=berlin"))
                .withMessageContaining("\"=berlin\"");
    }

    @Test
    void labelWrittenTwiceIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostLabelsDialog.parse("site=a\nsite=b"))
                .withMessageContaining("\"site\" is there twice");
    }
}
