package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.DiskTree;
import dev.mullion.hcs.emulator.file.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a layer changes of the utility VM, in an export folder: files as they are. */
final class ExportedUtilityVm {

    private final Optional<DiskTree> beneath;
    private final Path target;

    private ExportedUtilityVm(Optional<DiskTree> beneath, Path target) {
        this.beneath = beneath;
        this.target = target;
    }

    static void write(Path layer, Path target, List<Path> parents) throws IOException {
        Path own = files(layer);
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Optional<Path> parent =
                parents.stream()
                        .map(ExportedUtilityVm::files)
                        .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                        .findFirst();
        Optional<DiskTree> beneath =
                parent.isPresent() ? Optional.of(new DiskTree(parent.get())) : Optional.empty();
        new ExportedUtilityVm(beneath, files(target)).folder(new StoredFile(own), List.of());
    }

    private static Path files(Path layer) {
        return layer.resolve("UtilityVM").resolve("Files");
    }

    private void folder(StoredFile folder, List<String> parts) throws IOException {
        for (StoredFile child : folder.list()) {
            List<String> path = new ArrayList<>(parts);
            path.add(child.name());
            Optional<StoredFile> before =
                    beneath.isPresent() ? beneath.get().find(path) : Optional.empty();
            boolean same = before.isPresent() && child.sameAs(before.get());
            if (!same) {
                copy(folder, parts);
                child.copyTo(place(path));
            }
            if (child.directory() && !child.link()) {
                folder(child, path);
            }
        }
    }

    /** The folders on the way, made when there is something in them. */
    private void copy(StoredFile folder, List<String> parts) throws IOException {
        Path place = place(parts);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (parts.isEmpty()) {
            Files.createDirectories(place);
        } else {
            Path above = Objects.requireNonNull(folder.path().getParent());
            copy(new StoredFile(above), parts.subList(0, parts.size() - 1));
            folder.copyTo(place);
        }
    }

    private Path place(List<String> parts) {
        Path place = target;
        for (String part : parts) {
            place = place.resolve(part);
        }
        return place;
    }
}
