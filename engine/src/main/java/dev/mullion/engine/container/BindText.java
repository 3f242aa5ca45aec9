package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -v} says: {@code [source:]destination[:options]}.
 *
 * @param source a volume's name or an absolute path; null for a new volume
 * @param destination the path inside
 * @param options as they were given
 * @param kind what the source is
 */
record BindText(@Nullable String source, String destination, String options, Kind kind) {

    /** What is mounted. */
    enum Kind {
        VOLUME,
        PATH,
        PIPE
    }

    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    /** These mean something on other systems only, where Docker takes them as well. */
    private static final Set<String> WITHOUT_MEANING =
            Set.of("z", "Z", "consistent", "cached", "delegated", "volume-nocopy");

    /**
     * Reads it as Linux writes it.
     *
     * @throws EngineProblem 400 if it can't be understood
     */
    static BindText of(String text, LinuxPaths paths) {
        String[] parts = text.split(":", -1);
        BindText read =
                switch (parts.length) {
                    case 1 -> of(null, parts[0], "");
                    case 2 ->
                            isOptions(parts[1]) && parts[0].startsWith("/")
                                    ? of(null, parts[0], parts[1])
                                    : of(parts[0], parts[1], "");
                    case 3 -> of(parts[0], parts[1], parts[2]);
                    default -> throw invalid(text, "");
                };
        if (read.destination.isEmpty() || "".equals(read.source)) {
            throw invalid(text, "");
        }
        if (!read.destination.startsWith("/")) {
            throw invalid(
                    text,
                    ": invalid mount config for type \""
                            + (read.isPath() ? "bind" : "volume")
                            + "\": invalid mount path: '"
                            + read.destination
                            + "' mount path must be absolute");
        }
        if (paths.isRoot(paths.clean(read.destination))) {
            throw invalid(
                    text,
                    ": invalid mount config for type \""
                            + (read.isPath() ? "bind" : "volume")
                            + "\": invalid specification: destination can't be '/'");
        }
        read.checkOptions();
        return read;
    }

    private static BindText of(@Nullable String source, String destination, String options) {
        boolean path = source != null && source.startsWith("/");
        return new BindText(source, destination, options, path ? Kind.PATH : Kind.VOLUME);
    }

    private static boolean isOptions(String text) {
        return !text.isEmpty()
                && !text.startsWith("/")
                && List.of(text.split(",", -1)).stream().allMatch(BindText::isOption);
    }

    private static boolean isOption(String option) {
        return option.equals("ro")
                || option.equals("rw")
                || option.equals("nocopy")
                || PROPAGATIONS.contains(option)
                || WITHOUT_MEANING.contains(option);
    }

    private void checkOptions() {
        if (options.isEmpty()) {
            return;
        }
        for (String option : options.split(",", -1)) {
            boolean fits = isPath() ? !option.equals("nocopy") : !PROPAGATIONS.contains(option);
            if (!isOption(option) || !fits) {
                throw EngineProblem.invalid("invalid mode: " + options);
            }
        }
    }

    boolean isPath() {
        return kind == Kind.PATH;
    }

    boolean writable() {
        return !has("ro");
    }

    boolean copy() {
        return !has("nocopy");
    }

    @Nullable String propagation() {
        for (String option : options.split(",", -1)) {
            if (PROPAGATIONS.contains(option)) {
                return option;
            }
        }
        return null;
    }

    private boolean has(String option) {
        return List.of(options.split(",", -1)).contains(option);
    }

    private static EngineProblem invalid(String text, String why) {
        return EngineProblem.invalid("invalid volume specification: '" + text + "'" + why);
    }
}
