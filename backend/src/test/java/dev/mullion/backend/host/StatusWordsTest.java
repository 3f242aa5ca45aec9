package dev.mullion.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusWordsTest {

    @Test
    void exitCodesAreRead() {
        assertThat(StatusWords.of("Exited (0) 2 hours ago").exitCode()).contains(0);
        assertThat(StatusWords.of("Exited (137) About a minute ago").exitCode()).contains(137);
        assertThat(StatusWords.of("Exited (-1073741510) 1 second ago").exitCode())
                .contains(0xC000013A);
        assertThat(StatusWords.of("Exited (3221225786) 1 second ago").exitCode())
                .contains(0xC000013A);
        assertThat(StatusWords.of("Up 2 hours (healthy)").exitCode()).isEmpty();
        assertThat(StatusWords.of("Created").exitCode()).isEmpty();
        assertThat(StatusWords.of("").exitCode()).isEmpty();
    }

    @Test
    void healthIsReadAndNotOverread() {
        assertThat(StatusWords.of("Up 2 hours (unhealthy)").unhealthy()).isTrue();
        assertThat(StatusWords.of("Up 2 hours (healthy)").unhealthy()).isFalse();
        assertThat(StatusWords.of("Up 2 hours (health: starting)").unhealthy()).isFalse();
        assertThat(StatusWords.of("Up 2 hours").unhealthy()).isFalse();
    }

    @Test
    void onlyAgeDiffersBetweenTwoOfTheSameKind() {
        assertThat(StatusWords.of("Up 2 hours (healthy)"))
                .isEqualTo(StatusWords.of("Up About an hour (healthy)"));
        assertThat(StatusWords.of("Exited (1) now")).isNotEqualTo(StatusWords.of("Exited (2) now"));
    }
}
