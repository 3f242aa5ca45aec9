package dev.mullion.hcs.emulator.file;

import dev.mullion.hcs.layer.FileInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file, folder or link of the emulated machine. One that was restored from a backup stream is
 * kept as that stream, behind a mark; a folder's is in a file inside it. Anything else on disk is a
 * plain file with its content. Links of the real machine are never followed: they look like links
 * that lead nowhere.
 */
public final class StoredFile {

    private static final byte[] MARK = "\u0089EMULAT\u001a".getBytes(StandardCharsets.ISO_8859_1);

    /** No name of Windows has a colon in it. */
    private static final String FOLDER_STREAM = ":folder";

    private final Path path;

    /**
     * Looks at a path of the real machine.
     *
     * @param path of something that is there
     */
    public StoredFile(Path path) {
        this.path = path;
    }

    /**
     * Returns where it is.
     *
     * @return a path of the real machine
     */
    public Path path() {
        return path;
    }

    /**
     * Returns its name.
     *
     * @return the last part
     */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * Says whether it is a folder; a junction is one, too.
     *
     * @return true for a folder
     */
    public boolean directory() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Says whether it is a link.
     *
     * @return true for a symbolic link or a junction
     */
    public boolean link() throws IOException {
        return info().reparsePoint();
    }

    /**
     * Returns where a link leads.
     *
     * @return the substitute name as Windows keeps it, or nothing if it can't be known
     */
    public Optional<String> target() throws IOException {
        try (InputStream backup = backup()) {
            var records = new BackupRecords(backup);
            for (Optional<BackupRecords.Head> head = records.next();
                    head.isPresent();
                    head = records.next()) {
                if (head.get().id() == BackupRecords.REPARSE) {
                    return Optional.of(substituteName(records.data().readAllBytes()));
                }
            }
            return Optional.empty();
        }
    }

