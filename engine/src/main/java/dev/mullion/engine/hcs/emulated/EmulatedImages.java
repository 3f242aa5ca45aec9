package dev.mullion.engine.hcs.emulated;

import dev.mullion.docker.OsVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

/**
 * The base images that an engine on an emulated Windows brings along: real layers of Windows in
 * form, with text in the place of every program. They are made in memory, the same bytes each time,
 * and go the way of every image that is loaded.
 */
public final class EmulatedImages {

    private static final List<Build> BUILDS =
            List.of(
                    new Build("ltsc2019", OsVersion.of("10.0.17763.6532"), "2024-11-12T08:00:00Z"),
                    new Build("ltsc2022", OsVersion.of("10.0.20348.2700"), "2024-11-12T09:00:00Z"),
                    new Build("ltsc2025", OsVersion.of("10.0.26100.2161"), "2024-11-12T10:00:00Z"));

    /** A version of Windows. */
    record Build(String tag, OsVersion version, String created) {}

    private EmulatedImages() {}

    /** Loads an archive of images. */
    @FunctionalInterface
    public interface Loader {

        /**
         * Loads.
         *
         * @param archive as {@code docker save} writes it
         */
        void load(InputStream archive) throws IOException;
    }

    /**
     * Returns the images' names.
     *
     * @return for example {@code emulated/nanoserver:ltsc2022}
     */
    public static List<String> names() {
        return BUILDS.stream()
                .flatMap(build -> families(build).stream().map(family -> name(family, build)))
                .toList();
    }

    /**
     * Loads the images that aren't there yet.
     *
     * @param present says whether an image of a name is there
     * @param loader takes one image at a time
     */
    public static void loadMissing(Predicate<String> present, Loader loader) throws IOException {
        for (Build build : BUILDS) {
            for (Family family : families(build)) {
                String name = name(family, build);
                if (!present.test(name)) {
                    loader.load(archive(name, family, build));
                }
            }
        }
    }

    /**
     * Makes one image.
     *
     * @param name one of {@link #names}
     * @return as {@code docker save} writes it
     * @throws IllegalArgumentException if there is none of that name
     */
    public static InputStream archive(String name) throws IOException {
        for (Build build : BUILDS) {
            for (Family family : families(build)) {
                if (name(family, build).equals(name)) {
                    return archive(name, family, build);
                }
            }
        }
        throw new IllegalArgumentException("There is no emulated image " + name);
    }

    private static InputStream archive(String name, Family family, Build build) throws IOException {
        var out = new ByteArrayOutputStream();
        new ImageArchive(name, family, build).write(out);
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static String name(Family family, Build build) {
        return "emulated/" + family.folder() + ":" + build.tag();
    }

    /** The fullest image of Windows exists since 2022 under this name. */
    private static List<Family> families(Build build) {
        return build.version().build() < 20348
                ? List.of(Family.NANO, Family.CORE)
                : List.of(Family.values());
    }
}
