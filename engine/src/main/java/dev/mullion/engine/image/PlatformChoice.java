package dev.mullion.engine.image;

import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses from an index the manifest that runs best on a platform. */
final class PlatformChoice {

    private static final Comparator<OsVersion> NEWEST =
            Comparator.nullsFirst(Comparator.naturalOrder());

    private final Platform wanted;
    private final @Nullable OsVersion host;

    /**
     * Begins a choice.
     *
     * @param wanted what it shall run on
     * @param host the Windows it shall run on; null where that doesn't matter
     */
    PlatformChoice(Platform wanted, @Nullable OsVersion host) {
        this.wanted = wanted;
        this.host = host;
    }

    /** The best, or nothing if none runs there. */
    Optional<Descriptor> from(List<Descriptor> manifests) {
        return manifests.stream()
                .filter(this::runs)
                .max(
                        Comparator.<Descriptor>comparingInt(this::variantRank)
                                .thenComparingInt(this::buildRank)
                                .thenComparing(PlatformChoice::version, NEWEST));
    }

    private boolean runs(Descriptor manifest) {
        Descriptor.Target target = manifest.platform();
        return target != null
                && MediaTypes.isManifest(manifest.mediaType())
                && wanted.os().equals(target.os())
                && wanted.architecture().equals(target.architecture())
                && variantRank(manifest) >= 0
                && (host == null || version(manifest) == null || buildRank(manifest) >= 0);
    }

    /** 100 for the very one, less for older ones that run as well, negative for what doesn't. */
    private int variantRank(Descriptor manifest) {
        Descriptor.Target target = manifest.platform();
        String has = target == null ? null : target.variant();
        String wants = wanted.variant().orElse("");
        if (has == null || has.isEmpty()) {
            return wants.isEmpty() ? 100 : 50;
        }
        if (has.equals(wants)) {
            return 100;
        }
        if (wants.isEmpty()) {
            // the plainest of its kind: every amd64 runs v1, every arm64 is a v8
            return has.equals("v1") || has.equals("v8") ? 90 : 10 - Math.min(level(has), 9);
        }
        int below = level(wants) - level(has);
        return below > 0 ? 50 - below : -1;
    }

    private static int level(String variant) {
        return variant.matches("v\\d{1,2}") ? Integer.parseInt(variant.substring(1)) : 99;
    }

    /** An image of an older Windows needs a kernel of its own; a newer one doesn't run at all. */
    private int buildRank(Descriptor manifest) {
        OsVersion version = version(manifest);
        if (host == null || version == null) {
            return 0;
        }
        if (version.build() == host.build()) {
            return 1_000_000;
        }
        return version.build() < host.build() ? version.build() : -1;
    }

    private static @Nullable OsVersion version(Descriptor manifest) {
        Descriptor.Target target = manifest.platform();
        return target == null ? null : OsVersion.find(target.osVersion()).orElse(null);
    }
}
