package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths of Windows: {@code C:\data}, {@code d:}, and named pipes such as {@code \\.\pipe\one}. Both
 * kinds of slashes separate, and large letters are the same as small ones.
 */
final class WindowsPaths implements PathSyntax {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern PIPE =
            Pattern.compile("[\\\\/]{2}\\.[\\\\/]pipe[\\\\/][^:\\\\/]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("[^<>:\"|?*\\x00-\\x1f]*[^<>:\"|?*. \\x00-\\x1f]");

    /** What Windows takes for a device wherever it stands, whatever is behind its point. */
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(con|prn|aux|nul|conin\\$|conout\\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])( *\\..*)?",
                    Pattern.CASE_INSENSITIVE);

    private static final Set<String> MODES = Set.of("ro", "rw");

    private final boolean linuxSources;

    /**
     * Knows the machine whose files are mounted.
     *
     * @param linuxSources whether its own paths are those of Linux, since the host is emulated
     */
    WindowsPaths(boolean linuxSources) {
        this.linuxSources = linuxSources;
    }

    static boolean isPipe(String text) {
        return PIPE.matcher(text).matches();
    }

    @Override
    public BindText bind(String text) {
        List<String> parts = parts(text);
        String mode = "";
        if (parts.size() > 1 && MODES.contains(parts.getLast().toLowerCase(Locale.ROOT))) {
            mode = parts.removeLast().toLowerCase(Locale.ROOT);
        }
        if (parts.isEmpty() || parts.size() > 2 || parts.contains("")) {
            throw invalid(text, "");
        }
        String destination = parts.getLast();
        String source = parts.size() == 2 ? parts.getFirst() : null;
        BindText.Kind kind = kind(source);
        if (kind == BindText.Kind.PIPE && isPipe(destination)) {
            return new BindText(source, destination, mode, kind);
        }
        if (kind == BindText.Kind.PIPE || isPipe(destination)) {
            throw invalid(text, ": a named pipe can be mounted at a named pipe only");
        }
        if (!isAbsolute(destination)) {
            throw invalid(
                    text,
                    ": invalid mount config for type \""
                            + (kind == BindText.Kind.PATH ? "bind" : "volume")
                            + "\": invalid mount path: '"
                            + destination
                            + "' mount path must be absolute");
        }
        return new BindText(source, destination, mode, kind);
    }

    private BindText.Kind kind(@Nullable String source) {
        if (source == null) {
            return BindText.Kind.VOLUME;
        }
        if (isPipe(source)) {
            return BindText.Kind.PIPE;
        }
        boolean path =
                DRIVE.matcher(source).matches()
                        || source.startsWith("\\")
                        || (linuxSources && source.startsWith("/"));
        return path ? BindText.Kind.PATH : BindText.Kind.VOLUME;
    }

    /** Splits at colons, but not behind the letter of a drive. */
    private static List<String> parts(String text) {
        List<String> split = Arrays.asList(text.split(":", -1));
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            String part = split.get(i);
            boolean letter = part.matches("[A-Za-z]") && i + 1 < split.size();
            String next = letter ? split.get(i + 1) : "";
            if (letter && (next.isEmpty() || next.startsWith("\\") || next.startsWith("/"))) {
                parts.add(part + ":" + next);
                i++;
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    @Override
    public boolean isAbsolute(String inside) {
        return DRIVE.matcher(inside).matches()
                && (inside.length() == 2 || isSeparator(inside.charAt(2)));
    }

    private static boolean isSeparator(char c) {
        return c == '\\' || c == '/';
    }

    @Override
    public String clean(String inside) {
        if (isPipe(inside)) {
            return inside.replace('/', '\\');
        }
        if (!isAbsolute(inside)) {
            throw EngineProblem.invalid(
                    "invalid mount path: '" + inside + "' mount path must be absolute");
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : inside.substring(2).split("[\\\\/]+", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                check(inside, name);
                names.add(name);
            }
        }
        String drive = inside.substring(0, 1).toUpperCase(Locale.ROOT) + ":";
        if (names.isEmpty()) {
            return inside.length() == 2 ? drive : drive + "\\";
        }
        return drive + "\\" + String.join("\\", names);
    }

    /** Windows reads a name with a dot or a space at its end as the name without. */
    private static void check(String whole, String name) {
        if (!NAME.matcher(name).matches() || DEVICE.matcher(name).matches()) {
            throw EngineProblem.invalid(
                    "invalid mount path: '"
                            + whole
                            + "': '"
                            + name
                            + "' can't be the name of a folder on Windows");
        }
    }

    @Override
    public boolean isRoot(String clean) {
        return clean.equals("C:\\") || clean.equals("C:");
    }

    @Override
    public void checkDestination(String clean) {
        String key = key(clean);
        if (key.equals("c:\\windows") || key.startsWith("c:\\windows\\")) {
            throw EngineProblem.invalid(
                    "\"" + clean + "\" cannot be mounted because it is inside C:\\Windows");
        }
    }

    @Override
    public String key(String clean) {
        String lower = clean.toLowerCase(Locale.ROOT);
        return lower.endsWith(":\\") ? lower.substring(0, 2) : lower;
    }

    @Override
    public int depth(String clean) {
        return (int) clean.chars().filter(c -> c == '\\').count();
    }

    @Override
    public void checkKind(PlannedMount.Kind kind) {
        if (kind == PlannedMount.Kind.TMPFS) {
            throw EngineProblem.invalid(
                    "invalid mount config: folders in memory (tmpfs) don't exist on Windows; use a"
                            + " volume");
        }
    }

    @Override
    public boolean makesSources() {
        return false;
    }

    private static EngineProblem invalid(String text, String why) {
        return EngineProblem.invalid("invalid volume specification: '" + text + "'" + why);
    }
}
