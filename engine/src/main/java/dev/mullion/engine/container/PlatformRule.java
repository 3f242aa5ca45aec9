package dev.mullion.engine.container;

import dev.mullion.docker.Platform;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.image.StoredImage;
import org.jspecify.annotations.Nullable;

/** Whether an image is for the platform that was asked for. */
final class PlatformRule {

    private PlatformRule() {}

    /**
     * Looks whether this host runs an image's operating system at all.
     *
     * @throws EngineProblem 400 if not
     */
    static void checkSystem(StoredImage image, String host) {
        if (!image.platform().os().equals(host)) {
            throw EngineProblem.invalid(
                    "image operating system \""
                            + image.platform().os()
                            + "\" cannot be used on this platform: this host runs containers of "
                            + host);
        }
    }

    static void check(StoredImage image, @Nullable Platform wanted, String reference) {
        if (wanted == null) {
            return;
        }
        Platform has = image.platform();
        boolean same =
                has.os().equals(wanted.os())
                        && has.architecture().equals(wanted.architecture())
                        && (wanted.variant().isEmpty()
                                || has.variant().isEmpty()
                                || has.variant().equals(wanted.variant()));
        if (!same) {
            throw EngineProblem.notFound(
                    "image with reference "
                            + reference
                            + " was found but does not match the specified platform: wanted "
                            + wanted
                            + ", actual: "
                            + has);
        }
    }
}
