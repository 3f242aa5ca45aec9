package dev.mullion.security.guardrail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mount in short form, {@code source:destination[:options]}. Only what can be read in one way is
 * read.
 *
 * @param source a path, a pipe or a volume's name; null for a volume without a name
 * @param target the path inside
 * @param options the words after it
 */
record BindText(@Nullable String source, String target, List<String> options) {

    private static final String WINDOWS_PATH = "[A-Za-z]:[\\\\/][^:]*";
    private static final String WINDOWS_PIPE = "[\\\\/]{2}\\.[\\\\/][^:]*";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]+";
    private static final Pattern ON_WINDOWS =
            Pattern.compile(
                    "(?:(%s|%s|%s):)?(%s|%s)(?::([A-Za-z,]+))?"
                            .formatted(
                                    WINDOWS_PATH, WINDOWS_PIPE, NAME, WINDOWS_PATH, WINDOWS_PIPE),
                    Pattern.DOTALL);
    private static final Pattern ON_LINUX =
            Pattern.compile(
                    "(?:(/[^:]*|%s):)?(/[^:]*)(?::([A-Za-z,]+))?".formatted(NAME), Pattern.DOTALL);

    private static final Set<String> WINDOWS_OPTIONS = Set.of("ro", "rw");
    private static final Set<String> LINUX_OPTIONS =
            Set.of(
                    "ro",
                    "rw",
                    "z",
                    "Z",
                    "nocopy",
                    "cached",
                    "delegated",
                    "consistent",
                    "private",
                    "rprivate",
                    "slave",
                    "rslave",
                    "shared",
                    "rshared");

    static Optional<BindText> read(boolean windows, String text) {
        Matcher parts = (windows ? ON_WINDOWS : ON_LINUX).matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        List<String> options =
                parts.group(3) == null ? List.of() : List.of(parts.group(3).split(",", -1));
        boolean known = (windows ? WINDOWS_OPTIONS : LINUX_OPTIONS).containsAll(options);
        boolean both = options.contains("ro") && options.contains("rw");
        return known && !both
                ? Optional.of(new BindText(parts.group(1), parts.group(2), options))
                : Optional.empty();
    }

    boolean readOnly() {
        return options.contains("ro");
    }
}
