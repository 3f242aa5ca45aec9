package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Folders of a host that may be mounted, with all below them.
 *
 * @param readable those that may be read
 * @param writable those of them that may be written
 */
public record HostFolders(Prefixes readable, Prefixes writable) implements Bound<HostFolders> {

    /** Every folder. */
    public static final HostFolders ANY = new HostFolders(Prefixes.ANY, Prefixes.ANY);

    /** No folder. */
    public static final HostFolders NONE = new HostFolders(Prefixes.NONE, Prefixes.NONE);

    static final Notation<HostFolders> NOTATION = new Folders();

    /** What can be written can be read. */
    public HostFolders {
        writable = writable.and(readable);
    }

    boolean allows(List<String> path, boolean write) {
        return (write ? writable : readable).allows(path);
    }

    /** The folders for a sentence. */
    String listed(boolean write) {
        Prefixes those = write ? writable : readable;
        return those.paths().isEmpty()
                ? "no folder of the host may be " + (write ? "written" : "mounted")
                : "only what is in "
                        + String.join(", ", those.paths().stream().map(HostPath::written).toList())
                        + " may be "
                        + (write ? "written" : "mounted");
    }

    @Override
    public HostFolders and(HostFolders other) {
        return new HostFolders(readable.and(other.readable), writable.and(other.writable));
    }

    /** {@code "any"}, or a list of {@code {"path": "C:\\data", "write": false}}. */
    private static final class Folders implements Notation<HostFolders> {

        private static final String PATH = "path";
        private static final String WRITE = "write";

        @Override
        public HostFolders read(JsonNode json, String at) {
            if (Lists.isAny(json)) {
                return ANY;
            }
            List<List<String>> readable = new ArrayList<>();
            List<List<String>> writable = new ArrayList<>();
            for (JsonNode element : Lists.elements(json, at)) {
                JsonNode path = element.path(PATH);
                JsonNode write = element.path(WRITE);
                if (!element.isObject()
                        || element.size() != 2
                        || !path.isString()
                        || !write.isBoolean()) {
                    throw new PolicyFormatException(
                            at,
                            at
                                    + " must be a list of folders like {\"path\":"
                                    + " \"C:\\\\data\", \"write\": false}");
                }
                List<String> parts = parts(at, path.stringValue());
                readable.add(parts);
                if (write.booleanValue()) {
                    writable.add(parts);
                }
            }
            return new HostFolders(Prefixes.of(readable), Prefixes.of(writable));
        }

        private static List<String> parts(String at, String text) {
            HostPath path =
                    text.startsWith("/") ? HostPath.ofLinux(text) : HostPath.ofWindows(text);
            if (path.problem() != null) {
                throw new PolicyFormatException(
                        at, at + " has " + Objections.quoted(text) + ", which " + path.problem());
            }
            return path.parts();
        }

        @Override
        public Object write(HostFolders value) {
            if (value.readable().any() && value.writable().any()) {
                return Lists.ANY;
            }
            List<Map<String, Object>> folders = new ArrayList<>();
            for (List<String> path : value.readable().paths()) {
                folders.add(folder(path, value.writable().allows(path)));
            }
            for (List<String> path : value.writable().paths()) {
                if (!value.readable().paths().contains(path)) {
                    folders.add(folder(path, true));
                }
            }
            return folders;
        }

        private static Map<String, Object> folder(List<String> path, boolean write) {
            Map<String, Object> folder = new LinkedHashMap<>();
            folder.put(PATH, HostPath.written(path));
            folder.put(WRITE, write);
            return folder;
        }
    }
}
