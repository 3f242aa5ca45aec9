package dev.mullion.backend.activity;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Forgets ended activities once they are old, or too many. */
@Component
class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final ActivityTable table;
    private final ActivitySettings settings;
    private final Clock clock;

    Retention(ActivityTable table, ActivitySettings settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    void forgetOld() {
        int forgotten =
                table.deleteEndedBefore(clock.instant().minus(settings.keptFor()))
                        + table.deleteEndedBeyond(settings.keptCount());
        if (forgotten > 0) {
            log.info("{} old activities were forgotten", forgotten);
        }
    }
}
