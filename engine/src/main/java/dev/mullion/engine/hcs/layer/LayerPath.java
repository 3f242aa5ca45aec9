package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name in a layer's archive, checked: it can't lead out of the layer, name a device, or be two
 * things to two parts of Windows.
 *
 * @param area which part of the layer it is in
 * @param path from the layer's folder, with backslashes and without a mark of removal
 * @param removal whether the archive says that this is no longer there
 */
record LayerPath(Area area, String path, boolean removal) {

    /** Metadata of folders stands beside them in an import folder under this name. */
    static final String FOLDER_METADATA = ".$wcidirs$";

    private static final String REMOVED = ".wh.";
    private static final String OPAQUE = ".wh..wh.";
    private static final int LONGEST_PART = 255;
    private static final int LONGEST = 16_000;
    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x1f\"*<>?|\\\\:]");
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(?i)(con|prn|aux|nul|conin\\$|conout\\$|clock\\$"
                            + "|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(\\..*)?");

    /** The parts of a layer. */
    enum Area {
        /** The file system. */
        FILES("Files"),
        /** The registry. */
        HIVES("Hives"),
        /** What a utility VM boots. */
        UTILITY_VM("UtilityVM");

        private final String folder;

        Area(String folder) {
            this.folder = folder;
        }

        String folder() {
            return folder;
        }
    }

    /** Checks the name of an entry. */
    static LayerPath of(String name) throws BrokenArchiveException {
        String text = text(name);
        String plain = text.startsWith("./") ? text.substring(2) : text;
        if (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        String[] parts = SLASH.split(plain, -1);
        for (String part : parts) {
            check(part, name);
        }
        if (plain.length() > LONGEST) {
            throw refused(name, "it has " + plain.length() + " characters");
        }
        boolean removal = parts[parts.length - 1].startsWith(REMOVED);
        if (removal) {
            if (parts[parts.length - 1].startsWith(OPAQUE)) {
                throw refused(name, "Windows' layers have no opaque folders");
            }
            parts[parts.length - 1] = parts[parts.length - 1].substring(REMOVED.length());
            check(parts[parts.length - 1], name);
        }
        return new LayerPath(area(parts[0], name), String.join("\\", parts), removal);
    }

    private static Area area(String first, String name) throws BrokenArchiveException {
        for (Area area : Area.values()) {
            if (area.folder.equals(first)) {
                return area;
            }
        }
        throw refused(
                name,
                "a layer of Windows has Files, Hives and UtilityVM at its top, written like this"
                        + "; for an image of Linux there are other hosts");
    }

    private static void check(String part, String name) throws BrokenArchiveException {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            throw refused(name, "it tries to leave the layer");
        }
        if (FORBIDDEN.matcher(part).find()) {
            throw refused(name, "it has a character that no name on Windows has");
        }
        if (part.endsWith(".") || part.endsWith(" ")) {
            throw refused(name, "a part of it ends with a dot or a space, which Windows drops");
        }
        if (DEVICE.matcher(part).matches()) {
            throw refused(name, part + " is a device on Windows");
        }
        if (part.length() > LONGEST_PART) {
            throw refused(name, "a part of it has " + part.length() + " characters");
        }
        if (part.toLowerCase(Locale.ROOT).endsWith(FOLDER_METADATA)) {
            throw refused(name, "names that end with " + FOLDER_METADATA + " are Windows' own");
        }
    }

    private static String text(String name) throws BrokenArchiveException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(TarEntry.bytes(name)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(name, "it isn't UTF-8");
        }
    }

    private static BrokenArchiveException refused(String name, String why) {
        return new BrokenArchiveException(
                "The layer's archive has the name \"" + TarEntry.readable(name) + "\": " + why);
    }

    /** Whether it is one of the three folders at the top. */
    boolean top() {
        return path.equals(area.folder);
    }

    /** The path of the folder it is in; empty for one at the top. */
    String folder() {
        int cut = path.lastIndexOf('\\');
        return cut < 0 ? "" : path.substring(0, cut);
    }

    /** The last part. */
    String name() {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    /** Whether it is below {@code Files} of the utility VM. */
    boolean inUtilityFiles() {
        List<String> parts = Arrays.asList(path.split("\\\\", -1));
        return area == Area.UTILITY_VM && parts.size() > 1 && parts.get(1).equals("Files");
    }
}
