package dev.mullion.backend.image;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activities;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.ImageSummary;
import dev.mullion.docker.client.ConflictException;
import dev.mullion.docker.client.Images;
import dev.mullion.docker.client.NoSuchObjectException;
import dev.mullion.security.Audited;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The images of all hosts. Lists come from memory and never wait for a host; all else is asked of
 * the host, and fails with a {@link Problem} of kind HOST_UNREACHABLE, HOST_TIMEOUT or HOST_REFUSED
 * if it can't be asked. When a change returns, lists show it.
 */
@Service
public class ImageService {

    /** The kind of the activity that pulls. */
    static final String PULL = "image.pull";

    static final String PULL_HOST = "host";
    static final String PULL_REFERENCE = "reference";
    static final String PULL_PLATFORM = "platform";

    private final HostGateway gateway;
    private final ImageIndex index;
    private final ImageShelf shelf;
    private final Activities activities;

    ImageService(HostGateway gateway, ImageIndex index, ImageShelf shelf, Activities activities) {
        this.gateway = gateway;
        this.index = index;
        this.shelf = shelf;
        this.activities = activities;
    }

    /** A part of the list of all images. */
    @Requires(Permission.IMAGE_READ)
    public Page<ImageRow> list(ImageQuery query) {
        return index.list(query);
    }

    /**
     * All about one image: from memory, and the first time from its host.
     *
     * @throws Problem NOT_FOUND
     */
    @Requires(Permission.IMAGE_READ)
    public ImageView get(ImageKey key) {
        String asked = "show image " + key.id().shortened();
        HostSnapshot snapshot = gateway.snapshot(key.host(), asked);
        ImageSummary summary = snapshot.image(key.id()).orElseThrow(() -> gone(key, asked));
        List<ImageRow> rows = index.rows(snapshot);
        ImageRow row =
                rows.stream()
                        .filter(other -> other.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> gone(key, asked));
        ImageShelf.Item item = shelf.item(key, asked);
        List<ImageKey> others =
                rows.stream().map(ImageRow::key).filter(other -> !other.equals(key)).toList();
        List<LayerView> layers =
                LayerStack.of(
                        item.details().rootFs().layers(),
                        item.history(),
                        shelf.layers(others, snapshot.stale()));
        return new ImageView(row, named(item.details(), summary), item.history(), layers);
    }

    /**
     * Begins to have a host pull an image.
     *
     * @param platform made for what; null for the host's own
     * @return the activity that tells how far it is
     * @throws Problem NOT_FOUND for the host
     */
    @Requires(Permission.IMAGE_PULL)
    public ActivityId pull(
            HostId host,
            @Audited("image") ImageReference reference,
            @Audited("platform") @Nullable Platform platform) {
        String asked = "pull " + reference.familiar();
        String name = gateway.snapshot(host, asked).host().name();
        Map<String, String> parameters = new HashMap<>();
        parameters.put(PULL_HOST, host.toString());
        parameters.put(PULL_REFERENCE, reference.toString());
        if (platform != null) {
            parameters.put(PULL_PLATFORM, platform.toString());
        }
        return activities.start(
                PULL, "Pull " + reference.familiar() + " on " + name, host.path(), parameters);
    }

    /**
     * Gives an image one more name on its host; the image that had the name loses it.
     *
     * @throws Problem NOT_FOUND; INVALID for a name with a digest, which can't be given
     */
    @Requires(Permission.IMAGE_TAG)
    public void tag(ImageKey key, @Audited("name") ImageReference reference) {
        String asked = "name image " + named(key) + " " + reference.familiar();
        if (reference.digest().isPresent()) {
            throw Problem.invalid(
                    "reference",
                    asked,
                    "a digest is made from the content and can't be given",
                    "Use a name with a tag.");
        }
        change(
                key.host(),
                asked,
                () -> gone(key, asked),
                images -> images.tag(key.id().toString(), reference));
    }

    /**
     * Removes an image with its names.
     *
     * @param force whether also with several names, or while stopped containers use it; a running
     *     container keeps its image whatever is said here
     * @throws Problem NOT_FOUND, also when somebody else was faster; CONFLICT when something still
     *     needs it
     */
    @Requires(Permission.IMAGE_REMOVE)
    public void remove(ImageKey key, @Audited("force") boolean force) {
        String asked = "remove image " + named(key);
        change(
                key.host(),
                asked,
                () -> gone(key, asked),
                images -> images.remove(key.id().toString(), force, true));
    }

