package dev.mullion.backend.quota;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostId;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.Resources;
import dev.mullion.security.quota.Demand;
import dev.mullion.security.quota.Demand.HostSize;
import dev.mullion.security.quota.Forecast;
import dev.mullion.security.quota.QuotaExceededException;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.Quotas;
import dev.mullion.security.quota.Reservation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Sees that containers find room in the quotas of their tenant and stage before their hosts are
 * asked for anything. The platform's own take of no quota. Who may ask is decided before.
 */
@Component
public class ContainerQuotas {

    /** What programs tell such refusals apart by. */
    public static final String CODE = "quota-exceeded";

    private final Quotas quotas;
    private final QuotaKeeper keeper;
    private final HostGateway gateway;

    ContainerQuotas(Quotas quotas, QuotaKeeper keeper, HostGateway gateway) {
        this.quotas = quotas;
        this.keeper = keeper;
        this.gateway = gateway;
    }

    /**
     * Reserves room for a container that is about to be made.
     *
     * @param isolation what it gets, as it was judged
     * @param start whether it is started, too
     * @param asked what for, as it follows "could not"
     * @return to be closed
     * @throws Problem REFUSED with the code {@link #CODE} and a {@link QuotaExceededException} as
     *     its cause, if a quota is in the way
     */
    public Room forNew(
            Destination at, Resources limits, Isolation isolation, boolean start, String asked) {
        Demand demand = demand(at.host(), limits, isolation, start, asked);
        return room(
                at.host(),
                asked,
                () ->
                        at.owner()
                                .map(ContainerQuotas::place)
                                .map(place -> quotas.reserve(place, at.host().value(), demand)));
    }

    /**
     * Reserves room for a container that is about to be started.
     *
     * @param at where it is, and whose
     * @param container as its host describes it now
     * @param asked as for {@link #forNew}
     * @return to be closed
     * @throws Problem as for {@link #forNew}
     */
    public Room toStart(Destination at, ContainerDetails container, String asked) {
        Isolation own = container.hostConfig().isolation();
        Isolation isolation = own == Isolation.DEFAULT ? seen(at.host(), container.id()) : own;
        Demand demand =
                demand(
                        at.host(),
                        container.hostConfig().resources(),
                        isolation,
                        container.state().running(),
                        asked);
        return room(
                at.host(),
                asked,
                () ->
                        at.owner()
                                .map(ContainerQuotas::place)
                                .map(place ->
                                        quotas.reserveStart(
                                                place,
                                                at.host().value(),
                                                container.id().hex(),
                                                demand)));
    }

    /** A container was told to end, or to go: what it took is free as soon as its host shows it. */
    public void letGo(HostId host, ContainerId container) {
        quotas.letGo(host.value(), container.hex());
        keeper.look(host);
    }

    private Isolation seen(HostId host, ContainerId container) {
        return gateway.seen(host)
                .flatMap(snapshot -> snapshot.container(container))
                .map(seen -> seen.isolation())
                .orElse(Isolation.DEFAULT);
    }

    private Room room(HostId host, String asked, Supplier<Optional<Reservation>> reserve) {
        try {
            return new Room(
                    quotas,
                    reserve.get().orElse(null),
                    // what came to nothing may have been taken in from its host meanwhile
                    () -> keeper.look(host));
        } catch (QuotaExceededException e) {
            Problem problem =
                    Problem.refused(CODE, asked, e.because(), e.remedy(), List.of()).causedBy(e);
            throw field(e.exceeded().getFirst()).map(problem::at).orElse(problem);
        }
    }

    /** The part of a launch that could be changed so that it fits. */
    private static Optional<String> field(Forecast line) {
        return switch (line.kind()) {
            case CPU -> Optional.of("cpus");
            case MEMORY -> Optional.of("memoryBytes");
            case HYPERV -> Optional.of("isolation");
            case RUNNING, DEFINED -> Optional.empty();
        };
    }

    private static OfStage place(Destination.Owner owner) {
        return new OfStage(owner.tenant(), owner.stage());
    }

    private Demand demand(
            HostId host, Resources limits, Isolation isolation, boolean running, String asked) {
        HostFacts facts = gateway.snapshot(host, asked).facts();
        if (facts == null) {
            throw Problem.of(
                    Problem.Kind.HOST_UNREACHABLE,
                    asked,
                    "host \"" + gateway.name(host) + "\" has not answered yet",
                    "Try again when it is ready.");
        }
        return Demand.of(
                limits,
                new HostSize(facts.windows(), facts.cpus(), facts.memoryBytes()),
                running,
                isolation == Isolation.HYPERV);
    }
}
