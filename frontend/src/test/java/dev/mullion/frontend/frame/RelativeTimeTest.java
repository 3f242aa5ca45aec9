package dev.mullion.frontend.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativeTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, now",
        "PT-4S, now",
        "PT5S, 5 seconds ago",
        "PT1M, 1 minute ago",
        "PT59M59S, 59 minutes ago",
        "PT25H, 1 day ago",
        "P45D, 1 month ago",
        "P400D, 1 year ago",
        "PT-90S, in 1 minute"
    })
    void distanceIsSaidInItsLargestUnit(String distance, String words) {
        assertThat(RelativeTime.text(NOW.minus(Duration.parse(distance)), NOW)).isEqualTo(words);
    }

    @Test
    void exactMomentIsThereForTheBrowserAndOnHover() {
        Instant moment = NOW.minusSeconds(120);
        RelativeTime time = new RelativeTime(moment, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(time.getElement().getAttribute("datetime")).isEqualTo("2026-11-23T19:58:00Z");
        assertThat(time.getElement().getAttribute("title")).contains("2026-11-23T19:58:00Z");
        assertThat(time.getElement().getText()).isEqualTo("2 minutes ago");
    }

    @Test
    void momentThatNeverWasIsADash() {
        RelativeTime time = new RelativeTime(NOW, Clock.fixed(NOW, ZoneOffset.UTC));
        time.show(null);
        assertThat(time.getElement().getText()).isEqualTo("—");
        assertThat(time.getElement().hasAttribute("datetime")).isFalse();
    }
}