    /**
     * Takes a name from an image, and with its last name removes the image.
     *
     * @throws Problem NOT_FOUND, also when somebody else was faster; CONFLICT when a container
     *     needs the image
     */
    @Requires(Permission.IMAGE_REMOVE)
    public void removeReference(HostId host, @Audited("name") ImageReference reference) {
        String asked = "remove image " + reference.familiar() + on(host);
        change(
                host,
                asked,
                () ->
                        Problem.notFound(
                                asked,
                                "no image has that name there; it may have been removed already",
                                "Look at the list of images."),
                images -> images.remove(reference.toString(), false, true));
    }

    /**
     * What pruning would remove: images that no container was made from, as last seen.
     *
     * @param danglingOnly whether only those without a name
     * @throws Problem NOT_FOUND for the host
     */
    @Requires(Permission.IMAGE_READ)
    public PrunePreview previewPrune(HostId host, boolean danglingOnly) {
        HostSnapshot snapshot = gateway.snapshot(host, "look for unused images");
        return PrunePreview.of(
                host,
                index.rows(snapshot).stream()
                        .filter(row -> row.containers() == 0)
                        .filter(row -> row.dangling() || !danglingOnly)
                        .toList());
    }

    /**
     * Removes what a preview showed and nothing else. An image that got another name since, that a
     * container uses now, or that is gone already, is left alone.
     *
     * @return what was removed
     * @throws Problem NOT_FOUND for the host, and when the host can't be asked any more
     */
    @Requires(Permission.IMAGE_PRUNE)
    public PrunePreview prune(PrunePreview confirmed) {
        HostId host = confirmed.host();
        String asked = "remove unused images" + on(host);
        gateway.snapshot(host, asked);
        List<ImageRow> removed = new ArrayList<>();
        try {
            for (ImageRow row : confirmed.images()) {
                if (row.key().host().equals(host) && removeIfUnchanged(row, asked)) {
                    removed.add(row);
                }
            }
        } finally {
            gateway.lookAtImages(host);
        }
        return PrunePreview.of(host, removed);
    }

    private boolean removeIfUnchanged(ImageRow row, String asked) {
        String id = row.key().id().toString();
        return gateway.call(
                row.key().host(),
                asked,
                client -> {
                    try {
                        ImageDetails now = client.images().inspect(id);
                        if (!ImageIndex.names(now.repoTags(), now.repoDigests())
                                .equals(row.references())) {
                            return false;
                        }
                        // by its names, one after the other: by id, several names would need force,
                        // which takes the image from stopped containers, too
                        for (String name : row.dangling() ? List.of(id) : row.references()) {
                            client.images().remove(name, false, true);
                        }
                        return true;
                    } catch (NoSuchObjectException | ConflictException e) {
                        return false;
                    }
                });
    }

    private void change(
            HostId host, String asked, Supplier<Problem> gone, Consumer<Images> change) {
        try {
            gateway.run(
                    host,
                    asked,
                    client -> {
                        try {
                            change.accept(client.images());
                        } catch (NoSuchObjectException e) {
                            throw gone.get().causedBy(e);
                        } catch (ConflictException e) {
                            throw inUse(e, asked);
                        }
                    });
        } finally {
            gateway.lookAtImages(host);
        }
    }

    private static Problem inUse(ConflictException e, String asked) {
        String words = e.engineMessage();
        String remedy;
        if (words.contains("running container")) {
            remedy = "Stop and remove the container first.";
        } else if (words.contains("must be forced") || words.contains("multiple repositories")) {
            remedy = "Remove its other names or the containers that use it first, or force it.";
        } else if (words.contains("dependent child")) {
            remedy = "Remove the images that were built on it first.";
        } else {
            remedy = "Look at what uses it.";
        }
        return Problem.conflict(asked, words, remedy).causedBy(e);
    }

    private Problem gone(ImageKey key, String asked) {
        return Problem.notFound(
                asked,
                "host \""
                        + gateway.name(key.host())
                        + "\" has no image "
                        + key.id().shortened()
                        + "; it was already removed",
                "Look at the list of images.");
    }

    /** What people call an image, and where it is. */
    private String named(ImageKey key) {
        String name =
                gateway.seen(key.host())
                        .flatMap(snapshot -> snapshot.image(key.id()))
                        .flatMap(image ->
                                ImageIndex.names(image.repoTags(), image.repoDigests()).stream()
                                        .findFirst())
                        .orElseGet(() -> key.id().shortened());
        return name + on(key.host());
    }

    private String on(HostId host) {
        return " on host \"" + gateway.name(host) + "\"";
    }

    /** The details with the names that the image has now. */
    private static ImageDetails named(ImageDetails kept, ImageSummary now) {
        return kept.toBuilder().repoTags(now.repoTags()).repoDigests(now.repoDigests()).build();
    }
}
