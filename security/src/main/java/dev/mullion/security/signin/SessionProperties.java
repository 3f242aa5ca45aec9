package dev.mullion.security.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a sign-in lasts.
 *
 * @param idle without the person doing anything; what an open page does by itself does not count
 * @param absolute at most, whatever the person does
 */
@ConfigurationProperties("mullion.session")
public record SessionProperties(
        @DefaultValue("1h") Duration idle, @DefaultValue("12h") Duration absolute) {

    public SessionProperties {
        if (!idle.isPositive() || !absolute.isPositive()) {
            throw new IllegalArgumentException(
                    "mullion.session.idle and mullion.session.absolute must be longer than nothing");
        }
    }
}
