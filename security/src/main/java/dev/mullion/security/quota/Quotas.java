package dev.mullion.security.quota;

import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What tenants take of their quotas. Room is reserved before anything is asked of a host, in one
 * transaction that has the tenant to itself, so that two who ask at once never both get what is
 * there once. What becomes of a reservation is told here; if nobody tells, because the portal was
 * killed, it lapses after {@link #LONGEST_WORK}, and what hosts show ({@link ClaimsOnHosts})
 * counts. Nothing here asks for permissions.
 */
@Component
public class Quotas {

    /** Longer than any call to a host that makes or starts a container takes. */
    static final Duration LONGEST_WORK = Duration.ofMinutes(20);

    /** So long after it was done a host may not show it yet, at this portal or at another. */
    static final Duration NOT_SHOWN_YET = Duration.ofSeconds(10);

    private final QuotaTable table;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Quotas(QuotaTable table, Clock clock, PlatformTransactionManager transactions) {
        this.table = table;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Says what would be taken of each limit that holds at a place if one more container were made
     * there; reserves nothing.
     *
     * @return a line for each limit of the tenant and the stage
     */
    public List<Forecast> after(OfStage at, Demand demand) {
        return lines(at, demand, true);
    }

    /**
     * Reserves what a container takes that is about to be made.
     *
     * @param host where
     * @return to be {@link #settle settled} or {@link #release released}
     * @throws QuotaExceededException if a limit is in the way; nothing is reserved then
     * @throws NoSuchThingException if there is no such tenant
     * @throws DataAccessException if it can't be reckoned; nothing may be made then
     */
    public Reservation reserve(OfStage at, UUID host, Demand demand) {
        return alone(
                at,
                () -> {
                    table.deleteLapsed(at.tenant(), now());
                    check(lines(at, demand, true));
                    var claim = new Claim(UUID.randomUUID(), at, host, null, demand, longest());
                    table.insert(claim);
                    return new Reservation(claim.id(), at.tenant(), true, true);
                });
    }

    /**
     * Reserves what a container that is there takes more when it runs: nothing, if it is thought to
     * run already.
     *
     * @param demand what it takes
     * @return to be {@link #confirm confirmed} or {@link #release released}
     * @throws QuotaExceededException as for {@link #reserve}
     * @throws NoSuchThingException as for {@link #reserve}
     * @throws DataAccessException as for {@link #reserve}
     */
    public Reservation reserveStart(OfStage at, UUID host, String container, Demand demand) {
        return alone(
                at,
                () -> {
                    table.deleteLapsed(at.tenant(), now());
                    var known = table.find(host, container);
                    if (known.isPresent() && known.get().demand().running()) {
                        return new Reservation(known.get().id(), at.tenant(), false, false);
                    }
                    check(lines(at, demand.started(), false));
                    var claim =
                            new Claim(
                                    known.map(Claim::id).orElseGet(UUID::randomUUID),
                                    at,
                                    host,
                                    container,
                                    demand.started(),
                                    longest());
                    if (known.isPresent()) {
                        table.update(claim);
                    } else {
                        table.insert(claim);
                    }
                    return new Reservation(claim.id(), at.tenant(), false, true);
                });
    }

    /**
     * The container that room was reserved for is made; what it takes stays reserved until it is
     * {@link #confirm confirmed}. To be called in the transaction that says whose it is.
     *
     * @param container 64 hex digits
     */
    public void settle(Reservation reservation, String container) {
        change(
                reservation,
                claim -> {
                    table.find(claim.host(), container)
                            .filter(seen -> !seen.id().equals(claim.id()))
                            .ifPresent(seen -> table.delete(seen.id()));
                    table.update(claim.of(container, longest()));
                });
    }

    /** All that was reserved for is done; from soon on, what its host shows counts. */
    public void confirm(Reservation reservation) {
        change(reservation, claim -> table.update(claim.with(claim.demand(), soon())));
    }

    /**
     * Nothing came of what was reserved for: nothing was made, or what was made is removed again,
     * or what was there doesn't run.
     */
    public void release(Reservation reservation) {
        if (!reservation.raised()) {
            return;
        }
        change(
                reservation,
                claim -> {
                    if (reservation.made()) {
                        table.delete(claim.id());
                    } else {
                        table.update(claim.with(stopped(claim.demand()), null));
                    }
                });
    }

    /** A container was told to end, or to go: what its host shows counts at once. */
    public void letGo(UUID host, String container) {
        table.find(host, container)
                .ifPresent(known ->
                        transaction.executeWithoutResult(_ -> {
                            table.lock(known.at().tenant());
                            table.find(known.id())
                                    .ifPresent(claim ->
                                            table.update(claim.with(claim.demand(), null)));
                        }));
    }

    private void change(Reservation reservation, Consumer<Claim> change) {
        transaction.executeWithoutResult(_ -> {
            table.lock(reservation.tenant());
            table.find(reservation.claim()).ifPresent(change);
        });
    }

    private <T> T alone(QuotaPlace at, Supplier<T> work) {
        return transaction.execute(_ -> {
            if (!table.lock(at.tenant())) {
                throw new NoSuchThingException("There is no such tenant.");
            }
            return work.get();
        });
    }

    private static void check(List<Forecast> lines) {
        var exceeded = lines.stream().filter(line -> !line.fits()).toList();
        if (!exceeded.isEmpty()) {
            throw new QuotaExceededException(exceeded);
        }
    }

    /**
     * @param made whether the container is not among those that are there yet
     */
    private List<Forecast> lines(OfStage at, Demand demand, boolean made) {
        Map<String, Limits> limits = table.limits(at.tenant());
        Map<String, Use> use = table.use(at.tenant(), now());
        var whole = use.values().stream().reduce(Use.NOTHING, Use::plus);
        List<Forecast> lines = new ArrayList<>();
        lines.addAll(lines(at.whole(), limits, whole, demand, made));
        lines.addAll(
                lines(at, limits, use.getOrDefault(at.stageCode(), Use.NOTHING), demand, made));
        return List.copyOf(lines);
    }

    private static List<Forecast> lines(
            QuotaPlace place, Map<String, Limits> limits, Use use, Demand demand, boolean made) {
        var here = limits.getOrDefault(place.stageCode(), Limits.NONE);
        return Arrays.stream(QuotaKind.values())
                .filter(kind -> here.of(kind).isPresent())
                .map(kind ->
                        new Forecast(
                                place,
                                kind,
                                use.of(kind),
                                kind == QuotaKind.DEFINED && !made ? 0 : demand.of(kind),
                                here.of(kind).getAsLong(),
                                !demand.limited(kind)))
                .toList();
    }

    private static Demand stopped(Demand demand) {
        return new Demand(demand.cpu(), demand.memory(), false, demand.hyperv());
    }

    /** Databases keep microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Instant longest() {
        return now().plus(LONGEST_WORK);
    }

    private Instant soon() {
        return now().plus(NOT_SHOWN_YET);
    }
}
