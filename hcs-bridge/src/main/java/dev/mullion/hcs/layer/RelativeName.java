package dev.mullion.hcs.layer;

import java.util.regex.Pattern;

/** Names below an open folder. */
final class RelativeName {

    private static final Pattern PARTS = Pattern.compile("\\\\");

    private RelativeName() {}

    /**
     * Checks a name that may come from a stranger's archive.
     *
     * @return it with backslashes
     */
    static String of(String name) {
        String windows = name.replace('/', '\\');
        if (windows.isEmpty()) {
            return windows;
        }
        for (String part : PARTS.split(windows, -1)) {
            // a colon would open another stream of a file
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf(':') >= 0
                    || part.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "Not a name below a folder: \"" + name.replace('\0', ' ') + "\"");
            }
        }
        if (windows.length() > Short.MAX_VALUE / 2) {
            throw new IllegalArgumentException(
                    "A name of " + windows.length() + " characters is longer than Windows takes");
        }
        return windows;
    }
}
