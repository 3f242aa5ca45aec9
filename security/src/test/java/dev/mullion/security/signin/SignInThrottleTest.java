package dev.mullion.security.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.security.TestClock;
import dev.mullion.security.ThrottledException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInThrottleTest {

    private final TestClock clock = new TestClock();
    private final SignInThrottle throttle = new SignInThrottle(clock);

    @Test
    void guessingOneAccountFromManyAddressesIsSlowedDown() {
        for (int i = 0; i < 10; i++) {
            throttle.take("ada", "10.0.0." + i, null);
        }

        assertThatThrownBy(() -> throttle.take("ada", "10.0.0.99", null))
                .isInstanceOfSatisfying(
                        ThrottledException.class,
                        throttled ->
                                assertThat(throttled.waitFor())
                                        .isPositive()
                                        .isLessThanOrEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void theOwnersBrowserIsNotSlowedDownByStrangers() {
        exhaust("ada", "10.0.0.1");

        assertThatCode(() -> throttle.take("ada", "10.0.0.1", "cookie-of-ada"))
                .doesNotThrowAnyException();
    }

    @Test
    void aStolenBrowserCannotGuessForEverEither() {
        for (int i = 0; i < 10; i++) {
            throttle.take("ada", "10.0.0.1", "cookie-of-ada");
        }

        assertThatThrownBy(() -> throttle.take("ada", "10.0.0.1", "cookie-of-ada"))
                .isInstanceOf(ThrottledException.class);
    }

    @Test
    void guessingOnePasswordForManyAccountsIsSlowedDown() {
        for (int i = 0; i < 30; i++) {
            throttle.take("user" + i, "10.0.0.1", null);
        }

        assertThatThrownBy(() -> throttle.take("somebody", "10.0.0.1", null))
                .isInstanceOf(ThrottledException.class);
        assertThatCode(() -> throttle.take("somebody", "10.0.0.2", null))
                .doesNotThrowAnyException();
    }

    @Test
    void oneAccountsTroubleIsNotAnothers() {
        exhaust("ada", "10.0.0.1");

        assertThatCode(() -> throttle.take("grace", "10.0.0.2", null)).doesNotThrowAnyException();
    }

    @Test
    void triesComeBackOneByOne() {
        exhaust("ada", "10.0.0.1");

        clock.advance(Duration.ofSeconds(30));

        assertThatCode(() -> throttle.take("ada", "10.0.0.2", null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> throttle.take("ada", "10.0.0.2", null))
                .isInstanceOf(ThrottledException.class);
    }

    @Test
    void goodTriesDoNotCount() {
        for (int i = 0; i < 100; i++) {
            throttle.take("ada", "10.0.0.1", null).succeeded();
        }
    }

    @Test
    void beingRefusedForTheAddressCostsTheAccountNothing() {
        for (int i = 0; i < 30; i++) {
            throttle.take("user" + i, "10.0.0.1", null);
        }
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> throttle.take("ada", "10.0.0.1", null))
                    .isInstanceOf(ThrottledException.class);
        }

        assertThatCode(() -> throttle.take("ada", "10.0.0.2", null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "10.0.0.1, 10.0.0.2, false",
    })
    void aWholeIpv6NetworkIsOneAddress(String one, String other, boolean same) {
        assertThat(SignInThrottle.network(one).equals(SignInThrottle.network(other)))
                .isEqualTo(same);
    }

    private void exhaust(String account, String address) {
        for (int i = 0; i < 10; i++) {
            throttle.take(account, address, null);
        }
    }
}
