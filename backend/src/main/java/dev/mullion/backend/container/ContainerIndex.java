package dev.mullion.backend.container;

import dev.mullion.backend.Page;
import dev.mullion.backend.container.ContainerQuery.Sort;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.SeenContainer;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.security.Resource;
import dev.mullion.security.Sight;
import dev.mullion.security.ownership.Belonging;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The containers of all hosts as rows, ready to be searched and sorted. The rows of a host are made
 * again only when its snapshot brought news of its containers.
 */
@Component
class ContainerIndex {

    /** A row with what it was made from, and with what it is searched and sorted by. */
    private record Entry(
            SeenContainer source,
            ContainerRow row,
            String searched,
            String nameKey,
            String imageKey) {}

    /**
     * The rows of one host.
     *
     * @param number tells these rows from all that were made before
     */
    private record HostRows(
            long number,
            List<SeenContainer> source,
            String hostName,
            boolean stale,
            List<Entry> entries) {

        /** The very same list, not an equal one: comparing thousands would cost what this saves. */
        @SuppressWarnings("ReferenceEquality")
        boolean madeFrom(HostSnapshot snapshot) {
            return source == snapshot.containers() && sameHost(snapshot);
        }

        boolean sameHost(HostSnapshot snapshot) {
            return hostName.equals(snapshot.host().name()) && stale == snapshot.stale();
        }
    }

    private record Order(Sort sort, boolean descending) {}

    /** All rows in one order, good as long as the rows of no host are made anew. */
    private record Sorted(List<Long> numbers, List<Entry> entries) {}

    private final HostInventory inventory;
    private final Function<ContainerKey, Optional<Belonging>> owners;
    private final Map<HostId, HostRows> byHost = new ConcurrentHashMap<>();
    private final Map<Order, Sorted> sorted = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong();

    @Autowired
    ContainerIndex(HostInventory inventory, ContainerOwners owners) {
        this(inventory, owners::of);
    }

    /**
     * @param owners whose a container is
     */
    ContainerIndex(HostInventory inventory, Function<ContainerKey, Optional<Belonging>> owners) {
        this.inventory = inventory;
        this.owners = owners;
    }

    Page<ContainerRow> list(ContainerQuery query, Sight sight) {
        List<String> words = words(query.text());
        List<Entry> found = new ArrayList<>();
        for (Entry entry : sorted(new Order(query.sort(), query.descending()))) {
            if (sight.into(place(entry.row().key())) && fits(entry, query, words)) {
                found.add(entry);
            }
        }
        return Page.cut(found, query.offset(), query.limit()).map(Entry::row).map(this::owned);
    }

    private List<Entry> sorted(Order order) {
        Map<HostId, HostRows> present = new TreeMap<>();
        inventory.all().forEach(snapshot -> present.put(snapshot.host().id(), rows(snapshot)));
        byHost.keySet().retainAll(present.keySet());
        List<Long> numbers = present.values().stream().map(HostRows::number).toList();
        Sorted last = sorted.get(order);
        if (last == null || !last.numbers().equals(numbers)) {
            List<Entry> entries = new ArrayList<>();
            present.values().forEach(rows -> entries.addAll(rows.entries()));
            entries.sort(comparator(order));
            last = new Sorted(numbers, entries);
            sorted.put(order, last);
        }
        return last.entries();
    }

    /** A single row, as {@link #list} would show it. */
    ContainerRow row(HostSnapshot snapshot, SeenContainer seen) {
        return owned(unowned(snapshot, seen));
    }

    /** Whose it is can change without any news of the host, so it is not kept with the rows. */
    private ContainerRow owned(ContainerRow row) {
        return owners.apply(row.key()).map(row::of).orElse(row);
    }

