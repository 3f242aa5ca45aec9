package dev.mullion.security.access;

import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.Rights;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may do what, in memory and in the database at once. A change here counts for the next
 * decision of this portal as soon as it is committed, and for every other portal on the same
 * database within a second. If the database can't be asked for a while, nobody may do anything:
 * what is in memory might have been taken away.
 */
@Component
public class AccessBook implements Rights, SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(AccessBook.class);

    /** How often another portal's changes are looked for. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** After so long without a look, a decision looks by itself first. */
    static final Duration TOO_OLD = Duration.ofSeconds(3);

    private record Page(AccessSnapshot snapshot, long readAt) {}

    private final AccessTables tables;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService watch;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Page page;

    AccessBook(
            AccessTables tables,
            PlatformTransactionManager transactions,
            Clock clock,
            ScheduledExecutorService rightsWatch) {
        this.tables = tables;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.watch = rightsWatch;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var _ =
                watch.scheduleWithFixedDelay(
                        this::lookInBackground,
                        BETWEEN_LOOKS.toMillis(),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public Decision decide(UUID account, Permission permission, Resource resource) {
        AccessSnapshot snapshot;
        try {
            snapshot = snapshot();
        } catch (RuntimeException e) {
            log.error("Nobody may do anything: the rights can't be read", e);
            return Decision.refuse("the portal can't read the rights from its database now");
        }
        return snapshot.decide(account, permission, resource, clock.instant());
    }

    @Override
    public boolean anywhere(UUID account, Permission permission) {
        try {
            return snapshot().anywhere(account, permission, clock.instant());
        } catch (RuntimeException e) {
            log.error("Nobody may do anything: the rights can't be read", e);
            return false;
        }
    }

    /**
     * Has a listener called after every change of who may do what, of tenants and of accounts,
     * whichever portal made it.
     *
     * @param listener returns at once and never throws
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The state of things now, at most a second behind what other portals have changed. */
    public AccessSnapshot snapshot() {
        var known = page;
        return known == null || System.nanoTime() - known.readAt() > TOO_OLD.toNanos()
                ? look()
                : known.snapshot();
    }

    /**
     * Changes who may do what.
     *
     * @param work does the change in the tables, in a transaction, and may refuse it by throwing.
     *     It is given the state of things as nobody else can change it until the work is done
     */
    public <T extends @Nullable Object> T change(Function<AccessSnapshot, T> work) {
        return transaction.execute(status -> {
            tables.nextVersion();
            T answer = work.apply(tables.read());
            var after = tables.read();
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            turnTo(after);
                        }
                    });
            return answer;
        });
    }

    /**
     * Writes a binding down; only within {@link #change}, by who has made sure that it may be.
     *
     * @param kind of the binding's principal
     * @param by the name of who binds, for people to read
     */
    public void enter(Binding binding, PrincipalKind kind, String by) {
        tables.insert(binding, kind, clock.instant(), by);
    }

    /**
     * What stands against somebody acting as another account, a clause: that it may do anything
     * they may not. Empty if nothing does.
     */
    public Optional<String> objectionToActAs(UUID account, UUID other) {
        return new Delegation(snapshot(), clock.instant()).objectionToActAs(account, other);
    }

    /**
     * What stands against somebody suspending another account, a clause: that it has a role on the
     * platform that they could not give. Empty if nothing does.
     *
     * @param before the state of things, from {@link #change}
     */
    public Optional<String> objectionToSuspend(AccessSnapshot before, UUID account, UUID other) {
        return new Delegation(before, clock.instant()).objectionToSuspend(account, other);
    }

    /**
     * Whether nobody would be Platform Owner without this account.
     *
     * @param before the state of things, from {@link #change}
     */
    public boolean isLastOwner(AccessSnapshot before, UUID account) {
        return new BindingRules(before, clock.instant()).isLastOwner(account);
    }

    private void lookInBackground() {
        try {
            look();
        } catch (RuntimeException e) {
            log.warn("The rights could not be read again; trying on: {}", e.getMessage());
        }
    }

    private AccessSnapshot look() {
        var known = page;
        long version = tables.version();
        if (known != null && known.snapshot().version() == version) {
            return turnTo(known.snapshot());
        }
        while (true) {
            var read = tables.read();
            long after = tables.version();
            if (read.version() == after) {
                return turnTo(read);
            }
        }
    }

    /** A look that took its time must not turn back what was changed meanwhile. */
    private synchronized AccessSnapshot turnTo(AccessSnapshot read) {
        var known = page;
        var newest =
                known == null || known.snapshot().version() <= read.version()
                        ? read
                        : known.snapshot();
        page = new Page(newest, System.nanoTime());
        if (known != null && known.snapshot().version() < newest.version()) {
            listeners.forEach(Runnable::run);
        }
        return newest;
    }
}
