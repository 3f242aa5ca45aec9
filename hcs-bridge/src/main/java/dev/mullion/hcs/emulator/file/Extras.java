package dev.mullion.hcs.emulator.file;

import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Times and attributes of a file. Its last write is that of the file on disk; what Linux doesn't
 * know or doesn't let be set is in one extended attribute, so that it goes with the file and is
 * shared by all its names.
 */
final class Extras {

    private static final String NAME = "mullion.windows";
    private static final int SIZE = 28;
    private static final int ARCHIVE = 0x20;

    private Extras() {}

    static FileInfo read(Path path) throws IOException {
        BasicFileAttributes disk =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Instant written = tick(disk.lastModifiedTime().toInstant());
        if (disk.isSymbolicLink()) {
            return new FileInfo(written, written, written, written, FileInfo.REPARSE_POINT);
        }
        int kind = disk.isDirectory() ? FileInfo.DIRECTORY : 0;
        ByteBuffer kept = kept(path);
        if (kept == null) {
            int plain = disk.isDirectory() ? kind : ARCHIVE;
            return new FileInfo(written, written, written, written, plain);
        }
        int others = kept.getInt(24) & ~(FileInfo.DIRECTORY | FileInfo.NORMAL);
        int attributes = others | kind;
        return new FileInfo(
                Objects.requireNonNullElse(FileInfo.instant(kept.getLong(0)), written),
                Objects.requireNonNullElse(FileInfo.instant(kept.getLong(8)), written),
                written,
                Objects.requireNonNullElse(FileInfo.instant(kept.getLong(16)), written),
                attributes == 0 ? FileInfo.NORMAL : attributes);
    }

    /** Sets what isn't null or 0. */
    static void write(Path path, FileInfo info) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, path.toString());
        }
        FileInfo now = read(path);
        ByteBuffer kept = ByteBuffer.allocate(SIZE);
        kept.putLong(FileInfo.fileTime(or(info.created(), now.created())));
        kept.putLong(FileInfo.fileTime(or(info.accessed(), now.accessed())));
        kept.putLong(FileInfo.fileTime(or(info.changed(), now.changed())));
        kept.putInt(info.attributes() == 0 ? now.attributes() : info.attributes());
        view(path).write(NAME, kept.flip());
        // last: the kept ones change the file's own times
        Instant written = or(info.written(), now.written());
        if (written != null) {
            Files.setLastModifiedTime(path, FileTime.from(written));
        }
    }

    private static @Nullable Instant or(@Nullable Instant wanted, @Nullable Instant now) {
        return wanted == null ? now : wanted;
    }

    private static @Nullable ByteBuffer kept(Path path) throws IOException {
        UserDefinedFileAttributeView view = view(path);
        if (!view.list().contains(NAME)) {
            return null;
        }
        ByteBuffer kept = ByteBuffer.allocate(SIZE);
        view.read(NAME, kept);
        return kept.flip();
    }

    private static UserDefinedFileAttributeView view(Path path) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(
                        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new IOException(
                    "The emulated machine needs a file system with extended attributes: " + path);
        }
        return view;
    }

    /** Windows counts in hundreds of nanoseconds. */
    private static Instant tick(Instant time) {
        return Objects.requireNonNull(FileInfo.instant(FileInfo.fileTime(time)));
    }
}
