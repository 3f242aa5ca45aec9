package dev.mullion.frontend.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void coloursAndCursorMovesAreLeftOut() {
        assertThat(LogText.of("\u001B[1;31mred\u001B[0m and \u001B[2Kplain"))
                .isEqualTo("red and plain");
        assertThat(LogText.of("\u009B31mred")).isEqualTo("red");
    }

    @Test
    void aTitleForTheTerminalIsLeftOut() {
        assertThat(LogText.of("a\u001B]0;owned\u0007b")).isEqualTo("ab");
        assertThat(LogText.of("a\u001B]8;;http://evil\u001B\\b")).isEqualTo("ab");
    }

    @Test
    void aTitleThatNeverEndsHidesNothing() {
        assertThat(LogText.of("a\u001B]0;rm -rf")).isEqualTo("a0;rm -rf");
    }

    @Test
    void markupStaysText() {
        assertThat(LogText.of("<img src=x onerror=alert(1)>"))
                .isEqualTo("<img src=x onerror=alert(1)>");
    }

    @Test
    void textCannotBeTurnedAround() {
        assertThat(LogText.of("a\u202Egnp.exe\u2066")).isEqualTo("a\uFFFDgnp.exe\uFFFD");
        assertThat(LogText.of("שלום 🎉")).isEqualTo("שלום 🎉");
    }

    @Test
    void otherControlCharactersAreSeen() {
        assertThat(LogText.of("50%\r60%\b\u0000\u007F\r")).isEqualTo("50%␍60%␈␀␡");
    }

    @Test
    void tabsKeepColumns() {
        assertThat(LogText.of("ab\tc")).isEqualTo("ab      c");
    }

    @Test
    void halfACharacterIsMarked() {
        assertThat(LogText.of("é\uD83D!")).isEqualTo("é\uFFFD!");
    }
}
