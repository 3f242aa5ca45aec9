package dev.mullion.security.ownership;

import dev.mullion.security.Resource;
import dev.mullion.security.Whereabouts;
import dev.mullion.security.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * Which containers are whose, in memory and in the database at once. A change counts here as soon
 * as it is committed, and for other portals on the same database within a second. What is not in
 * here belongs to no tenant: only roles on the platform reach it.
 */
@Component
public class OwnershipBook implements Whereabouts, SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(OwnershipBook.class);

    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final String HOSTS = "/hosts/";
    private static final String CONTAINERS = "/containers/";
    private static final int UUID_LENGTH = 36;

    private record Key(UUID host, String container) {

        static Key of(Belonging belonging) {
            return new Key(belonging.host(), belonging.container());
        }
    }

    private record Page(long version, Map<Key, Belonging> belongings) {}

    private final BelongingTable table;
    private final TransactionTemplate transaction;
    private final ScheduledExecutorService watch;
    private volatile @Nullable Page page;

    OwnershipBook(
            BelongingTable table,
            PlatformTransactionManager transactions,
            ScheduledExecutorService rightsWatch) {
        this.table = table;
        this.transaction = new TransactionTemplate(transactions);
        this.watch = rightsWatch;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var _ =
                watch.scheduleWithFixedDelay(
                        this::lookInBackground,
                        BETWEEN_LOOKS_MILLIS,
                        BETWEEN_LOOKS_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Whose a container is; empty if it belongs to no tenant. */
    public Optional<Belonging> of(UUID host, String container) {
        return Optional.ofNullable(page().belongings().get(new Key(host, container)));
    }

    /** All that is known of one host. */
    public Collection<Belonging> on(UUID host) {
        return page().belongings().values().stream()
                .filter(belonging -> belonging.host().equals(host))
                .toList();
    }

    /** The tenants that have something on a host. */
    public Set<TenantId> tenantsOn(UUID host) {
        return on(host).stream().map(Belonging::tenant).collect(Collectors.toSet());
    }

    @Override
    public Resource locate(Resource resource) {
        var path = resource.path();
        int id = HOSTS.length();
        int end = id + UUID_LENGTH;
        int container = end + CONTAINERS.length();
        if (!path.startsWith(HOSTS) || !path.startsWith(CONTAINERS, end)) {
            return resource;
        }
        return of(UUID.fromString(path.substring(id, end)), path.substring(container))
                .map(Belonging::located)
                .orElse(resource);
    }

    /** Makes a container a tenant's, whosever it was. */
    public void enter(Belonging belonging) {
        change(
                () -> {
                    table.delete(belonging.host(), belonging.container());
                    table.insert(belonging);
                },
                belongings -> belongings.put(Key.of(belonging), belonging));
    }

    /** Makes containers of a host nobody's: because they are gone, or are given back. */
    public void forget(UUID host, Collection<String> containers) {
        if (containers.isEmpty()) {
            return;
        }
        change(
                () -> containers.forEach(container -> table.delete(host, container)),
                belongings ->
                        containers.forEach(
                                container -> belongings.remove(new Key(host, container))));
    }

    private void change(Runnable inTables, Consumer<Map<Key, Belonging>> inMemory) {
        transaction.executeWithoutResult(status -> {
            long version = table.nextVersion();
            inTables.run();
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            turnTo(version, inMemory);
                        }
                    });
        });
    }

    private synchronized void turnTo(long version, Consumer<Map<Key, Belonging>> inMemory) {
        var known = page;
        if (known != null && known.version() == version - 1) {
            var changed = new HashMap<>(known.belongings());
            inMemory.accept(changed);
            page = new Page(version, changed);
        } else if (known != null && known.version() < version) {
            // another portal was faster by a change: whoever asks next reads all
            page = null;
        }
    }

    private Page page() {
        var known = page;
        return known == null ? look() : known;
    }

    private void lookInBackground() {
        try {
            look();
        } catch (RuntimeException e) {
            log.warn("Whose containers are could not be read again; trying on: {}", e.getMessage());
        }
    }

    private synchronized Page look() {
        while (true) {
            long version = table.version();
            var known = page;
            if (known != null && known.version() >= version) {
                return known;
            }
            var read = table.all().stream().collect(Collectors.toMap(Key::of, Function.identity()));
            if (table.version() == version) {
                var now = new Page(version, read);
                page = now;
                return now;
            }
        }
    }
}
