package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files a process inside a container sees: first what is mapped into it, then its scratch, then
 * the layers beneath. Paths have a drive ({@code C:\app\a.txt}); slashes are taken for backslashes,
 * names are found without regard to case. Links of the container are followed inside it; links of
 * the real machine never are. Failures are {@link FileProblem}s with Windows' codes. May be used
 * from several threads.
 */
public final class LayerFiles {

    private static final String CHANGES = "sandbox";
    private static final int MOST_LINKS = 32;

    private final FileTree scratch;
    private final List<Mounted> mappings = new ArrayList<>();

    /**
     * Something of the host that a container sees.
     *
     * @param containerPath where, for example {@code C:\data}
     * @param source a folder or a file of the real machine
     * @param readOnly whether writing to it is refused
     */
    public record Mapping(String containerPath, Path source, boolean readOnly) {}

    /**
     * What a folder's list tells.
     *
     * @param name the last part
     * @param directory whether it is a folder
     * @param size bytes of its content
     * @param written when it was written last
     */
    public record Entry(String name, boolean directory, long size, Instant written) {}

    private record Mounted(Location at, FileTree tree, boolean readOnly) {}

    /** A drive and the parts below its root. */
    private record Location(char drive, List<String> parts) {

        static Location of(String path) throws FileProblem {
            if (path.length() < 2 || path.charAt(1) != ':' || !Character.isLetter(path.charAt(0))) {
                throw new FileProblem(FileProblem.PATH_NOT_FOUND, path);
            }
            List<String> parts = new ArrayList<>();
            for (String part : WindowsNames.parts(path.substring(2))) {
                if (part.equals("..")) {
                    if (!parts.isEmpty()) {
                        parts.removeLast();
                    }
                } else if (!part.equals(".")) {
                    parts.add(part);
                }
            }
            return new Location(Character.toUpperCase(path.charAt(0)), parts);
        }

        boolean begins(Location other) {
            return drive == other.drive
                    && parts.size() <= other.parts.size()
                    && sameNames(parts, other.parts.subList(0, parts.size()));
        }

