package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a layer has so far. To Windows names are the same if they differ only in case, and
 * what looks like a folder may be a link: this is where an archive that plays with either is
 * caught, whatever the file system would do.
 */
final class LayerNames {

    /** What a name stands for. */
    enum Sort {
        FILE,
        FOLDER,
        LINK
    }

    private record Known(String path, Sort sort) {}

    private final Map<String, Known> known = new HashMap<>();

    /**
     * Adds a name.
     *
     * @param parentElsewhere whether its folder may have been there before this layer
     * @return the path, its folder spelled as it was added
     */
    String add(LayerPath path, Sort sort, boolean parentElsewhere) throws BrokenArchiveException {
        String spelled = path.top() ? path.path() : below(path, parentElsewhere);
        Known same = known.putIfAbsent(key(spelled), new Known(spelled, sort));
        if (same != null) {
            throw new BrokenArchiveException(
                    "The layer's archive has %s twice%s"
                            .formatted(
                                    spelled,
                                    same.path().equals(spelled)
                                            ? ""
                                            : ", which is the same to Windows as " + same.path()));
        }
        return spelled;
    }

    private String below(LayerPath path, boolean parentElsewhere) throws BrokenArchiveException {
        Known folder = known.get(key(path.folder()));
        if (folder == null) {
            if (parentElsewhere) {
                return path.path();
            }
            throw new BrokenArchiveException(
                    "The layer's archive has %s before the folder it is in".formatted(path.path()));
        }
        if (folder.sort() != Sort.FOLDER) {
            throw new BrokenArchiveException(
                    "The layer's archive has %s below %s, which is a %s"
                            .formatted(
                                    path.path(),
                                    folder.path(),
                                    folder.sort() == Sort.LINK ? "link" : "file"));
        }
        return folder.path() + "\\" + path.name();
    }

    boolean has(String path) {
        return known.containsKey(key(path));
    }

    /** The path as it was added; null if it wasn't. */
    @Nullable String spelled(String path) {
        Known found = known.get(key(path));
        return found == null ? null : found.path();
    }

    boolean isFolder(String path) {
        Known found = known.get(key(path));
        return found != null && found.sort() == Sort.FOLDER;
    }

    private static String key(String path) {
        // a character at a time, as NTFS does: no ß becomes two
        char[] upper = path.toCharArray();
        for (int i = 0; i < upper.length; i++) {
            upper[i] = Character.toUpperCase(upper[i]);
        }
        return new String(upper);
    }
}
