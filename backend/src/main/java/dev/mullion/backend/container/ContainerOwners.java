package dev.mullion.backend.container;

import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.backend.quota.Room;
import dev.mullion.security.Caller;
import dev.mullion.security.ownership.Belonging;
import dev.mullion.security.ownership.OwnershipBook;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose the containers are, as {@link OwnershipBook} keeps it. */
@Component
class ContainerOwners implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ContainerOwners.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** So long a container may be known here before its host lists it. */
    private static final Duration NOT_LISTED_YET = Duration.ofMinutes(1);

    private final OwnershipBook book;
    private final HostInventory inventory;
    private final LiveChanges changes;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService rightsWatch;

    ContainerOwners(
            OwnershipBook book,
            HostInventory inventory,
            LiveChanges changes,
            PlatformTransactionManager transactions,
            Clock clock,
            ScheduledExecutorService rightsWatch) {
        this.book = book;
        this.inventory = inventory;
        this.changes = changes;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.rightsWatch = rightsWatch;
    }

    Optional<Belonging> of(ContainerKey key) {
        return book.of(key.host().value(), key.id().hex());
    }

    /**
     * Makes a container a tenant's, and has it take the room that was reserved for it, or neither;
     * the platform's own needs no entry.
     */
    void enter(Destination.Owner owner, ContainerKey key, Caller by, Room room) {
        transaction.executeWithoutResult(_ -> {
            book.enter(
                    new Belonging(
                            key.host().value(),
                            key.id().hex(),
                            owner.tenant(),
                            owner.stage(),
                            by.accountId(),
                            clock.instant().truncatedTo(ChronoUnit.MICROS)));
            room.settle(key.id());
        });
        changes.publish(Topic.CONTAINERS);
    }

    /** A container that is gone, or is given back to the platform, is nobody's. */
    void forget(ContainerKey key) {
        if (of(key).isPresent()) {
            book.forget(key.host().value(), List.of(key.id().hex()));
            changes.publish(Topic.CONTAINERS);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        var _ =
                rightsWatch.scheduleWithFixedDelay(
                        this::forgetGone,
                        BETWEEN_LOOKS.toMillis(),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void forgetGone() {
        try {
            forgetAllGone();
        } catch (DataAccessException e) {
            log.warn("Whose containers are could not be brought up to date: {}", e.getMessage());
        }
    }

    /** What was removed on its host, past the portal, is nobody's either. */
    private void forgetAllGone() {
        inventory.all().stream().filter(snapshot -> !snapshot.stale()).forEach(this::forgetGone);
    }

    private void forgetGone(HostSnapshot snapshot) {
        Set<String> there =
                snapshot.containers().stream()
                        .map(seen -> seen.summary().id().hex())
                        .collect(Collectors.toSet());
        var longAgo = clock.instant().minus(NOT_LISTED_YET);
        var host = snapshot.host().id().value();
        book.forget(
                host,
                book.on(host).stream()
                        .filter(belonging -> belonging.since().isBefore(longAgo))
                        .map(Belonging::container)
                        .filter(container -> !there.contains(container))
                        .toList());
    }
}
