package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names as Windows takes them, found without regard to case. */
final class WindowsNames {

    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x1f<>:\"/\\\\|?*]");
    private static final Pattern SEPARATORS = Pattern.compile("[\\\\/]+");

    private WindowsNames() {}

    /** The parts of a path without a drive. */
    static List<String> parts(String path) {
        return Arrays.stream(SEPARATORS.split(path)).filter(part -> !part.isEmpty()).toList();
    }

    static Path below(Path folder, String name) throws FileProblem {
        if (name.equals(".") || name.equals("..") || FORBIDDEN.matcher(name).find()) {
            throw new FileProblem(FileProblem.INVALID_NAME, name);
        }
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new FileProblem(FileProblem.INVALID_NAME, name);
        }
    }

    static Optional<Path> child(Path folder, String name) throws IOException {
        Path exact = below(folder, name);
        if (Files.exists(exact, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(exact);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** Whether it is a name of Windows, and not one the emulator keeps beside them. */
    static boolean visible(Path path) {
        return path.getFileName().toString().indexOf(':') < 0;
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