    private static ContainerRow unowned(HostSnapshot snapshot, SeenContainer seen) {
        ContainerSummary summary = seen.summary();
        return new ContainerRow(
                new ContainerKey(snapshot.host().id(), summary.id()),
                summary.name(),
                summary.image(),
                ContainerStatuses.of(seen),
                summary.status(),
                seen.isolation(),
                snapshot.host().name(),
                summary.ports(),
                summary.createdAt(),
                new TreeMap<>(summary.labels()),
                null,
                null,
                snapshot.stale());
    }

    private HostRows rows(HostSnapshot snapshot) {
        HostId host = snapshot.host().id();
        HostRows last = byHost.get(host);
        if (last != null && last.madeFrom(snapshot)) {
            return last;
        }
        Map<ContainerId, Entry> kept = new HashMap<>();
        if (last != null && last.sameHost(snapshot)) {
            last.entries().forEach(entry -> kept.put(entry.row().key().id(), entry));
        }
        HostRows rows =
                new HostRows(
                        made.incrementAndGet(),
                        snapshot.containers(),
                        snapshot.host().name(),
                        snapshot.stale(),
                        snapshot.containers().stream()
                                .map(seen -> entry(snapshot, seen, kept))
                                .toList());
        byHost.put(host, rows);
        return rows;
    }

    /** Most containers are as they were: their rows are, too. */
    private static Entry entry(
            HostSnapshot snapshot, SeenContainer seen, Map<ContainerId, Entry> kept) {
        Entry last = kept.get(seen.summary().id());
        return last != null && last.source().equals(seen) ? last : entry(snapshot, seen);
    }

    private static Entry entry(HostSnapshot snapshot, SeenContainer seen) {
        ContainerRow row = unowned(snapshot, seen);
        String labels =
                row.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining("\n"));
        String searched =
                String.join(
                        "\n",
                        row.name(),
                        row.image(),
                        row.key().id().toString(),
                        row.hostName(),
                        labels);
        return new Entry(
                seen,
                row,
                searched.toLowerCase(Locale.ROOT),
                row.name().toLowerCase(Locale.ROOT),
                row.image().toLowerCase(Locale.ROOT));
    }

    private static List<String> words(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }

    private boolean fits(Entry entry, ContainerQuery query, List<String> words) {
        ContainerRow row = entry.row();
        return (query.hosts().isEmpty() || query.hosts().contains(row.key().host()))
                && (query.statuses().isEmpty() || query.statuses().contains(row.status()))
                && (query.isolation() == null || query.isolation() == row.isolation())
                && isOf(row.key(), query)
                && words.stream().allMatch(entry.searched()::contains);
    }

    /** What has to be seen by whoever shall see a container: its tenant's stage, or its host. */
    private Resource place(ContainerKey key) {
        return owners.apply(key).<Resource>map(Belonging::place).orElse(key.host());
    }

    private boolean isOf(ContainerKey key, ContainerQuery query) {
        if (query.tenant() == null && query.stage() == null) {
            return true;
        }
        return owners.apply(key)
                .filter(owner -> query.tenant() == null || owner.tenant().equals(query.tenant()))
                .filter(owner -> query.stage() == null || owner.stage() == query.stage())
                .isPresent();
    }

    private static Comparator<Entry> comparator(Order order) {
        Comparator<Entry> main =
                switch (order.sort()) {
                    case NAME -> Comparator.comparing(Entry::nameKey);
                    case STATUS -> Comparator.comparing(entry -> entry.row().status());
                    case IMAGE -> Comparator.comparing(Entry::imageKey);
                    case HOST ->
                            Comparator.comparing(
                                    entry -> entry.row().hostName(), String.CASE_INSENSITIVE_ORDER);
                    case CREATED -> Comparator.comparing(entry -> entry.row().createdAt());
                };
        return (order.descending() ? main.reversed() : main)
                .thenComparing(Entry::nameKey)
                .thenComparing(entry -> entry.row().hostName())
                .thenComparing(entry -> entry.row().key().id().hex());
    }
}
