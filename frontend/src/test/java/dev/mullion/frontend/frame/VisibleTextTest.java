package dev.mullion.frontend.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        assertThat(VisibleText.of("web-1 größer 漢字 עברית 🐳"))
                .isEqualTo("web-1 größer 漢字 עברית 🐳");
    }

    @Test
    void terminalEscapeIsSeenInsteadOfObeyed() {
        assertThat(VisibleText.of("\u001b[2Jgone")).isEqualTo("␛[2Jgone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202E", "\u202A", "\u2066", "\u2069", "\u200F", "\u061C", "\u009B"})
    void whatTurnsTextAroundIsMarked(String mark) {
        assertThat(VisibleText.of("a" + mark + "exe.b")).isEqualTo("a\uFFFDexe.b");
    }

    @Test
    void lineBreaksStayOnlyWhereLinesAreShown() {
        assertThat(VisibleText.of("one\ntwo")).isEqualTo("one␊two");
        assertThat(VisibleText.ofLines("one\ntwo\r")).isEqualTo("one\ntwo␍");
    }

    @Test
    void endlessTextIsCutAndSaysSo() {
        assertThat(VisibleText.of("x".repeat(100_000))).hasSize(4097).endsWith("…");
    }
}
