package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.DiskTree;
import dev.mullion.hcs.emulator.file.FileTree;
import dev.mullion.hcs.emulator.file.StoredFile;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes what is different from the layer beneath into an export folder, and what isn't there any
 * more into its list of tombstones.
 */
final class LayerExport {

    private final FileTree view;
    private final Optional<DiskTree> beneath;
    private final Path target;
    private final List<String> tombstones = new ArrayList<>();
    private final Map<Object, Path> written = new HashMap<>();

    /**
     * Compares.
     *
     * @param view everything as it is now
     * @param beneath everything as it was
     * @param target the export folder
     */
    LayerExport(FileTree view, Optional<DiskTree> beneath, Path target) {
        this.view = view;
        this.beneath = beneath;
        this.target = target.resolve("Files");
    }

    /**
     * Exports.
     *
     * @param changes the folder in which there is whatever may be different
     */
    void from(Path changes) throws IOException {
        if (Files.isDirectory(changes, LinkOption.NOFOLLOW_LINKS)) {
            folder(new StoredFile(changes), List.of());
        }
        List<String> lines = new ArrayList<>();
        lines.add("\uFEFFVersion 1.0");
        lines.addAll(tombstones);
        Files.writeString(
                target.resolveSibling(LayerMerge.TOMBSTONES),
                String.join("\r\n", lines) + "\r\n",
                StandardCharsets.UTF_8);
    }

    private void folder(StoredFile own, List<String> parts) throws IOException {
        for (StoredFile child : own.list()) {
            List<String> path = with(parts, child.name());
            Optional<StoredFile> before = before(path);
            boolean same = before.isPresent() && child.sameAs(before.get());
            if (child.directory() && !child.link()) {
                if (!same) {
                    writeFolder(path);
                }
                folder(child, path);
            } else if (!same) {
                writeFolders(parts);
                if (child.directory()) {
                    writeFolder(path);
                } else {
                    writeFile(child, path);
                }
            }
        }
        bury(parts);
        restoreTimes(own, parts);
    }

    /** What was in the folder and can't be seen there any more. */
    private void bury(List<String> parts) throws IOException {
        Optional<StoredFile> before = before(parts);
        if (before.isEmpty() || !before.get().directory() || before.get().link()) {
            return;
        }
        for (StoredFile child : before.get().list()) {
            List<String> path = with(parts, child.name());
            if (view.find(path).isEmpty()) {
                writeFolders(parts);
                tombstones.add("\\" + String.join("\\", path));
            }
        }
    }

    private Optional<StoredFile> before(List<String> parts) throws IOException {
        if (beneath.isEmpty()) {
            return Optional.empty();
        }
        // a link or a file that was in the way has nothing below it
        for (int depth = 0; depth < parts.size(); depth++) {
            Optional<StoredFile> folder = beneath.get().find(parts.subList(0, depth));
            if (folder.isEmpty() || !folder.get().directory() || folder.get().link()) {
                return Optional.empty();
            }
        }
        return beneath.get().find(parts);
    }

    private void writeFolders(List<String> parts) throws IOException {
        for (int depth = 1; depth <= parts.size(); depth++) {
            writeFolder(parts.subList(0, depth));
        }
    }

    private void writeFolder(List<String> parts) throws IOException {
        Path folder = place(parts);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!parts.isEmpty()) {
            writeFolders(parts.subList(0, parts.size() - 1));
            Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            StoredFile now = view.find(parts).orElseThrow();
            write(now, folder.resolveSibling(folder.getFileName() + LayerMerge.FOLDER_SUFFIX));
        }
        Files.createDirectories(folder);
    }

    private void writeFile(StoredFile file, List<String> parts) throws IOException {
        Path place = place(parts);
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        Path other = written.putIfAbsent(identity(file), place);
        if (other != null) {
            Files.createLink(place, other);
        } else {
            write(file, place);
        }
    }

    private static Object identity(StoredFile file) throws IOException {
        return Objects.requireNonNull(
                Files.getAttribute(file.path(), "fileKey", LinkOption.NOFOLLOW_LINKS));
    }

    private static void write(StoredFile file, Path place) throws IOException {
        FileInfo info = file.info();
        try (OutputStream out = Files.newOutputStream(place);
                InputStream backup = file.backup()) {
            out.write(
                    ByteBuffer.allocate(Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(info.attributes())
                            .array());
            backup.transferTo(out);
        }
        new StoredFile(place).set(info.withAttributes(FileInfo.NORMAL));
    }

    private void restoreTimes(StoredFile own, List<String> parts) throws IOException {
        Path folder = place(parts);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            new StoredFile(folder).set(own.info().withAttributes(0));
        }
    }

    private Path place(List<String> parts) {
        Path place = target;
        for (String part : parts) {
            place = place.resolve(part);
        }
        return place;
    }

    private static List<String> with(List<String> parts, String name) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(name);
        return longer;
    }
}
