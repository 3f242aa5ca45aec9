package dev.mullion.security.guardrail;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.ImageDetails;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which images may be used. */
final class ImageChecks {

    private static final String FIELD = "Image";
    private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{64}");
    private static final Pattern WHOLE_ID = Pattern.compile("sha256:[0-9a-f]{64}");

    private ImageChecks() {}

    static void images(Workload asked, Prefixes allowed, Objections objections) {
        if (allowed.any()) {
            return;
        }
        String text = asked.config().image();
        Optional<ImageReference> reference = reference(text);
        if (reference.isEmpty()) {
            objections.add(
                    FIELD,
                    text,
                    "an image has to be named by its repository",
                    "Name it like mcr.microsoft.com/windows/nanoserver:ltsc2022.");
            return;
        }
        if (!allowed.allows(Repository.parts(reference.get()))) {
            objections.add(
                    FIELD,
                    reference.get().toString(),
                    allowed.paths().isEmpty()
                            ? "no image may be used"
                            : "only images from "
                                    + String.join(
                                            ", ",
                                            allowed.paths().stream()
                                                    .map(parts -> String.join("/", parts))
                                                    .toList())
                                    + " may be used",
                    "Choose another image.");
        } else if (!cameFrom(asked.image().details(), reference.get())) {
            // anybody who can tag an image can give it any name
            objections.add(
                    FIELD,
                    reference.get().toString(),
                    "what the host has under that name didn't come from there",
                    "Pull the image again.");
        }
    }

    private static boolean cameFrom(ImageDetails image, ImageReference reference) {
        return image.repoDigests().stream()
                .flatMap(text -> reference(text).stream())
                .anyMatch(from -> Repository.parts(from).equals(Repository.parts(reference)));
    }

    static void pinning(Workload asked, ImagePinning pinning, Objections objections) {
        String text = asked.config().image();
        boolean pinned =
                WHOLE_ID.matcher(text).matches()
                        || reference(text).flatMap(ImageReference::digest).isPresent();
        if (pinning == ImagePinning.DIGEST && !pinned) {
            objections.add(
                    FIELD,
                    text,
                    "an image has to be named by its digest",
                    digestOf(asked)
                            .map(digest -> "Name it with @" + digest + ".")
                            .orElse("Name it with @sha256:… after the repository."));
        }
    }

    private static Optional<Digest> digestOf(Workload asked) {
        Optional<ImageReference> reference = reference(asked.config().image());
        return asked.image().details().repoDigests().stream()
                .flatMap(text -> reference(text).stream())
                .filter(from ->
                        reference.isPresent()
                                && from.repository().equals(reference.get().repository()))
                .flatMap(from -> from.digest().stream())
                .findFirst();
    }

    /** Always: the image is one of the host's kind, and the one that its digest names. */
    static void resolved(Workload asked, Always always, Objections objections) {
        ImageDetails image = asked.image().details();
        String system = asked.host().system().name().toLowerCase(Locale.ROOT);
        if (!image.os().equals(system)) {
            objections.add(
                    FIELD,
                    "an image for " + Objections.quoted(image.os()),
                    "this host runs images for " + system,
                    "Choose another image or another host.");
        }
        String text = asked.config().image();
        if (ID.matcher(text).matches()) {
            if (!image.id().toString().endsWith(text)) {
                another(text, objections);
            }
            return;
        }
        Optional<ImageReference> reference = reference(text);
        if (reference.isEmpty()) {
            objections.add(
                    FIELD,
                    text,
                    "only a reference or a whole id names an image",
                    "Name it like mcr.microsoft.com/windows/nanoserver:ltsc2022.");
            return;
        }
        Optional<Digest> digest = reference.get().digest();
        if (digest.isPresent() && !hasDigest(image, digest.get())) {
            another(text, objections);
        }
    }

    private static boolean hasDigest(ImageDetails image, Digest digest) {
        return image.repoDigests().stream()
                .flatMap(text -> reference(text).stream())
                .anyMatch(from -> from.digest().equals(Optional.of(digest)));
    }

    private static void another(String text, Objections objections) {
        objections.add(
                FIELD,
                text,
                "the image that was looked at is another",
                "Try again when the host has the image.");
    }

    private static Optional<ImageReference> reference(String text) {
        try {
            return ID.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of(ImageReference.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
