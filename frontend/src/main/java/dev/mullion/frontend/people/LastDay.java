package dev.mullion.frontend.people;

import com.vaadin.flow.component.UI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The end of a day, as whoever sits at the browser has it. */
public final class LastDay {

    private LastDay() {}

    /** When the day is over; null for no day. */
    public static @Nullable Instant endOf(@Nullable LocalDate day, UI ui) {
        return day == null ? null : day.plusDays(1).atStartOfDay(zone(ui)).toInstant();
    }

    private static ZoneId zone(UI ui) {
        String name = ui.getPage().getExtendedClientDetails().getTimeZoneId();
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }
}
