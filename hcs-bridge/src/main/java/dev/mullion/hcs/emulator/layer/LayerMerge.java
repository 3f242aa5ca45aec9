package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.BackupRecords;
import dev.mullion.hcs.emulator.file.DiskTree;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a layer's {@code Files}: everything of the layer beneath, and above it what an import
 * folder brings. Files that stay the same are the same files.
 */
final class LayerMerge {

    static final String FOLDER_SUFFIX = ".$wcidirs$";
    static final String TOMBSTONES = "tombstones.txt";

    private final DiskTree tree;
    private final Map<Path, FileInfo> folders = new LinkedHashMap<>();

    private LayerMerge(Path files) throws IOException {
        this.tree = new DiskTree(files);
    }

    static void into(Path layer, Path source, List<Path> parents) throws IOException {
        Path files = layer.resolve("Files");
        if (Files.exists(files, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(files);
        }
        Files.createDirectories(layer);
        if (parents.isEmpty()) {
            Files.createDirectory(files);
        } else {
            Trees.link(parents.getFirst().resolve("Files"), files);
        }
        var merge = new LayerMerge(files);
        merge.remember(files);
        Path brought = source.resolve("Files");
        if (Files.isDirectory(brought, LinkOption.NOFOLLOW_LINKS)) {
            merge.bring(brought, List.of());
        }
        merge.bury(source.resolve(TOMBSTONES));
        merge.restoreTimes();
        hives(source.resolve("Hives"), layer.resolve("Hives"));
    }

    private void remember(Path folder) throws IOException {
        var stored = new StoredFile(folder);
        folders.put(folder, stored.info());
        for (StoredFile child : stored.list()) {
            if (child.directory() && !child.link()) {
                remember(child.path());
            }
        }
    }

    private void bring(Path folder, List<String> parts) throws IOException {
        Set<String> links = new HashSet<>();
        for (StoredFile child : new StoredFile(folder).list()) {
            if (!child.directory() && child.name().endsWith(FOLDER_SUFFIX)) {
                String name = child.name();
                String of = name.substring(0, name.length() - FOLDER_SUFFIX.length());
                if (isLink(child)) {
                    links.add(of.toLowerCase(Locale.ROOT));
                    remove(with(parts, of));
                }
                StoredFile target = folder(with(parts, of));
                restore(child, target);
                folders.put(target.path(), child.info().withAttributes(0));
            }
        }
        for (StoredFile child : new StoredFile(folder).list()) {
            List<String> path = with(parts, child.name());
            if (child.directory()) {
                // what a link stands for has nothing in it
                if (!links.contains(child.name().toLowerCase(Locale.ROOT))) {
                    StoredFile target = folder(path);
                    folders.putIfAbsent(target.path(), child.info().withAttributes(0));
                    bring(child.path(), path);
                }
            } else if (!child.name().endsWith(FOLDER_SUFFIX)) {
                remove(path);
                StoredFile target = tree.create(path, false);
                restore(child, target);
                target.set(child.info().withAttributes(0));
            }
        }
    }

    private static boolean isLink(StoredFile brought) throws IOException {
        try (InputStream content = brought.content()) {
            content.skipNBytes(Integer.BYTES);
            var records = new BackupRecords(content);
            for (Optional<BackupRecords.Head> head = records.next();
                    head.isPresent();
                    head = records.next()) {
                if (head.get().id() == BackupRecords.REPARSE) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The folder of that name, in the place of whatever else has it. */
    private StoredFile folder(List<String> parts) throws IOException {
        Optional<StoredFile> there = tree.find(parts);
        if (there.isPresent() && there.get().directory() && !there.get().link()) {
            return there.get();
        }
        remove(parts);
        return tree.create(parts, true);
    }

    private void remove(List<String> parts) throws IOException {
        Optional<StoredFile> there = tree.find(parts);
        if (there.isPresent()) {
            Path path = there.get().path();
            folders.keySet().removeIf(folder -> folder.startsWith(path));
            Trees.delete(path);
        }
    }

    /** The content of a file in the import folder: attributes, then the backup stream. */
    private static void restore(StoredFile from, StoredFile to) throws IOException {
        try (InputStream content = from.content()) {
            byte[] attributes = content.readNBytes(Integer.BYTES);
            if (attributes.length < Integer.BYTES) {
                throw new IOException(from + " is too short to hold attributes");
            }
            int bits = ByteBuffer.wrap(attributes).order(ByteOrder.LITTLE_ENDIAN).getInt();
            to.set(new FileInfo(null, null, null, null, bits));
            try (OutputStream out = to.restore()) {
                content.transferTo(out);
            }
        }
    }

    private void bury(Path list) throws IOException {
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<String> lines = Files.readAllLines(list, StandardCharsets.UTF_8);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (line.startsWith("\\")) {
                remove(List.of(line.substring(1).split("\\\\", -1)));
            }
        }
    }

    /** Children first: what is made in a folder changes its times. */
    private void restoreTimes() throws IOException {
        for (Map.Entry<Path, FileInfo> folder : new ArrayList<>(folders.entrySet()).reversed()) {
            if (Files.isDirectory(folder.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                new StoredFile(folder.getKey()).set(folder.getValue());
            }
        }
    }

    private static void hives(Path source, Path target) throws IOException {
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(target);
            for (StoredFile hive : new StoredFile(source).list()) {
                Path copy = target.resolve(hive.name());
                Files.deleteIfExists(copy);
                hive.copyTo(copy);
            }
        }
    }

    private static List<String> with(List<String> parts, String name) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(name);
        return longer;
    }
}
