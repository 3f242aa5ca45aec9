package dev.mullion.engine.image;

import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import dev.mullion.engine.EngineProblem;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What images shall run on.
 *
 * @param platform the system and the processor
 * @param version the host's Windows; null elsewhere
 */
public record HostSystem(Platform platform, @Nullable OsVersion version) {

    /** Whether it is Windows. */
    boolean windows() {
        return platform.os().equals("windows");
    }

    /**
     * Refuses an image of a newer Windows: that runs in no isolation, so it isn't worth fetching.
     *
     * @param image the image's Windows; null if it doesn't say
     */
    void refuseNewer(@Nullable OsVersion image) {
        if (version != null && image != null && image.build() > version.build()) {
            throw EngineProblem.invalid(
                    ("a Windows version %s-based image is incompatible with a %s host: an image"
                                    + " newer than its host runs in no isolation; pull a tag for"
                                    + " build %d or an older one")
                            .formatted(image, version, version.build()));
        }
    }

    /** Says that an index has nothing for a platform here. */
    EngineProblem nothingFits(Platform wanted, List<Descriptor> manifests) {
        String versions =
                manifests.stream()
                        .map(Descriptor::platform)
                        .filter(Objects::nonNull)
                        .filter(target -> wanted.os().equals(target.os()))
                        .map(Descriptor.Target::osVersion)
                        .filter(Objects::nonNull)
                        .sorted()
                        .distinct()
                        .collect(Collectors.joining(", "));
        boolean tooNew = version != null && !versions.isEmpty();
        return EngineProblem.notFound(
                "no matching manifest for %s%s in the manifest list entries%s"
                        .formatted(
                                wanted,
                                version == null ? "" : " " + version,
                                tooNew
                                        ? ", which are for Windows "
                                                + versions
                                                + "; an image newer than its host runs in no"
                                                + " isolation"
                                        : ""));
    }
}