    private static String substituteName(byte[] data) throws IOException {
        ByteBuffer link = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < 16) {
            throw new FileProblem(FileProblem.INVALID_PARAMETER, "a link without a target");
        }
        // a symbolic link has its flags between the head and the names
        int names = link.getInt(0) == 0xA000000C ? 20 : 16;
        int from = names + Short.toUnsignedInt(link.getShort(8));
        int length = Short.toUnsignedInt(link.getShort(10));
        if (from + length > data.length) {
            throw new FileProblem(FileProblem.INVALID_PARAMETER, "a link without a target");
        }
        return new String(data, from, length, StandardCharsets.UTF_16LE);
    }

    /**
     * Returns times and attributes.
     *
     * @return all of them
     */
    public FileInfo info() throws IOException {
        return Extras.read(path);
    }

    /**
     * Changes times and attributes. Whether it is a link stays as it is.
     *
     * @param info what is null or 0 stays
     */
    public void set(FileInfo info) throws IOException {
        int link = info().attributes() & FileInfo.REPARSE_POINT;
        int wanted = info.attributes() & ~FileInfo.REPARSE_POINT;
        Extras.write(path, info.withAttributes(wanted == 0 ? 0 : wanted | link));
    }

    /**
     * Returns the size of its content.
     *
     * @return bytes; 0 for a folder
     */
    public long size() throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        if (!restored(path)) {
            return Files.size(path);
        }
        long size = 0;
        try (InputStream backup = backup()) {
            var records = new BackupRecords(backup);
            for (Optional<BackupRecords.Head> head = records.next();
                    head.isPresent();
                    head = records.next()) {
                if (head.get().id() == BackupRecords.DATA) {
                    size = Math.max(size, head.get().size());
                } else if (head.get().id() == BackupRecords.SPARSE_BLOCK) {
                    byte[] offset = records.data().readNBytes(Long.BYTES);
                    long at = ByteBuffer.wrap(offset).order(ByteOrder.LITTLE_ENDIAN).getLong();
                    size = Math.max(size, at + head.get().size() - Long.BYTES);
                }
            }
        }
        return size;
    }

    /**
     * Reads its content.
     *
     * @return the unnamed stream
     */
    public InputStream content() throws IOException {
        if (directory() || Files.isSymbolicLink(path)) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, path.toString());
        }
        return restored(path) ? new UnnamedData(backup()) : open(path);
    }

    /**
     * Writes content: then it is a plain file, and what else was restored to it is lost.
     *
     * @param append whether after what is there
     * @return to be closed
     */
    public OutputStream write(boolean append) throws IOException {
        if (directory() || Files.isSymbolicLink(path)) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, path.toString());
        }
        if (append && restored(path)) {
            byte[] before;
            try (InputStream content = content()) {
                before = content.readAllBytes();
            }
            Files.write(
                    path,
                    before,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
        return Files.newOutputStream(
                path,
                LinkOption.NOFOLLOW_LINKS,
                StandardOpenOption.WRITE,
                append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Reads the whole backup stream.
     *
     * @return empty for a folder that none was restored to
     */
    public InputStream backup() throws IOException {
        Path kept = kept();
        if (!Files.exists(kept, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(kept)) {
            return InputStream.nullInputStream();
        }
        if (restored(kept)) {
            InputStream stream = open(kept);
            stream.skipNBytes(MARK.length);
            return stream;
        }
        var head = new BackupRecords.Head(BackupRecords.DATA, 0, Files.size(kept), "");
        return new SequenceInputStream(new ByteArrayInputStream(head.bytes()), open(kept));
    }

    /**
     * Replaces everything with what a backup stream has. Times and attributes stay, but that it
     * becomes a link if the stream says so.
     *
     * @return to be filled and closed
     */
    public OutputStream restore() throws IOException {
        FileInfo before = info();
        OutputStream out =
                Files.newOutputStream(
                        kept(),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        out.write(MARK);
        return new RestoredStream(out, this, before);
    }

    /** After the stream is complete. */
    void restored(FileInfo before) throws IOException {
        int link = target().isPresent() ? FileInfo.REPARSE_POINT : 0;
        FileInfo now = directory() ? before : new FileInfo(null, null, null, null, 0);
        int plain = before.attributes() & ~(FileInfo.REPARSE_POINT | FileInfo.NORMAL);
        int attributes = plain | link;
        Extras.write(path, now.withAttributes(attributes == 0 ? FileInfo.NORMAL : attributes));
    }

    /**
     * Lists a folder.
     *
     * @return what is in it, in the order of the names
     */
    public List<StoredFile> list() throws IOException {
        try (var all = Files.list(path)) {
            return all.filter(child -> WindowsNames.visible(child))
                    .sorted()
                    .map(StoredFile::new)
                    .toList();
        }
    }

    /**
     * Copies it, a folder without what is in it.
     *
     * @param target of nothing that is there
     * @return the copy, equal to the last attribute
     */
    public StoredFile copyTo(Path target) throws IOException {
        FileInfo info = info();
        if (directory()) {
            Files.createDirectory(target);
            Path stream = path.resolve(FOLDER_STREAM);
            if (Files.isRegularFile(stream, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(stream, target.resolve(FOLDER_STREAM));
            }
        } else {
            Files.copy(path, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
        if (!Files.isSymbolicLink(target)) {
            Extras.write(target, info);
        }
        return new StoredFile(target);
    }

    /**
     * Compares two files or folders by what they hold and their attributes, not their times, and
     * folders not by what is in them.
     *
     * @param other the other
     * @return true if nobody could tell them apart
     */
    public boolean sameAs(StoredFile other) throws IOException {
        if (directory() != other.directory()) {
            return false;
        }
        if (!directory() && Files.isSameFile(path, other.path)) {
            return true;
        }
        if (info().attributes() != other.info().attributes()) {
            return false;
        }
        try (InputStream mine = backup();
                InputStream others = other.backup()) {
            return sameBytes(mine, others);
        }
    }

    private static boolean sameBytes(InputStream one, InputStream two) throws IOException {
        int size = 64 * 1024;
        while (true) {
            byte[] first = one.readNBytes(size);
            if (!Arrays.equals(first, two.readNBytes(size))) {
                return false;
            }
            if (first.length < size) {
                return true;
            }
        }
    }

    /**
     * Deletes it.
     *
     * @throws FileProblem if it is a folder with something in it
     */
    public void delete() throws IOException {
        if (directory()) {
            if (!list().isEmpty()) {
                throw new FileProblem(FileProblem.NOT_EMPTY, path.toString());
            }
            try (var hidden = Files.list(path)) {
                for (Path each : hidden.toList()) {
                    Files.delete(each);
                }
            }
        }
        try {
            Files.delete(path);
        } catch (DirectoryNotEmptyException e) {
            throw new FileProblem(FileProblem.NOT_EMPTY, path.toString());
        }
    }

    /** The file that holds the stream, or the content of a plain one. */
    private Path kept() {
        return directory() ? path.resolve(FOLDER_STREAM) : path;
    }

    private static boolean restored(Path kept) throws IOException {
        if (!Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream stream = open(kept)) {
            return Arrays.equals(stream.readNBytes(MARK.length), MARK);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredFile file && path.equals(file.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
