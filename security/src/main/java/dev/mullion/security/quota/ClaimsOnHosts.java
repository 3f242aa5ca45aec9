package dev.mullion.security.quota;

import dev.mullion.security.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes what is reckoned the same as what hosts show. More than before counts always, whether there
 * is room for it or not: what was started past the portal runs all the same. Less counts only where
 * nothing is under way that its host may not show yet.
 */
@Component
public class ClaimsOnHosts {

    private static final Comparator<TenantId> ALWAYS_IN_THIS_ORDER =
            Comparator.comparing(TenantId::value);

    private final QuotaTable table;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ClaimsOnHosts(QuotaTable table, Clock clock, PlatformTransactionManager transactions) {
        this.table = table;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Takes in what tenants have on a host.
     *
     * @param there all of it that is known well enough
     * @param unsure containers that are there, of which it isn't known yet what they take: what is
     *     reckoned for them stays
     * @return whether anything changed
     */
    public boolean reconcile(UUID host, Collection<SeenClaim> there, Set<String> unsure) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (steps(host, there, unsure, now).isEmpty()) {
            return false;
        }
        transaction.executeWithoutResult(_ -> {
            tenants(table.on(host), there).forEach(table::lock);
            steps(host, there, unsure, now).forEach(Runnable::run);
        });
        return true;
    }

    /** The hosts that something is reckoned for. */
    public Set<UUID> hosts() {
        return table.hosts();
    }

    /** A host is gone for good. */
    public void forget(UUID host) {
        transaction.executeWithoutResult(_ -> {
            var there = table.on(host);
            tenants(there, List.of()).forEach(table::lock);
            there.forEach(claim -> table.delete(claim.id()));
        });
    }

    private static Set<TenantId> tenants(Collection<Claim> known, Collection<SeenClaim> there) {
        Set<TenantId> tenants = new TreeSet<>(ALWAYS_IN_THIS_ORDER);
        Stream.concat(
                        known.stream().map(claim -> claim.at().tenant()),
                        there.stream().map(seen -> seen.at().tenant()))
                .forEach(tenants::add);
        return tenants;
    }

    private List<Runnable> steps(
            UUID host, Collection<SeenClaim> there, Set<String> unsure, Instant now) {
        Map<String, SeenClaim> seen =
                there.stream().collect(Collectors.toMap(SeenClaim::container, Function.identity()));
        Map<String, SeenClaim> unknown = new HashMap<>(seen);
        List<Runnable> steps = new ArrayList<>();
        for (var claim : table.on(host)) {
            var container = claim.container();
            if (container == null) {
                if (claim.lapsed(now)) {
                    steps.add(() -> table.delete(claim.id()));
                }
                continue;
            }
            var shown = seen.get(container);
            unknown.remove(container);
            if (shown == null) {
                if (!claim.held(now) && !unsure.contains(container)) {
                    steps.add(() -> table.delete(claim.id()));
                }
            } else {
                var after = after(claim, shown, now);
                if (!after.equals(claim)) {
                    steps.add(() -> table.update(after));
                }
            }
        }
        unknown.values().forEach(shown -> steps.add(() -> table.insert(first(host, shown))));
        return steps;
    }

    private static Claim first(UUID host, SeenClaim shown) {
        return new Claim(
                UUID.randomUUID(), shown.at(), host, shown.container(), shown.demand(), null);
    }

    private static Claim after(Claim claim, SeenClaim shown, Instant now) {
        boolean held = claim.held(now);
        boolean less = claim.demand().running() && !shown.demand().running();
        return held && less
                ? claim
                : new Claim(
                        claim.id(),
                        shown.at(),
                        claim.host(),
                        claim.container(),
                        shown.demand(),
                        held ? claim.heldUntil() : null);
    }
}
