package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder or file of a host as a request spells it. Only one spelling of each is understood;
 * whatever could mean another place than it seems to is a problem. What the file system adds to
 * that, links and drives made by {@code subst}, can't be seen here.
 *
 * @param parts from the top: a Windows path begins with its drive, a Linux path with a slash; on
 *     Windows the letters A to Z are small but for the drive. Empty if there is a problem
 * @param problem a clause that says what isn't understood, or null
 */
record HostPath(List<String> parts, @Nullable String problem) {

    private static final int LONGEST = 4096;
    private static final String LINUX_TOP = "/";

    private static final Pattern SHORT_NAME = Pattern.compile("~\\d");
    private static final Pattern DEVICE_NAME =
            Pattern.compile(
                    "(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|CLOCK\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])"
                            + " *([.:].*)?",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[<>\"|?*]");

    static HostPath of(TargetHost host, String text) {
        return host.windows() ? ofWindows(text) : ofLinux(text);
    }

    static HostPath ofLinux(String text) {
        if (!text.startsWith("/")) {
            return problem("isn't a whole path from / on");
        }
        if (text.length() > LONGEST) {
            return problem("is too long");
        }
        if (hasControl(text)) {
            return problem("has a control character");
        }
        List<String> parts = new ArrayList<>();
        parts.add(LINUX_TOP);
        String rest = text.substring(1);
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        if (!rest.isEmpty()) {
            for (String part : rest.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                    return problem("has a part that is empty, . or ..");
                }
                parts.add(part);
            }
        }
        return new HostPath(List.copyOf(parts), null);
    }

    static HostPath ofWindows(String given) {
        String text = given.replace('/', '\\');
        String wrong = wrongAtTheTop(text);
        if (wrong != null) {
            return problem(wrong);
        }
        List<String> parts = new ArrayList<>();
        parts.add(text.substring(0, 2).toUpperCase(Locale.ROOT));
        String rest = text.substring(3);
        if (rest.endsWith("\\")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        if (!rest.isEmpty()) {
            for (String part : rest.split("\\\\", -1)) {
                String wrongPart = wrongPart(part);
                if (wrongPart != null) {
                    return problem(wrongPart);
                }
                parts.add(smallLetters(part));
            }
        }
        return new HostPath(List.copyOf(parts), null);
    }

    private static @Nullable String wrongAtTheTop(String text) {
        if (text.length() > LONGEST) {
            return "is too long";
        }
        if (hasControl(text)) {
            return "has a control character";
        }
        if (text.startsWith("\\\\?\\") || text.startsWith("\\\\.\\") || text.startsWith("\\??\\")) {
            return "is a name of Windows' devices, not of a folder on a drive";
        }
        if (text.startsWith("\\\\")) {
            return "is on another machine";
        }
        if (text.length() < 2 || !isLetter(text.charAt(0)) || text.charAt(1) != ':') {
            return "isn't a whole path from a drive on, like C:\\data";
        }
        if (text.length() < 3 || text.charAt(2) != '\\') {
            return "depends on the folder that its drive is in; it needs a \\ after the drive";
        }
        if (text.indexOf(':', 2) >= 0) {
            return "names a stream of a file";
        }
        if (NOT_IN_NAMES.matcher(text).find()) {
            return "has a character that names on Windows can't have";
        }
        return null;
    }

    private static @Nullable String wrongPart(String part) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            return "has a part that is empty, . or ..";
        }
        if (part.endsWith(".") || part.endsWith(" ")) {
            return "has a part with a dot or space at its end, which Windows takes away";
        }
        if (SHORT_NAME.matcher(part).find()) {
            return "may be a short name of something else";
        }
        if (DEVICE_NAME.matcher(part).matches()) {
            return "has a part that is the name of a device";
        }
        return null;
    }

    /** The path in its one spelling. */
    static String written(List<String> parts) {
        if (parts.isEmpty()) {
            return "anywhere";
        }
        if (parts.getFirst().equals(LINUX_TOP)) {
            return "/" + String.join("/", parts.subList(1, parts.size()));
        }
        return parts.size() == 1 ? parts.getFirst() + "\\" : String.join("\\", parts);
    }

    /**
     * Only the letters A to Z: which others Windows takes for the same is the file system's
     * business, and taking two for different refuses too much rather than too little.
     */
    static String smallLetters(String text) {
        StringBuilder small = new StringBuilder(text);
        for (int i = 0; i < small.length(); i++) {
            char c = small.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                small.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return small.toString();
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static HostPath problem(String clause) {
        return new HostPath(List.of(), clause);
    }
}
