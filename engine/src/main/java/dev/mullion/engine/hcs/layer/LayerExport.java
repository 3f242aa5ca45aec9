package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.hcs.backup.BrokenBackupException;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.FileFacts;
import dev.mullion.hcs.layer.FileInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a folder that Windows has exported a layer to into the layer's archive. */
final class LayerExport {

    private static final String FILES = "Files";
    private static final String HIVES = "Hives";
    private static final String SYSTEM_HIVE = "Hives\\System_Delta";
    private static final String TOMBSTONES = "tombstones.txt";
    private static final String RECYCLED = "Files\\$Recycle.Bin";
    private static final int MOST_TOMBSTONES = 64 << 20;

    private final BackupRoot folder;
    private final TarWriter tar;
    private final Map<FileFacts.Identity, String> names = new HashMap<>();
    private Map<String, List<String>> removed = Map.of();

    /**
     * Begins an archive.
     *
     * @param folder the exported one
     * @param out stays open
     */
    LayerExport(BackupRoot folder, OutputStream out) {
        this.folder = folder;
        this.tar = new TarWriter(out);
    }

    /** Writes all of it; the same folder gives the same archive always. */
    void run() throws IOException {
        removed = tombstones();
        for (BackupRoot.Entry entry : sorted("")) {
            if (!entry.name().equalsIgnoreCase(TOMBSTONES)) {
                add(entry.name(), entry);
            }
        }
        tar.finish();
    }

    private List<BackupRoot.Entry> sorted(String path) {
        return folder.list(path).stream()
                .filter(entry -> !entry.name().endsWith(LayerPath.FOLDER_METADATA))
                .sorted(Comparator.comparing(BackupRoot.Entry::name))
                .toList();
    }

    private void add(String path, BackupRoot.Entry entry) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Exporting a layer was interrupted");
        }
        if (path.equalsIgnoreCase(RECYCLED)) {
            return;
        }
        boolean folderHere = entry.info().directory() && !entry.info().reparsePoint();
        if (path.startsWith(FILES + "\\")) {
            addOfFiles(path, folderHere);
        } else {
            addPlain(path);
        }
        if (!folderHere) {
            return;
        }
        for (String name : removed.getOrDefault(path, List.of())) {
            addRemoval(path, name);
        }
        for (BackupRoot.Entry inner : sorted(path)) {
            add(path + "\\" + inner.name(), inner);
        }
    }

    /** What is below Files is a file with attributes and a backup stream in it. */
    private void addOfFiles(String path, boolean folderHere) throws IOException {
        String holder = folderHere ? path + LayerPath.FOLDER_METADATA : path;
        if (folderHere && !folder.exists(holder)) {
            addPlain(path);
            return;
        }
        try (BackupFile file = folder.open(holder, BackupRoot.Access.READ)) {
            if (!folderHere && linked(path, file)) {
                return;
            }
            FileInfo info = file.info().withAttributes(attributes(path, file));
            exported(path, info, () -> stream(holder)).write(tar);
        }
    }

    private static int attributes(String path, BackupFile file) throws IOException {
        try (InputStream in = file.read()) {
            byte[] first = in.readNBytes(Integer.BYTES);
            if (first.length < Integer.BYTES) {
                throw new BrokenBackupException("The exported file " + path + " is cut off");
            }
            return ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt();
        }
    }

    /** The backup stream behind the attributes; closing it closes the file. */
    private InputStream stream(String path) throws IOException {
        BackupFile file = folder.open(path, BackupRoot.Access.READ);
        InputStream in = new OwnedInput(file, file.read());
        in.skipNBytes(Integer.BYTES);
        return in;
    }

    /** What isn't below Files is itself; its security is nobody's. */
    private void addPlain(String path) throws IOException {
        try (BackupFile file = folder.open(path, BackupRoot.Access.READ)) {
            FileInfo info = file.info();
            if (!info.directory() && linked(path, file)) {
                return;
            }
            if ((path.equals(HIVES) || path.equals(FILES)) && folder.exists(SYSTEM_HIVE)) {
                info = timesOf(SYSTEM_HIVE).withAttributes(info.attributes());
            }
            FileInfo steady =
                    new FileInfo(
                            info.written(),
                            info.written(),
                            info.written(),
                            info.changed(),
                            info.attributes());
            exported(
                            path,
                            steady,
                            () -> {
                                BackupFile again = folder.open(path, BackupRoot.Access.READ);
                                return new OwnedInput(again, again.backup(false));
                            })
                    .write(tar);
        }
    }

    private FileInfo timesOf(String path) {
        try (BackupFile file = folder.open(path, BackupRoot.Access.INFO)) {
            return file.info();
        }
    }

    private static ExportedFile exported(String path, FileInfo info, ExportedFile.Content stream) {
        return new ExportedFile(path.replace('\\', '/'), info, stream);
    }

    /** A further name of a file that is in the archive already. */
    private boolean linked(String path, BackupFile file) throws IOException {
        FileFacts facts = file.facts();
        if (facts.links() < 2) {
            return false;
        }
        String name = path.replace('\\', '/');
        String first = names.putIfAbsent(facts.identity(), name);
        if (first == null) {
            return false;
        }
        tar.add(
                TarEntry.of(
                        Kind.HARD_LINK,
                        name,
                        first,
                        0644,
                        0,
                        new Time(0, 0),
                        new Time(0, 0),
                        Map.of()));
        return true;
    }

    private void addRemoval(String path, String name) throws IOException {
        tar.add(
                TarEntry.of(
                        Kind.FILE,
                        path.replace('\\', '/') + "/.wh." + name,
                        "",
                        0644,
                        0,
                        new Time(0, 0),
                        new Time(0, 0),
                        Map.of()));
    }

    /** What the layer removes, by the folder it is in. */
    private Map<String, List<String>> tombstones() throws IOException {
        if (!folder.exists(TOMBSTONES)) {
            return Map.of();
        }
        byte[] bytes;
        try (BackupFile file = folder.open(TOMBSTONES, BackupRoot.Access.READ);
                InputStream in = file.read()) {
            bytes = in.readNBytes(MOST_TOMBSTONES);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> lines = plain.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals("Version 1.0")) {
            throw new BrokenBackupException(
                    "The exported list of what was removed isn't of version 1.0");
        }
        Map<String, List<String>> found = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.isBlank()) {
                String path = FILES + (line.startsWith("\\") ? "" : "\\") + line.strip();
                int cut = path.lastIndexOf('\\');
                found.computeIfAbsent(path.substring(0, cut), any -> new ArrayList<>())
                        .add(path.substring(cut + 1));
            }
        }
        found.values().forEach(names -> names.sort(Comparator.naturalOrder()));
        return found;
    }

    /** A stream of a file that is closed with it. */
    private static final class OwnedInput extends FilterInputStream {

        private final BackupFile file;

        OwnedInput(BackupFile file, InputStream in) {
            super(in);
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                file.close();
            }
        }
    }
}
