package dev.mullion.engine.linux.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;

/**
 * Where in a layer an entry belongs, its name made sure of.
 *
 * @param folder the path of the folder around it from the layer's root, empty for the root; a byte
 *     in each character, as in {@link TarEntry#name}
 * @param name its name there; empty for the root itself
 */
record EntryPath(String folder, String name) {

    private static final int MAX_PATH = 4095;
    private static final int MAX_NAME = 255;

    static final EntryPath ROOT = new EntryPath("", "");

    /** Reads an entry's name; one that leaves the root is refused. */
    static EntryPath of(String written) throws BrokenArchiveException {
        EntryPath path = below(written);
        if (written.charAt(0) == '/' && !path.equals(ROOT)) {
            throw refused(written, "its name is absolute, so it isn't a part of the layer");
        }
        return path;
    }

    /**
     * Reads what a hard link names. Some tools write {@code /} in front; all read it as the root of
     * the archive.
     */
    static EntryPath below(String written) throws BrokenArchiveException {
        if (written.length() > MAX_PATH) {
            throw refused(written, "its name is longer than " + MAX_PATH + " bytes");
        }
        StringBuilder clean = new StringBuilder(written.length());
        int last = 0;
        for (int start = 0; start < written.length(); ) {
            int slash = written.indexOf('/', start);
            int end = slash < 0 ? written.length() : slash;
            int length = end - start;
            if (length == 2 && written.startsWith("..", start)) {
                throw refused(written, "its name leads upwards with \"..\"");
            }
            if (length > MAX_NAME) {
                throw refused(written, "a part of its name is longer than " + MAX_NAME + " bytes");
            }
            if (length > 0 && !(length == 1 && written.charAt(start) == '.')) {
                last = clean.isEmpty() ? 0 : clean.length() + 1;
                if (last > 0) {
                    clean.append('/');
                }
                clean.append(written, start, end);
            }
            start = end + 1;
        }
        String name = clean.substring(last);
        return new EntryPath(last == 0 ? "" : clean.substring(0, last - 1), name);
    }

    /** The folder of this path, and its name in the folder around that. */
    static EntryPath ofFolder(String folder) {
        int slash = folder.lastIndexOf('/');
        return slash < 0
                ? new EntryPath("", folder)
                : new EntryPath(folder.substring(0, slash), folder.substring(slash + 1));
    }

    /** The same from a folder further up; empty for the root. */
    EntryPath in(String around) {
        if (around.isEmpty()) {
            return this;
        }
        return equals(ROOT) ? ofFolder(around) : ofFolder(around + "/" + path());
    }

    /** The whole path from the root. */
    String path() {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /**
     * Makes sure that a symbolic link doesn't climb above the root. An absolute one starts at the
     * root of the container that follows it.
     */
    void requireInside(String target) throws BrokenArchiveException {
        if (target.startsWith("/")) {
            return;
        }
        int depth = folder.isEmpty() ? 0 : 1 + (int) folder.chars().filter(c -> c == '/').count();
        for (int start = 0; start < target.length(); ) {
            int slash = target.indexOf('/', start);
            int end = slash < 0 ? target.length() : slash;
            int length = end - start;
            if (length == 2 && target.startsWith("..", start)) {
                depth--;
            } else if (length > 0 && !(length == 1 && target.charAt(start) == '.')) {
                depth++;
            }
            if (depth < 0) {
                throw refused(
                        path(), "this link leaves the layer's root: " + TarEntry.readable(target));
            }
            start = end + 1;
        }
    }

    static BrokenArchiveException refused(String written, String why) {
        return new BrokenArchiveException(TarEntry.readable(written) + ": " + why);
    }
}
