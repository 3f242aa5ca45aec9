package dev.mullion.backend.image;

import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostInventory;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.SeenContainer;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.ImageSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The images of all hosts as rows, ready to be searched and sorted. The rows of a host are made
 * again only when its snapshot brought news of its images or containers.
 */
@Component
class ImageIndex {

    /** A row with what it is searched and sorted by. */
    private record Entry(ImageRow row, String searched, String nameKey) {}

    private record HostRows(
            List<ImageSummary> images,
            List<SeenContainer> containers,
            String hostName,
            boolean stale,
            List<Entry> entries) {

        /** The very same lists, not equal ones: comparing thousands would cost what this saves. */
        @SuppressWarnings("ReferenceEquality")
        boolean madeFrom(HostSnapshot snapshot) {
            return images == snapshot.images()
                    && containers == snapshot.containers()
                    && hostName.equals(snapshot.host().name())
                    && stale == snapshot.stale();
        }
    }

    private final HostInventory inventory;
    private final Map<HostId, HostRows> byHost = new ConcurrentHashMap<>();

    ImageIndex(HostInventory inventory) {
        this.inventory = inventory;
    }

    Page<ImageRow> list(ImageQuery query) {
        String text = query.text().strip().toLowerCase(Locale.ROOT);
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
        List<Entry> found = new ArrayList<>();
        List<HostId> present = new ArrayList<>();
        for (HostSnapshot snapshot : inventory.all()) {
            HostId host = snapshot.host().id();
            present.add(host);
            if (query.hosts().isEmpty() || query.hosts().contains(host)) {
                entries(snapshot).stream()
                        .filter(entry -> words.stream().allMatch(entry.searched()::contains))
                        .forEach(found::add);
            }
        }
        byHost.keySet().retainAll(present);
        found.sort(order(query));
        return Page.cut(found, query.offset(), query.limit()).map(Entry::row);
    }

    /** All images of one host. */
    List<ImageRow> rows(HostSnapshot snapshot) {
        return entries(snapshot).stream().map(Entry::row).toList();
    }

    private List<Entry> entries(HostSnapshot snapshot) {
        HostRows made = byHost.get(snapshot.host().id());
        if (made == null || !made.madeFrom(snapshot)) {
            Map<String, Integer> uses = new HashMap<>();
            for (SeenContainer seen : snapshot.containers()) {
                String image = seen.summary().imageId();
                if (image != null) {
                    uses.merge(image, 1, Integer::sum);
                }
            }
            made =
                    new HostRows(
                            snapshot.images(),
                            snapshot.containers(),
                            snapshot.host().name(),
                            snapshot.stale(),
                            snapshot.images().stream()
                                    .map(image -> entry(row(snapshot, image, uses)))
                                    .toList());
            byHost.put(snapshot.host().id(), made);
        }
        return made.entries();
    }

    private static ImageRow row(
            HostSnapshot snapshot, ImageSummary image, Map<String, Integer> uses) {
        return new ImageRow(
                new ImageKey(snapshot.host().id(), image.id()),
                names(image.repoTags(), image.repoDigests()),
                snapshot.host().name(),
                Math.max(0, image.size()),
                image.createdAt(),
                uses.getOrDefault(image.id().toString(), 0),
                snapshot.stale());
    }

    /** An image's names as people write them; one that was pulled by digest has no tag. */
    static List<String> names(List<String> tags, List<String> digests) {
        return (tags.isEmpty() ? digests : tags)
                .stream().map(ImageIndex::familiar).sorted().toList();
    }

    private static String familiar(String name) {
        try {
            return ImageReference.of(name).familiar();
        } catch (IllegalArgumentException e) {
            return name; // the engine knows a grammar that we don't: its own words then
        }
    }

    private static Entry entry(ImageRow row) {
        String names = String.join("\n", row.references());
        String searched = String.join("\n", names, row.key().id().toString(), row.hostName());
        return new Entry(
                row,
                searched.toLowerCase(Locale.ROOT),
                // those without a name come after all that have one
                row.dangling() ? "\uFFFF" : names.toLowerCase(Locale.ROOT));
    }

    private static Comparator<Entry> order(ImageQuery query) {
        Comparator<Entry> main =
                switch (query.sort()) {
                    case NAME -> Comparator.comparing(Entry::nameKey);
                    case SIZE -> Comparator.comparingLong(entry -> entry.row().sizeBytes());
                    case CREATED -> Comparator.comparing(entry -> entry.row().createdAt());
                    case HOST ->
                            Comparator.comparing(
                                    entry -> entry.row().hostName(), String.CASE_INSENSITIVE_ORDER);
                    case CONTAINERS -> Comparator.comparingInt(entry -> entry.row().containers());
                };
        return (query.descending() ? main.reversed() : main)
                .thenComparing(Entry::nameKey)
                .thenComparing(entry -> entry.row().hostName())
                .thenComparing(entry -> entry.row().key().id().hex());
    }
}
