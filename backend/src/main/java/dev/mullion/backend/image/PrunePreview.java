package dev.mullion.backend.image;

import dev.mullion.backend.host.HostId;
import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The images that pruning would remove, or did remove.
 *
 * @param bytes their sizes added up; what is freed is less where they share layers with images that
 *     stay
 */
public record PrunePreview(HostId host, List<ImageRow> images, long bytes)
        implements Resource, Auditable {

    public PrunePreview {
        images = List.copyOf(images);
    }

    static PrunePreview of(HostId host, List<ImageRow> images) {
        return new PrunePreview(host, images, images.stream().mapToLong(ImageRow::sizeBytes).sum());
    }

    /** The host's: that is what pruning is about. */
    @Override
    public String path() {
        return host.path();
    }

    @Override
    public String auditText() {
        return images.stream()
                .map(row -> row.dangling() ? row.key().id().shortened() : names(row))
                .collect(Collectors.joining(", ", images.size() + " images: ", ""));
    }

    private static String names(ImageRow row) {
        return String.join(" ", row.references());
    }
}
