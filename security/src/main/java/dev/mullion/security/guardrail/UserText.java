package dev.mullion.security.guardrail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user as a request or an image names it. Which account a name means is known only inside, so
 * just what means the same in every image is taken for plain: ContainerUser, by either name or its
 * SID, on Windows; a number other than 0 on Linux.
 *
 * @param standing what it is
 * @param shown how it is repeated
 */
record UserText(Standing standing, String shown) {

    /** What a user is to its container. */
    enum Standing {
        /** Not an administrator, for sure. */
        PLAIN,
        /** An administrator. */
        ADMINISTRATOR,
        /** Who knows. */
        UNKNOWN
    }

    /** Microsoft's documentation lists the accounts of the domain "User Manager". */
    private static final Set<String> PLAIN =
            Set.of("containeruser", "user manager\\containeruser", "s-1-5-93-2-2");

    private static final Set<String> ADMINISTRATORS =
            Set.of(
                    "containeradministrator",
                    "user manager\\containeradministrator",
                    "s-1-5-93-2-1",
                    "system",
                    "nt authority\\system",
                    "localsystem",
                    "s-1-5-18",
                    "s-1-5-19",
                    "s-1-5-20",
                    "administrator",
                    "administrators",
                    "builtin\\administrators",
                    "s-1-5-32-544");

    private static final Pattern LINUX = Pattern.compile("([0-9]{1,10})(?::([0-9]{1,10}))?");
    private static final Pattern LINUX_ROOT =
            Pattern.compile("(?:root|[+-]?0+)(?::.*)?", Pattern.DOTALL);
    private static final long LAST_ID = 0xFFFF_FFFEL;

    static UserText of(boolean windows, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new UserText(
                    Standing.ADMINISTRATOR,
                    windows ? "nobody: ContainerAdministrator" : "nobody: root");
        }
        return new UserText(windows ? onWindows(text) : onLinux(text), text);
    }

    private static Standing onWindows(String text) {
        String small = HostPath.smallLetters(text);
        if (PLAIN.contains(small)) {
            return Standing.PLAIN;
        }
        String trimmed = small.strip().toLowerCase(Locale.ROOT);
        boolean administrator =
                ADMINISTRATORS.contains(trimmed)
                        || ADMINISTRATORS.contains(trimmed.substring(trimmed.indexOf('\\') + 1))
                        || trimmed.matches("s-1-5-21-.*-500");
        return administrator ? Standing.ADMINISTRATOR : Standing.UNKNOWN;
    }

    private static Standing onLinux(String text) {
        if (LINUX_ROOT.matcher(text).matches()) {
            return Standing.ADMINISTRATOR;
        }
        Matcher numbers = LINUX.matcher(text);
        if (!numbers.matches()) {
            return Standing.UNKNOWN;
        }
        String group = numbers.group(2);
        boolean ids = isId(numbers.group(1)) && (group == null || isId(group));
        return ids ? Standing.PLAIN : Standing.UNKNOWN;
    }

    private static boolean isId(String digits) {
        return Long.parseLong(digits) <= LAST_ID;
    }
}
