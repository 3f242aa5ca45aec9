package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.FileFunction.NT_CREATE_FILE;
import static dev.mullion.hcs.binding.FileFunction.NT_SET_INFORMATION_FILE;

import com.sun.jna.Memory;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An open folder. Names are relative to it, with backslashes (slashes are taken too); "" is the
 * folder itself. No link on the way to a name is followed: such a call fails with {@code
 * ERROR_REPARSE_POINT_ENCOUNTERED} (4395). A name that is a link itself is opened as the link. May
 * be used from several threads.
 */
public final class BackupRoot implements AutoCloseable {

    /** What is wanted of a file that is there. */
    public enum Access {
        /** Read it with its security. */
        READ,
        /** Read it, and write all of it. */
        WRITE,
        /** Only read its times, attributes and facts, which nobody's share mode forbids. */
        INFO
    }

    /** What is made. */
    public enum Kind {
        /** A file. */
        FILE,
        /** A folder. */
        DIRECTORY
    }

    /**
     * What is in a folder.
     *
     * @param name the last part
     * @param info its times and attributes
     * @param size bytes of its unnamed stream
     */
    public record Entry(String name, FileInfo info, long size) {}

    private static final int GENERIC_READ = 0x80000000;
    private static final int SECURITY = 0x01000000;
    private static final int EVERYTHING = 0xC0000000 | 0x40000 | 0x80000 | SECURITY;
    private static final int READ_ATTRIBUTES = 0x80;
    private static final int WRITE_ATTRIBUTES = 0x100;
    private static final int DELETE = 0x10000;
    private static final int SYNCHRONIZE = 0x100000;

    private static final int SHARE_READ = 1;
    private static final int SHARE_ALL = 7;

    private static final int OPEN = 1;
    private static final int CREATE = 2;

    private static final int DIRECTORY_FILE = 0x1;
    private static final int SYNCHRONOUS = 0x20;
    private static final int BACKUP_INTENT = 0x4000;
    private static final int OPEN_REPARSE_POINT = 0x200000;

    private static final int LINK_INFORMATION = 11;
    private static final int DISPOSITION_INFORMATION_EX = 64;

    /** That the oldest build that is served knows the last of them is UNVERIFIED. */
    private static final int DELETE_POSIX_EVEN_READ_ONLY = 0x1 | 0x2 | 0x10;

    private static final int IO_STATUS = 16;
    private static final int LINK_NAME = 20;

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String path;

