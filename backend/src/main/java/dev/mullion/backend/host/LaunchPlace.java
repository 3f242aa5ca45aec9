package dev.mullion.backend.host;

import dev.mullion.docker.Isolation;
import java.util.List;
import java.util.Optional;

/**
 * A host as somebody needs to know it who wants something to run there: nothing of its address, its
 * size, or who else is on it.
 *
 * @param ready whether it answers now
 * @param emulated whether it only plays a host
 * @param operatingSystem as people name it; empty while nothing is known of the host
 * @param isolation which kinds it offers, and why not the others; empty while nothing is known
 */
public record LaunchPlace(
        HostId host,
        String name,
        boolean ready,
        boolean emulated,
        boolean windows,
        String operatingSystem,
        List<IsolationOffer> isolation) {

    public LaunchPlace {
        isolation = List.copyOf(isolation);
    }

    static LaunchPlace of(HostView view) {
        HostFacts facts = view.facts();
        return new LaunchPlace(
                view.host().id(),
                view.host().name(),
                !view.stale(),
                view.emulated(),
                facts != null && facts.windows(),
                facts == null ? "" : facts.operatingSystem(),
                facts == null ? List.of() : facts.isolation());
    }

    /** What the host says about one kind of isolation; nothing for its own default. */
    public Optional<IsolationOffer> offer(Isolation wanted) {
        return isolation.stream().filter(offer -> offer.isolation() == wanted).findFirst();
    }
}
