package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.image.ImageKey;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.image.ImageView;
import dev.mullion.backend.image.PrunePreview;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/images")
@Tag(name = "Images", description = "Images on all hosts")
class ImageApi {

    private final ImageService images;
    private final ActivityService activities;

    ImageApi(ImageService images, ActivityService activities) {
        this.images = images;
        this.activities = activities;
    }

    /**
     * An image to pull.
     *
     * @param host to where
     * @param reference what, for example nginx:1.27
     * @param platform made for what; for the host's own platform without
     */
    record PullBody(
            @Nullable HostId host,
            @Nullable ImageReference reference,
            @Nullable Platform platform) {}

    /**
     * A name for an image.
     *
     * @param reference the new name
     */
    record TagBody(@Nullable ImageReference reference) {}

    /**
     * The images to remove, as a preview listed them.
     *
     * @param host on which host
     * @param danglingOnly as it was for the preview
     * @param images which of those that the preview listed
     */
    record PruneBody(
            @Nullable HostId host,
            @Nullable Boolean danglingOnly,
            @Nullable Set<ImageKey> images) {}

    @GetMapping
    @Operation(
            summary = "List images",
            description =
                    "Words are looked for in names, id and host. Sort keys: name, size, created, host, containers.")
    Page<ImageRow> list(
            @ParameterObject Listing listing,
            @RequestParam(required = false) @Nullable List<HostId> host) {
        return images.list(
                new ImageQuery(
                        listing.words(),
                        host == null ? Set.of() : new HashSet<>(host),
                        listing.sortedBy(ImageQuery.Sort.NAME),
                        listing.descending(false),
                        listing.from(),
                        listing.most()));
    }

    @GetMapping("/{image}")
    @Operation(summary = "Ask the host all about an image")
    ImageView get(@PathVariable ImageKey image) {
        return images.get(image);
    }

    @PostMapping("/pull")
    @Operation(
            summary = "Pull an image to a host",
            description = "It is an activity; Location says where to see how it goes.")
    @ApiResponse(responseCode = "202", description = "It was written down and begins soon")
    ResponseEntity<Activity> pull(@RequestBody PullBody body) {
        var asked = "pull an image";
        var id =
                images.pull(
                        Required.field("host", body.host(), asked),
                        Required.field("reference", body.reference(), asked),
                        body.platform());
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/activities/" + id))
                .body(activities.get(id));
    }

    @PostMapping("/{image}/tag")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give an image another name on its host")
    void tag(@PathVariable ImageKey image, @RequestBody TagBody body) {
        images.tag(image, Required.field("reference", body.reference(), "tag the image"));
    }

    @DeleteMapping("/{image}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove an image from its host, with all its names")
    void remove(
            @PathVariable ImageKey image,
            @Parameter(
                            description =
                                    "Whether also while it has several names, or stopped containers")
                    @RequestParam(defaultValue = "false")
                    boolean force) {
        images.remove(image, force);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take one name from an image; with its last name the image goes, too")
    void removeReference(@RequestParam HostId host, @RequestParam ImageReference reference) {
        images.removeReference(host, reference);
    }

    @GetMapping("/prune")
    @Operation(summary = "Show what pruning would remove from a host")
    PrunePreview previewPrune(
            @RequestParam HostId host,
            @Parameter(description = "Whether only images without a name")
                    @RequestParam(defaultValue = "true")
                    boolean danglingOnly) {
        return images.previewPrune(host, danglingOnly);
    }

    @PostMapping("/prune")
    @Operation(
            summary = "Remove unused images from a host",
            description = "Only those that are named here; the answer says which went.")
    PrunePreview prune(@RequestBody PruneBody body) {
        var asked = "remove unused images";
        var host = Required.field("host", body.host(), asked);
        var chosen = Required.field("images", body.images(), asked);
        boolean danglingOnly = body.danglingOnly() == null || body.danglingOnly();
        var rows =
                images.previewPrune(host, danglingOnly).images().stream()
                        .filter(row -> chosen.contains(row.key()))
                        .toList();
        if (rows.size() < chosen.size()) {
            throw Problem.conflict(
                            asked,
                            "%d of the %d images are in use now, or gone"
                                    .formatted(chosen.size() - rows.size(), chosen.size()),
                            "Look at the preview again.")
                    .at("images");
        }
        long bytes = rows.stream().mapToLong(ImageRow::sizeBytes).sum();
        return images.prune(new PrunePreview(host, rows, bytes));
    }
}
