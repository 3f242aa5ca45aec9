package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment as people say it ("3 minutes ago"), with the exact moment on hover. The server writes
 * the first text; from then on the small script of the frame ({@code assets/mullion.js}) keeps it
 * true in the reader's own time zone, so that no page has to be pushed for the mere passing of
 * time.
 */
@Tag("mullion-time")
public final class RelativeTime extends Component implements HasStyle {

    private final Clock clock;

    public RelativeTime(@Nullable Instant moment, Clock clock) {
        this.clock = clock;
        show(moment);
    }

    public RelativeTime(@Nullable Instant moment) {
        this(moment, Clock.systemUTC());
    }

    /** Shows another moment; none is an em dash. */
    public void show(@Nullable Instant moment) {
        if (moment == null) {
            getElement().removeAttribute("datetime").removeAttribute("title").setText("—");
            return;
        }
        String datetime = moment.toString();
        if (!datetime.equals(getElement().getAttribute("datetime"))) {
            getElement()
                    .setAttribute("datetime", datetime)
                    .setAttribute("title", datetime)
                    .setText(text(moment, clock.instant()));
        }
    }

    /** The words for a moment as seen from another, the same as the script's. */
    public static String text(Instant moment, Instant now) {
        Duration distance = Duration.between(moment, now);
        boolean past = !distance.isNegative();
        long seconds = distance.abs().toSeconds();
        if (seconds < 5) {
            return "now";
        }
        String amount = amount(seconds);
        return past ? amount + " ago" : "in " + amount;
    }

    private static String amount(long seconds) {
        if (seconds < 60) {
            return count(seconds, "second");
        }
        if (seconds < 3_600) {
            return count(seconds / 60, "minute");
        }
        if (seconds < 86_400) {
            return count(seconds / 3_600, "hour");
        }
        if (seconds < 30 * 86_400L) {
            return count(seconds / 86_400, "day");
        }
        if (seconds < 365 * 86_400L) {
            return count(seconds / (30 * 86_400L), "month");
        }
        return count(seconds / (365 * 86_400L), "year");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
