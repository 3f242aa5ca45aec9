package dev.mullion.backend.quota;

import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.SeenContainer;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.Isolation;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.ownership.OwnershipBook;
import dev.mullion.security.quota.ClaimsOnHosts;
import dev.mullion.security.quota.Demand;
import dev.mullion.security.quota.Demand.HostSize;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.SeenClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has what tenants take follow what their hosts show: whenever a host shows something new, and on a
 * timer. A host that doesn't answer shows nothing new, and what is on it goes on counting.
 */
@Component
class QuotaKeeper implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(QuotaKeeper.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    /** What containers' states mean that take of their hosts. */
    private static final Set<String> TAKING = Set.of("running", "paused", "restarting");

    /**
     * What a host shows of tenants.
     *
     * @param unsure containers that are there, and no more is known yet
     */
    private record Shown(List<SeenClaim> there, Set<String> unsure) {}

    private final HostInventory inventory;
    private final HostGateway gateway;
    private final OwnershipBook owners;
    private final ClaimsOnHosts claims;
    private final LiveChanges changes;
    private final ScheduledExecutorService rightsWatch;
    private final ReentrantLock working = new ReentrantLock();
    private final Map<HostId, Shown> last = new HashMap<>();

    QuotaKeeper(
            HostInventory inventory,
            HostGateway gateway,
            OwnershipBook owners,
            ClaimsOnHosts claims,
            LiveChanges changes,
            ScheduledExecutorService rightsWatch) {
        this.inventory = inventory;
        this.gateway = gateway;
        this.owners = owners;
        this.claims = claims;
        this.changes = changes;
        this.rightsWatch = rightsWatch;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var _ = changes.subscribe(Set.of(Topic.CONTAINERS), _ -> onNews());
        var _ =
                rightsWatch.scheduleWithFixedDelay(
                        // that thread must never wait for long
                        () -> Thread.ofVirtual().name("quotas").start(this::onTimer),
                        BETWEEN_LOOKS.toMillis(),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Takes in what a host shows now. */
    void look(HostId host) {
        inventory.find(host).ifPresent(snapshot -> attempt(() -> reconcile(snapshot, true)));
    }

    private void onNews() {
        attempt(() -> inventory.all().forEach(snapshot -> reconcile(snapshot, false)));
    }

    private void onTimer() {
        attempt(() -> {
            inventory.all().forEach(snapshot -> reconcile(snapshot, true));
            forgetGone();
        });
    }

    private void attempt(Runnable work) {
        working.lock();
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            log.warn("What tenants take could not be brought up to date: {}", e.getMessage());
        } finally {
            working.unlock();
        }
    }

    private void reconcile(HostSnapshot snapshot, boolean always) {
        HostFacts facts = snapshot.facts();
        if (snapshot.stale() || facts == null) {
            return;
        }
        HostId host = snapshot.host().id();
        Shown shown = shown(snapshot, facts);
        if (always || !shown.equals(last.get(host))) {
            last.remove(host);
            claims.reconcile(host.value(), shown.there(), shown.unsure());
            last.put(host, shown);
        }
    }

    private Shown shown(HostSnapshot snapshot, HostFacts facts) {
        var size = new HostSize(facts.windows(), facts.cpus(), facts.memoryBytes());
        List<SeenClaim> there = new ArrayList<>();
        Set<String> unsure = new HashSet<>();
        for (SeenContainer seen : snapshot.containers()) {
            String id = seen.summary().id().hex();
            owners.of(snapshot.host().id().value(), id)
                    .ifPresent(owner -> {
                        if (seen.limits() == null) {
                            unsure.add(id);
                        } else {
                            there.add(claim(id, owner, seen, size));
                        }
                    });
        }
        return new Shown(there, unsure);
    }

    private static SeenClaim claim(String id, Belonging owner, SeenContainer seen, HostSize size) {
        return new SeenClaim(
                id,
                new OfStage(owner.tenant(), owner.stage()),
                Demand.of(
                        Objects.requireNonNull(seen.limits()),
                        size,
                        TAKING.contains(seen.summary().state()),
                        seen.isolation() == Isolation.HYPERV));
    }

    private void forgetGone() {
        var reckoned = claims.hosts();
        var registered = gateway.registered();
        for (var host : reckoned) {
            if (!registered.contains(new HostId(host))) {
                claims.forget(host);
                last.remove(new HostId(host));
            }
        }
    }
}
