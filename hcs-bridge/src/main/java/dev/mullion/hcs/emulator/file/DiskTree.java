package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder of the real machine, or one file of it. */
public final class DiskTree implements FileTree {

    private final Path root;

    /**
     * Offers what is below a folder.
     *
     * @param root its path; links on the way to it are followed once, now
     */
    public DiskTree(Path root) throws IOException {
        this.root = Files.isSymbolicLink(root) || !Files.exists(root) ? root : root.toRealPath();
    }

    @Override
    public Optional<StoredFile> find(List<String> parts) throws IOException {
        Path at = root;
        if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        for (String part : parts) {
            requireFolder(at);
            Optional<Path> child = WindowsNames.child(at, part);
            if (child.isEmpty()) {
                return Optional.empty();
            }
            at = child.get();
        }
        return Optional.of(new StoredFile(at));
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
    public StoredFile create(List<String> parts, boolean directory) throws IOException {
        Path target = newName(parts);
        return new StoredFile(directory ? Files.createDirectory(target) : Files.createFile(target));
    }

    private Path newName(List<String> parts) throws IOException {
        if (find(parts).isPresent()) {
            throw new FileProblem(FileProblem.ALREADY_EXISTS, String.join("\\", parts));
        }
        List<String> parent = parts.subList(0, parts.size() - 1);
        StoredFile folder =
                find(parent)
                        .orElseThrow(() ->
                                new FileProblem(
                                        FileProblem.PATH_NOT_FOUND, String.join("\\", parent)));
        requireFolder(folder.path());
        return WindowsNames.below(folder.path(), parts.getLast());
    }

    @Override
    public StoredFile forWriting(List<String> parts) throws IOException {
        return find(parts)
                .orElseThrow(() ->
                        new FileProblem(FileProblem.FILE_NOT_FOUND, String.join("\\", parts)));
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
        forWriting(parts).delete();
    }

    @Override
    public List<StoredFile> list(List<String> parts) throws IOException {
        StoredFile folder = forWriting(parts);
        if (!folder.directory()) {
            throw new FileProblem(FileProblem.NOT_A_DIRECTORY, String.join("\\", parts));
        }
        if (folder.link()) {
            throw new FileProblem(FileProblem.REPARSE_POINT_ENCOUNTERED, String.join("\\", parts));
        }
        return folder.list();
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
