package dev.mullion.backend.container;

import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.SeenContainer;
import dev.mullion.docker.api.ContainerSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The containers of all hosts as rows, ready to be searched and sorted. The rows of a host are made
 * again only when its snapshot brought news of its containers.
 */
@Component
class ContainerIndex {

    /** A row with what it is searched and sorted by. */
    private record Entry(ContainerRow row, String searched, String nameKey, String imageKey) {}

    private record HostRows(
            List<SeenContainer> source, String hostName, boolean stale, List<Entry> entries) {

        /** The very same list, not an equal one: comparing thousands would cost what this saves. */
        @SuppressWarnings("ReferenceEquality")
        boolean madeFrom(HostSnapshot snapshot) {
            return source == snapshot.containers()
                    && hostName.equals(snapshot.host().name())
                    && stale == snapshot.stale();
        }
    }

    private final HostInventory inventory;
    private final Map<HostId, HostRows> byHost = new ConcurrentHashMap<>();

    ContainerIndex(HostInventory inventory) {
        this.inventory = inventory;
    }

    Page<ContainerRow> list(ContainerQuery query) {
        List<String> words = words(query.text());
        List<Entry> found = new ArrayList<>();
        List<HostId> present = new ArrayList<>();
        for (HostSnapshot snapshot : inventory.all()) {
            HostId host = snapshot.host().id();
            present.add(host);
            if (query.hosts().isEmpty() || query.hosts().contains(host)) {
                for (Entry entry : entries(snapshot)) {
                    if (fits(entry, query, words)) {
                        found.add(entry);
                    }
                }
            }
        }
        byHost.keySet().retainAll(present);
        found.sort(order(query));
        return Page.cut(found, query.offset(), query.limit()).map(Entry::row);
    }

    /** A single row, as {@link #list} would show it. */
    static ContainerRow row(HostSnapshot snapshot, SeenContainer seen) {
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
                snapshot.stale());
    }

    private List<Entry> entries(HostSnapshot snapshot) {
        HostId host = snapshot.host().id();
        HostRows made = byHost.get(host);
        if (made == null || !made.madeFrom(snapshot)) {
            made =
                    new HostRows(
                            snapshot.containers(),
                            snapshot.host().name(),
                            snapshot.stale(),
                            snapshot.containers().stream()
                                    .map(seen -> entry(row(snapshot, seen)))
                                    .toList());
            byHost.put(host, made);
        }
        return made.entries();
    }

    private static Entry entry(ContainerRow row) {
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
                row,
                searched.toLowerCase(Locale.ROOT),
                row.name().toLowerCase(Locale.ROOT),
                row.image().toLowerCase(Locale.ROOT));
    }

    private static List<String> words(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }

    private static boolean fits(Entry entry, ContainerQuery query, List<String> words) {
        ContainerRow row = entry.row();
        return (query.statuses().isEmpty() || query.statuses().contains(row.status()))
                && (query.isolation() == null || query.isolation() == row.isolation())
                && words.stream().allMatch(entry.searched()::contains);
    }

    private static Comparator<Entry> order(ContainerQuery query) {
        Comparator<Entry> main =
                switch (query.sort()) {
                    case NAME -> Comparator.comparing(Entry::nameKey);
                    case STATUS -> Comparator.comparing(entry -> entry.row().status());
                    case IMAGE -> Comparator.comparing(Entry::imageKey);
                    case HOST ->
                            Comparator.comparing(
                                    entry -> entry.row().hostName(), String.CASE_INSENSITIVE_ORDER);
                    case CREATED -> Comparator.comparing(entry -> entry.row().createdAt());
                };
        return (query.descending() ? main.reversed() : main)
                .thenComparing(Entry::nameKey)
                .thenComparing(entry -> entry.row().hostName())
                .thenComparing(entry -> entry.row().key().id().hex());
    }
}