        private static boolean sameNames(List<String> one, List<String> two) {
            for (int i = 0; i < one.size(); i++) {
                if (!one.get(i).equalsIgnoreCase(two.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return drive + ":\\" + String.join("\\", parts);
        }
    }

    private record Place(FileTree tree, List<String> parts, boolean readOnly) {}

    /**
     * Puts a container's files together.
     *
     * @param scratch the folder of its scratch
     * @param parents the folders of its layers, nearest first
     * @param mappings what else it sees
     */
    public LayerFiles(Path scratch, List<Path> parents, List<Mapping> mappings) throws IOException {
        this.scratch = volume(scratch, parents);
        for (Mapping mapping : mappings) {
            this.mappings.add(
                    new Mounted(
                            Location.of(mapping.containerPath()),
                            new DiskTree(mapping.source()),
                            mapping.readOnly()));
        }
        // the deepest wins
        this.mappings.sort(
                Comparator.comparingInt((Mounted each) -> each.at().parts().size()).reversed());
    }

    /**
     * Returns a container's drive C: without what is mapped into it.
     *
     * @param scratch the folder of its scratch
     * @param parents the folders of its layers, nearest first
     * @return the volume, whose changes stay in the scratch
     */
    public static ScratchTree volume(Path scratch, List<Path> parents) {
        // each layer has everything of those beneath it
        @Nullable Path beneath = parents.isEmpty() ? null : parents.getFirst().resolve("Files");
        return new ScratchTree(changes(scratch), beneath);
    }

    /**
     * Returns where a scratch's changes are kept.
     *
     * @param scratch its folder
     * @return a folder like a layer's {@code Files}, which may not be there yet
     */
    public static Path changes(Path scratch) {
        return scratch.resolve(CHANGES).resolve("Files");
    }

    /**
     * Makes a path whole.
     *
     * @param folder the folder a process is in, for example {@code C:\app}
     * @param path as it was typed: whole, from the root, or relative
     * @return a path with a drive and without dots
     */
    public static String resolve(String folder, String path) throws FileProblem {
        String windows = path.replace('/', '\\');
        if (windows.length() >= 2 && windows.charAt(1) == ':') {
            return Location.of(windows).toString();
        }
        return windows.startsWith("\\")
                ? Location.of(folder.substring(0, 2) + windows).toString()
                : Location.of(folder + "\\" + windows).toString();
    }

    /**
     * Looks for something.
     *
     * @param path with a drive
     * @return what is there
     */
    public Optional<Entry> find(String path) throws IOException {
        Location location = followed(path);
        Place place = place(location);
        Optional<StoredFile> file = place.tree().find(place.parts());
        return file.isPresent() ? Optional.of(entry(location, file.get())) : Optional.empty();
    }

    private static Entry entry(Location location, StoredFile file) throws IOException {
        String name = location.parts().isEmpty() ? location.toString() : location.parts().getLast();
        return entry(name, file);
    }

    private static Entry entry(String name, StoredFile file) throws IOException {
        return new Entry(
                name,
                file.directory(),
                file.size(),
                Objects.requireNonNullElse(file.info().written(), Instant.EPOCH));
    }

    /**
     * Lists a folder, with what is mapped into it.
     *
     * @param folder with a drive
     * @return by name
     */
    public List<Entry> list(String folder) throws IOException {
        Location location = followed(folder);
        Place place = place(location);
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Mounted mounted : mappings) {
            List<String> at = mounted.at().parts();
            boolean here =
                    at.size() == location.parts().size() + 1 && location.begins(mounted.at());
            Optional<StoredFile> root = here ? mounted.tree().find(List.of()) : Optional.empty();
            if (root.isPresent()) {
                names.add(at.getLast().toLowerCase(Locale.ROOT));
                entries.add(entry(at.getLast(), root.get()));
            }
        }
        for (StoredFile file : place.tree().list(place.parts())) {
            if (names.add(file.name().toLowerCase(Locale.ROOT))) {
                entries.add(entry(file.name(), file));
            }
        }
        entries.sort(Comparator.comparing(each -> each.name().toLowerCase(Locale.ROOT)));
        return entries;
    }

    /**
     * Reads a file.
     *
     * @param path with a drive
     * @return its content, to be closed
     */
    public InputStream read(String path) throws IOException {
        Place place = place(followed(path));
        return existing(place, path).content();
    }

    /**
     * Writes a file, made if it isn't there. What else was restored to it, its security for
     * example, is lost.
     *
     * @param path with a drive
     * @param append whether after what is there
     * @return to be closed
     */
    public OutputStream write(String path, boolean append) throws IOException {
        Place place = writable(path);
        StoredFile file =
                place.tree().find(place.parts()).isPresent()
                        ? place.tree().forWriting(place.parts())
                        : place.tree().create(place.parts(), false);
        return file.write(append);
    }

    /**
     * Makes a folder.
     *
     * @param path with a drive; the folder it is in is there
     */
    public void makeDirectory(String path) throws IOException {
        Place place = writable(path);
        place.tree().create(place.parts(), true);
    }

    /**
     * Deletes a file or an empty folder.
     *
     * @param path with a drive
     */
    public void delete(String path) throws IOException {
        Place place = writable(path);
        place.tree().delete(place.parts());
    }

    private Place writable(String path) throws IOException {
        Place place = place(followed(path));
        if (place.readOnly()) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, path);
        }
        if (place.parts().isEmpty() && place.tree() instanceof ScratchTree) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, path);
        }
        return place;
    }

    private static StoredFile existing(Place place, String path) throws IOException {
        Optional<StoredFile> file = place.tree().find(place.parts());
        if (file.isEmpty()) {
            List<String> parts = place.parts();
            boolean folder =
                    parts.isEmpty()
                            || place.tree().find(parts.subList(0, parts.size() - 1)).isPresent();
            throw new FileProblem(
                    folder ? FileProblem.FILE_NOT_FOUND : FileProblem.PATH_NOT_FOUND, path);
        }
        return file.get();
    }

    private Place place(Location location) throws FileProblem {
        for (Mounted mounted : mappings) {
            if (mounted.at().begins(location)) {
                int depth = mounted.at().parts().size();
                List<String> rest = location.parts().subList(depth, location.parts().size());
                return new Place(mounted.tree(), rest, mounted.readOnly());
            }
        }
        if (location.drive() != 'C') {
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, location.toString());
        }
        return new Place(scratch, location.parts(), false);
    }

    /** The place after every link of the container on the way, and the last one, is followed. */
    private Location followed(String path) throws IOException {
        Location location = Location.of(path.replace('/', '\\'));
        for (int links = 0; links < MOST_LINKS; links++) {
            Optional<Location> next = firstLink(location);
            if (next.isEmpty()) {
                return location;
            }
            location = next.get();
        }
        throw new FileProblem(FileProblem.LINK_CIRCLE, path);
    }

    private Optional<Location> firstLink(Location location) throws IOException {
        for (int depth = 1; depth <= location.parts().size(); depth++) {
            List<String> parts = location.parts();
            Place place = place(new Location(location.drive(), parts.subList(0, depth)));
            Optional<StoredFile> file = place.tree().find(place.parts());
            if (file.isEmpty()) {
                return Optional.empty();
            }
            if (file.get().link()) {
                String folder =
                        new Location(location.drive(), parts.subList(0, depth - 1)).toString();
                String rest = String.join("\\", parts.subList(depth, parts.size()));
                String target = target(file.get(), folder, location.toString());
                return Optional.of(Location.of(target + "\\" + rest));
            }
        }
        return Optional.empty();
    }

    private static String target(StoredFile link, String folder, String path) throws IOException {
        String target =
                link.target().orElseThrow(() -> new FileProblem(FileProblem.ACCESS_DENIED, path));
        String plain = target.startsWith("\\??\\") ? target.substring(4) : target;
        if (plain.startsWith("UNC\\")) {
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, path);
        }
        return resolve(folder, plain);
    }
}
