package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DeletedImage;
import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes names and images by Docker's rules: a name goes alone while there are others, the last
 * one takes the image with it, and containers are in the way of that.
 */
final class ImageRemoval {

    private final ImageStore store;
    private final ImageEvents events;

    ImageRemoval(ImageStore store, ImageEvents events) {
        this.store = store;
        this.events = events;
    }

    /**
     * Removes a name or an image.
     *
     * @param asked a name or an id
     * @param force also if stopped containers use it or it has several names
     * @return what went, in the order in which it went
     * @throws EngineProblem 404, or 409 in Docker's words
     */
    synchronized List<DeletedImage> remove(String asked, boolean force) throws IOException {
        List<DeletedImage> gone = unlist(asked, force);
        return gone.stream().anyMatch(one -> one.deleted() != null) ? collected(gone) : gone;
    }

    /** The image that a name or id names now. */
    private KnownImage require(String asked) {
        return Names.find(asked, store.catalogue())
                .flatMap(store::known)
                .orElseThrow(() -> Names.missing(asked));
    }

    private List<DeletedImage> unlist(String asked, boolean force) throws IOException {
        KnownImage image = require(asked);
        List<DeletedImage> gone = new ArrayList<>();
        if (Names.isIdOf(asked, image.id())) {
            if (isOneName(references(image))) {
                refuseIf(inTheWay(image, force, false));
                for (ImageReference name : references(image)) {
                    untag(image, name, gone, true);
                }
            }
            refuseIf(inTheWay(image, force, true));
            delete(image, gone);
            return gone;
        }
        if (!force && isOneName(references(image))) {
            refuseIfUsed(asked, image);
        }
        ImageReference name = Names.parse(asked);
        untag(image, name, gone, true);
        untagLoneDigests(image, name, gone);
        if (references(image).isEmpty()) {
            Optional<Conflict> conflict = inTheWay(image, force, true);
            if (conflict.isEmpty()) {
                delete(image, gone);
            } else if (!conflict.get().used()) {
                refuseIf(conflict);
            }
        }
        return gone;
    }

    /** What a tag was pulled by isn't kept when the last tag of that repository goes. */
    private void untagLoneDigests(KnownImage image, ImageReference name, List<DeletedImage> gone)
            throws IOException {
        if (name.digest().isPresent()) {
            return;
        }
        List<ImageReference> same =
                references(image).stream()
                        .filter(other -> other.repository().equals(name.repository()))
                        .toList();
        if (same.stream().allMatch(other -> other.digest().isPresent())) {
            for (ImageReference digest : same) {
                untag(image, digest, gone, false);
            }
        }
    }

    private void untag(KnownImage image, ImageReference name, List<DeletedImage> gone, boolean tell)
            throws IOException {
        store.unname(Names.key(name));
        gone.add(new DeletedImage(name.familiar(), null));
        if (tell) {
            events.happened("untag", image);
        }
    }

    private void delete(KnownImage image, List<DeletedImage> gone) throws IOException {
        for (ImageReference name : references(image)) {
            untag(image, name, gone, true);
        }
        store.forget(image.id());
        events.happened("delete", image);
        gone.add(new DeletedImage(null, image.id().toString()));
        for (Digest layer : onlyOf(image).reversed()) {
            gone.add(new DeletedImage(null, layer.toString()));
        }
    }

    private List<DeletedImage> collected(List<DeletedImage> gone) throws IOException {
        store.collect();
        return gone;
    }

    /** The chain ids of layers that no other image has and no container stands on. */
    private List<Digest> onlyOf(KnownImage image) {
        Set<Digest> others = new HashSet<>();
        for (KnownImage other : store.all()) {
            others.addAll(Chains.ids(other.layers()));
        }
        for (List<Digest> layers : store.layersInUse()) {
            others.addAll(Chains.ids(layers));
        }
        return Chains.ids(image.layers()).stream().filter(id -> !others.contains(id)).toList();
    }

    private List<ImageReference> references(KnownImage image) {
        return store.catalogue().namesOf(image.id()).stream().map(ImageReference::of).toList();
    }

    /** Whether there is at most one tag and whatever else there is are digests beside it. */
    private static boolean isOneName(List<ImageReference> names) {
        long tags = names.stream().filter(name -> name.digest().isEmpty()).count();
        long repositories = names.stream().map(ImageReference::repository).distinct().count();
        return names.size() <= 1 || (tags <= 1 && repositories == 1);
    }

    private void refuseIfUsed(String asked, KnownImage image) {
        List<ImageUse.Use> uses = store.uses(image.id());
        if (!uses.isEmpty()) {
            throw EngineProblem.conflict(
                    ("conflict: unable to remove repository reference \"%s\" (must force) -"
                                    + " container %s is using its referenced image %s")
                            .formatted(
                                    asked,
                                    uses.getFirst().container().shortened(),
                                    image.id().shortened()));
        }
    }

    private Optional<Conflict> inTheWay(KnownImage image, boolean force, boolean names) {
        List<ImageUse.Use> uses = store.uses(image.id());
        for (ImageUse.Use use : uses) {
            if (use.running()) {
                return Optional.of(
                        new Conflict(
                                image.id(),
                                true,
                                true,
                                "image is being used by running container "
                                        + use.container().shortened()));
            }
        }
        if (force) {
            return Optional.empty();
        }
        if (names && !references(image).isEmpty()) {
            return Optional.of(
                    new Conflict(
                            image.id(),
                            false,
                            false,
                            "image is referenced in multiple repositories"));
        }
        return uses.stream()
                .findFirst()
                .map(use ->
                        new Conflict(
                                image.id(),
                                false,
                                true,
                                "image is being used by stopped container "
                                        + use.container().shortened()));
    }

    private static void refuseIf(Optional<Conflict> conflict) {
        conflict.ifPresent(reason -> {
            throw EngineProblem.conflict(
                    "conflict: unable to delete %s (%s) - %s"
                            .formatted(
                                    reason.image().shortened(),
                                    reason.hard() ? "cannot be forced" : "must be forced",
                                    reason.why()));
        });
    }

    /** Why an image can't go. */
    private record Conflict(Digest image, boolean hard, boolean used, String why) {}
}
