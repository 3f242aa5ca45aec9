package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Where paths of the emulated machine lead: those of the real one to its files, volume paths to
 * what is mounted. It also knows which files are open.
 */
public final class Volumes {

    private static final String PREFIX = "\\\\?\\Volume{";

    private final Map<String, FileTree> mounted = new ConcurrentHashMap<>();
    private final List<OpenFile> open = new CopyOnWriteArrayList<>();
    private final List<Predicate<Path>> busy = new CopyOnWriteArrayList<>();

    /** A path with what it leads into. */
    record Place(FileTree tree, List<String> parts) {}

    /**
     * Mounts a volume.
     *
     * @param path {@code \\?\Volume{guid}\}
     * @param tree what is on it
     */
    public void mount(String path, FileTree tree) {
        mounted.put(key(path), tree);
    }

    /**
     * Takes a volume away.
     *
     * @param path as it was mounted
     */
    public void unmount(String path) {
        mounted.remove(key(path));
    }

    /**
     * Finds a mounted volume.
     *
     * @param path with or without its last backslash
     * @return what is on it
     */
    public Optional<FileTree> find(String path) {
        return Optional.ofNullable(mounted.get(key(path)));
    }

    /**
     * Says when a folder can't be renamed, beside files in it that are open.
     *
     * @param when of a real path
     */
    public void busyWhen(Predicate<Path> when) {
        busy.add(when);
    }

    private static String key(String path) {
        String whole = path.endsWith("\\") ? path : path + "\\";
        return whole.toLowerCase(Locale.ROOT);
    }

    Place place(String path) throws IOException {
        if (path.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            int end = path.indexOf('}');
            String volume = end < 0 ? path : path.substring(0, end + 1);
            FileTree tree =
                    find(volume)
                            .orElseThrow(() -> new FileProblem(FileProblem.PATH_NOT_FOUND, path));
            return new Place(tree, WindowsNames.parts(path.substring(volume.length())));
        }
        return new Place(new DiskTree(real(path)), List.of());
    }

    static Path real(String path) throws FileProblem {
        try {
            Path real = Path.of(path);
            if (real.isAbsolute()) {
                return real;
            }
        } catch (InvalidPathException e) {
            throw new FileProblem(FileProblem.INVALID_NAME, path);
        }
        throw new FileProblem(FileProblem.PATH_NOT_FOUND, path);
    }

    /** Opens a file, unless others who have it open don't share it in that way. */
    synchronized void opened(OpenFile file, int access, int share) throws FileProblem {
        for (OpenFile other : open) {
            if (other.file().equals(file.file()) && !other.allows(access, share)) {
                throw new FileProblem(FileProblem.SHARING_VIOLATION, file.toString());
            }
        }
        open.add(file);
    }

    void closed(OpenFile file) {
        open.remove(file);
    }

    /**
     * Says whether a file in a folder is open.
     *
     * @param folder of the real machine
     * @return true also for the folder itself
     */
    public boolean inUse(Path folder) {
        return open.stream().anyMatch(file -> file.file().path().startsWith(folder));
    }

    /** Whether something in a folder is in use. */
    boolean busy(Path folder) {
        return inUse(folder) || busy.stream().anyMatch(when -> when.test(folder));
    }

    /** For one relative name below an open folder. */
    static List<String> below(List<String> folder, String name) {
        List<String> parts = new ArrayList<>(folder);
        parts.addAll(WindowsNames.parts(name));
        return parts;
    }
}