    BackupRoot(NativeCalls calls, OwnedHandle handle, String path) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.path = path;
    }

    void requireRealFolder() {
        FileInfo info = new BackupFile(calls, handle, path).info();
        if (info.reparsePoint()) {
            throw FileFailures.of(
                    "Opening the folder " + path + ", which is a link",
                    FileFailures.REPARSE_POINT_ENCOUNTERED);
        }
        if (!info.directory()) {
            throw FileFailures.of("Opening the folder " + path, FileFailures.DIRECTORY);
        }
    }

    /**
     * Makes a file or a folder, for writing. Others may only read it while it is open.
     *
     * @param name of nothing that is there yet; the folder it is in exists
     * @param kind which of the two
     * @return the open file
     */
    public BackupFile create(String name, Kind kind) {
        int options = kind == Kind.DIRECTORY ? DIRECTORY_FILE : 0;
        return at("Creating", name, EVERYTHING, SHARE_READ, CREATE, options);
    }

    /**
     * Opens a file or a folder, or a link as itself.
     *
     * @param name of something that is there
     * @param access what for
     * @return the open file
     */
    public BackupFile open(String name, Access access) {
        return switch (access) {
            case READ -> open(name, GENERIC_READ | SECURITY, SHARE_READ);
            case WRITE -> open(name, EVERYTHING, SHARE_READ);
            case INFO -> open(name, READ_ATTRIBUTES, SHARE_ALL);
        };
    }

    private BackupFile open(String name, int access, int share) {
        return at("Opening", name, access, share, OPEN, OPEN_REPARSE_POINT);
    }

    private BackupFile at(
            String doing, String name, int access, int share, int disposition, int options) {
        String relative = RelativeName.of(name);
        String full = relative.isEmpty() ? path : path + "\\" + relative;
        var opened = new Out.Handle();
        int status;
        try (OwnedHandle.Held root = handle.hold();
                var object = new ObjectName(root.value(), relative);
                Memory io = new Memory(IO_STATUS)) {
            io.clear();
            status =
                    calls.code(
                            NT_CREATE_FILE,
                            opened,
                            access | SYNCHRONIZE,
                            object.memory(),
                            io,
                            null,
                            0,
                            share,
                            disposition,
                            options | SYNCHRONOUS | BACKUP_INTENT,
                            null,
                            0);
        }
        failures.checkStatus(doing + " " + full, status);
        return new BackupFile(calls, BackupFiles.own(calls, opened.value(), "file " + full), full);
    }

    /**
     * Gives a file another name (a hard link).
     *
     * @param from the folder that the file is found below, on the same volume
     * @param existing the file's name there
     * @param name the new name here, of nothing that is there yet
     */
    public void link(BackupRoot from, String existing, String name) {
        String relative = RelativeName.of(name);
        int cut = relative.lastIndexOf('\\');
        String parent = cut < 0 ? "" : relative.substring(0, cut);
        byte[] last = relative.substring(cut + 1).getBytes(StandardCharsets.UTF_16LE);
        try (BackupFile file = from.open(existing, WRITE_ATTRIBUTES, SHARE_ALL);
                BackupFile folder =
                        at("Opening", parent, GENERIC_READ, SHARE_ALL, OPEN, DIRECTORY_FILE);
                Memory link = new Memory(LINK_NAME + last.length + 2L)) {
            link.clear();
            link.setInt(16, last.length);
            link.write(LINK_NAME, last, 0, last.length);
            String what = "Linking " + name + " to " + existing;
            try (OwnedHandle.Held held = folder.handle().hold()) {
                link.setLong(8, held.value());
                set(what, file, LINK_INFORMATION, link);
            }
        }
    }

    /**
     * Deletes a file, an empty folder or a link, also one that is read-only.
     *
     * @param name its name
     * @return false if there was nothing of that name
     */
    public boolean delete(String name) {
        try (BackupFile file = open(name, READ_ATTRIBUTES | DELETE, SHARE_ALL);
                Memory flags = new Memory(4)) {
            flags.setInt(0, DELETE_POSIX_EVEN_READ_ONLY);
            set("Deleting " + name, file, DISPOSITION_INFORMATION_EX, flags);
            return true;
        } catch (HcsException e) {
            if (FileFailures.isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Deletes a name with everything below it. Links are deleted, not followed.
     *
     * @param name its name, not ""
     * @return false if there was nothing of that name
     */
    public boolean deleteTree(String name) {
        Optional<FileInfo> info = find(name);
        if (info.isEmpty()) {
            return false;
        }
        if (info.get().directory() && !info.get().reparsePoint()) {
            list(name).forEach(entry -> deleteTree(name + "\\" + entry.name()));
        }
        return delete(name);
    }

    /**
     * Looks for something.
     *
     * @param name its name
     * @return times and attributes of the file, folder or link, or nothing if there is none
     */
    public Optional<FileInfo> find(String name) {
        try (BackupFile file = open(name, Access.INFO)) {
            return Optional.of(file.info());
        } catch (HcsException e) {
            if (FileFailures.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Says whether there is something.
     *
     * @param name its name
     * @return true for a file, a folder or a link
     */
    public boolean exists(String name) {
        return find(name).isPresent();
    }

    /**
     * Lists a folder.
     *
     * @param name its name; "" is this one
     * @return what is in it, in the volume's order
     */
    public List<Entry> list(String name) {
        try (BackupFile folder = at("Listing", name, 1, SHARE_ALL, OPEN, DIRECTORY_FILE)) {
            return folder.list();
        }
    }

    private void set(String what, BackupFile file, int information, Memory structure) {
        try (Memory io = new Memory(IO_STATUS)) {
            io.clear();
            int status =
                    calls.code(
                            NT_SET_INFORMATION_FILE,
                            file.handle(),
                            io,
                            structure,
                            (int) structure.size(),
                            information);
            failures.checkStatus(what, status);
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return path;
    }
}
