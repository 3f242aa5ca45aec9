package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container sees as its drive C: its own changes above the layer beneath it, which is whole
 * by itself. What it deleted of the layer is marked in the folder of its changes.
 */
public final class ScratchTree implements FileTree {

    private static final String GONE = ":gone";

    private final Path changes;
    private final @Nullable Path beneath;

    /**
     * Puts one folder above another.
     *
     * @param changes the container's own; made when there is a first one
     * @param beneath the {@code Files} of the nearest layer, or null if there is none
     */
    public ScratchTree(Path changes, @Nullable Path beneath) {
        this.changes = changes;
        this.beneath = beneath;
    }

    /** One name in both folders. */
    private record Pair(@Nullable Path own, @Nullable Path under) {

        @Nullable Path shown() {
            return own != null ? own : under;
        }
    }

    private Pair root() {
        return new Pair(
                Files.isDirectory(changes) ? changes : null,
                beneath != null && Files.isDirectory(beneath) ? beneath : null);
    }

    private static Pair child(Pair folder, String name) throws IOException {
        Path own = inFolder(folder.own(), name);
        boolean gone = folder.own() != null && Files.exists(mark(folder.own(), name));
        Path under = gone ? null : inFolder(folder.under(), name);
        return new Pair(own, under);
    }

    private static @Nullable Path inFolder(@Nullable Path folder, String name) throws IOException {
        return folder == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                ? null
                : WindowsNames.child(folder, name).orElse(null);
    }

    private static Path mark(Path folder, String name) throws FileProblem {
        return folder.resolve(
                WindowsNames.folded(String.valueOf(WindowsNames.below(folder, name).getFileName()))
                        + GONE);
    }

    private Pair pair(List<String> parts) throws IOException {
        Pair at = root();
        for (String part : parts) {
            Path here = at.shown();
            if (here == null) {
                return at;
            }
            requireFolder(here);
            // a file of the container's own hides a folder beneath, and the other way round
            boolean both = at.own() == null || isFolder(at.under());
            at = child(both ? at : new Pair(at.own(), null), part);
        }
        return at;
    }

    private static boolean isFolder(@Nullable Path path) {
        return path != null && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requireFolder(Path at) throws IOException {
        var file = new StoredFile(at);
        if (file.link()) {
            throw new FileProblem(FileProblem.REPARSE_POINT_ENCOUNTERED, at.toString());
        }
        if (!file.directory()) {
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, at.toString());
        }
    }

    @Override
    public Optional<StoredFile> find(List<String> parts) throws IOException {
        return Optional.ofNullable(pair(parts).shown()).map(StoredFile::new);
    }

    private StoredFile existing(List<String> parts) throws IOException {
        return find(parts)
                .orElseThrow(() ->
                        new FileProblem(FileProblem.FILE_NOT_FOUND, String.join("\\", parts)));
    }

    @Override
    public StoredFile create(List<String> parts, boolean directory) throws IOException {
        Path target = newName(parts);
        return new StoredFile(directory ? Files.createDirectory(target) : Files.createFile(target));
    }

    private Path newName(List<String> parts) throws IOException {
        if (find(parts).isPresent()) {
            throw new FileProblem(FileProblem.ALREADY_EXISTS, String.join("\\", parts));
        }
        return WindowsNames.below(ownFolder(parts.subList(0, parts.size() - 1)), parts.getLast());
    }

    /** The folder among the changes, made with all above it where it was only beneath. */
    private Path ownFolder(List<String> parts) throws IOException {
        if (parts.isEmpty()) {
            return Files.createDirectories(changes);
        }
        Path above = ownFolder(parts.subList(0, parts.size() - 1));
        Pair pair = pair(parts);
        Path shown = pair.shown();
        if (shown == null) {
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, String.join("\\", parts));
        }
        requireFolder(shown);
        return pair.own() != null
                ? pair.own()
                : new StoredFile(shown).copyTo(above.resolve(shown.getFileName())).path();
    }

    @Override
    public StoredFile forWriting(List<String> parts) throws IOException {
        if (parts.isEmpty()) {
            return new StoredFile(ownFolder(parts));
        }
        Pair pair = pair(parts);
        if (pair.own() != null) {
            return new StoredFile(pair.own());
        }
        StoredFile under = existing(parts);
        Path folder = ownFolder(parts.subList(0, parts.size() - 1));
        return under.copyTo(folder.resolve(under.name()));
    }

    @Override
    public void link(StoredFile existing, List<String> parts) throws IOException {
        if (existing.directory()) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, existing.toString());
        }
        Files.createLink(newName(parts), existing.path());
    }

    @Override
    public void delete(List<String> parts) throws IOException {
        StoredFile file = existing(parts);
        if (parts.isEmpty()) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, "the root of a volume");
        }
        if (file.directory() && !file.link() && !list(parts).isEmpty()) {
            throw new FileProblem(FileProblem.NOT_EMPTY, String.join("\\", parts));
        }
        Pair pair = pair(parts);
        Path folder = ownFolder(parts.subList(0, parts.size() - 1));
        if (pair.own() != null) {
            new StoredFile(pair.own()).delete();
        }
        Path mark = mark(folder, parts.getLast());
        if (pair.under() != null && !Files.exists(mark)) {
            Files.createFile(mark);
        }
    }

    @Override
    public List<StoredFile> list(List<String> parts) throws IOException {
        Pair pair = pair(parts);
        Path shown = pair.shown();
        if (shown == null) {
            if (parts.isEmpty()) {
                return List.of();
            }
            throw new FileProblem(FileProblem.PATH_NOT_FOUND, String.join("\\", parts));
        }
        requireFolder(shown);
        List<StoredFile> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (pair.own() != null) {
            for (StoredFile file : new StoredFile(pair.own()).list()) {
                names.add(WindowsNames.folded(file.name()));
                all.add(file);
            }
        }
        Path under = pair.under();
        if (under != null && isFolder(under)) {
            for (StoredFile file : new StoredFile(under).list()) {
                if (child(pair, file.name()).under() != null
                        && names.add(WindowsNames.folded(file.name()))) {
                    all.add(file);
                }
            }
        }
        all.sort(Comparator.comparing(file -> WindowsNames.folded(file.name())));
        return all;
    }

    @Override
    public String toString() {
        return changes + " above " + beneath;
    }
}
