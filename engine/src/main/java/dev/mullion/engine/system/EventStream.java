package dev.mullion.engine.system;

import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.EngineJson;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tells events as they happen ({@code GET /events}), from and until when the client says. */
final class EventStream {

    private static final Duration LONG = Duration.ofHours(1);

    /** How long after {@code until} an event may still come that happened before. */
    private static final Duration LATE = Duration.ofMillis(50);

    private final Events events;
    private final Clock clock;
    private final AtomicInteger listeners = new AtomicInteger();

    EventStream(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    int listeners() {
        return listeners.get();
    }

    void answer(Call call) throws IOException {
        EventFilter filter = new EventFilter(call.filters());
        Instant since = moment(call.query("since"));
        Instant until = moment(call.query("until"));
        if (since != null && until != null && since.isAfter(until)) {
            throw EngineProblem.invalid(
                    "`since` time ("
                            + call.query("since")
                            + ") cannot be after `until` time ("
                            + call.query("until")
                            + ")");
        }
        // with an end alone, all that is remembered is wanted too
        Instant from = since == null && until != null ? Instant.EPOCH : since;
        listeners.incrementAndGet();
        try (Events.Subscription subscription = events.subscribe(from)) {
            Thread answering = Thread.currentThread();
            call.whenGone(answering::interrupt);
            OutputStream out = call.stream("application/json");
            tell(subscription, filter, until, out);
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client has gone, or the engine stops
        } finally {
            listeners.decrementAndGet();
        }
    }

    private void tell(
            Events.Subscription subscription,
            EventFilter filter,
            @Nullable Instant until,
            OutputStream out)
            throws IOException, InterruptedException {
        while (true) {
            EngineEvent event = subscription.poll(rest(until));
            if (event == null) {
                if (until != null && !clock.instant().isBefore(until)) {
                    return;
                }
            } else if (until != null && event.at().isAfter(until)) {
                return;
            } else if (filter.wants(event)) {
                out.write(EngineJson.mapper().writeValueAsBytes(EventLine.of(event)));
                out.write('\n');
                out.flush();
            }
        }
    }

    private Duration rest(@Nullable Instant until) {
        if (until == null) {
            return LONG;
        }
        Duration rest = Duration.between(clock.instant(), until);
        return rest.isNegative()
                ? Duration.ZERO
                : rest.compareTo(LONG) > 0 ? LONG : rest.plus(LATE);
    }

    /** Reads seconds since 1970, with or without decimals. */
    private static @Nullable Instant moment(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,9})?")) {
            throw EngineProblem.invalid(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        BigDecimal seconds = new BigDecimal(text);
        long whole = seconds.longValue();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact();
        return Instant.ofEpochSecond(whole, nanos);
    }
}
