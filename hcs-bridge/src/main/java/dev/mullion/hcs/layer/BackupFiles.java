package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.FileFunction.CREATE_FILE_W;
import static dev.mullion.hcs.binding.FileFunction.MOVE_FILE_EX_W;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import java.nio.file.Path;

/**
 * Files with all that Windows keeps of them: security, extended attributes, links, named streams.
 * The process must hold {@link Privileges} for backup, restore and security. Every method blocks
 * its thread in native code and throws {@link dev.mullion.hcs.HcsException} with a Win32 code, the
 * streams too.
 */
public final class BackupFiles {

    private static final int GENERIC_READ = 0x80000000;
    private static final int SHARE_ALL = 7;
    private static final int OPEN_EXISTING = 3;
    private static final int BACKUP_SEMANTICS = 0x02000000;
    private static final int OPEN_REPARSE_POINT = 0x00200000;
    private static final long INVALID = -1;

    private final NativeCalls calls;

    /**
     * Calls kernel32.dll and ntdll.dll.
     *
     * @param calls the native calls
     */
    public BackupFiles(NativeCalls calls) {
        this.calls = calls;
    }

    /**
     * Opens a folder that files are found below.
     *
     * @param folder its full path; it must be one, and not a link
     * @return the folder, to be closed
     */
    public BackupRoot open(Path folder) {
        return open(folder.toString());
    }

    /**
     * Opens the root of a volume that has no drive letter, such as a mounted scratch's.
     *
     * @param volume {@code \\?\Volume{guid}\}, which Java's paths don't take on Windows
     * @return its root folder, to be closed
     */
    public BackupRoot openVolume(String volume) {
        return open(volume.endsWith("\\") ? volume : volume + "\\");
    }

    private BackupRoot open(String folder) {
        long handle =
                calls.call(
                        CREATE_FILE_W,
                        folder,
                        GENERIC_READ,
                        SHARE_ALL,
                        null,
                        OPEN_EXISTING,
                        BACKUP_SEMANTICS | OPEN_REPARSE_POINT,
                        null);
        if (handle == INVALID || handle == 0) {
            throw new FileFailures(calls).lastError("Opening the folder " + folder);
        }
        var root = new BackupRoot(calls, own(calls, handle, "folder " + folder), folder);
        try {
            root.requireRealFolder();
            return root;
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /**
     * Gives a file or a folder another name on its volume. Windows refuses (5) while something
     * below a folder is open: the disk of a scratch that is still attached, for example.
     *
     * @param from its full path
     * @param to the new one, of nothing that is there yet
     */
    public void rename(Path from, Path to) {
        new FileFailures(calls)
                .check(
                        "Renaming " + from + " to " + to,
                        calls.code(MOVE_FILE_EX_W, from.toString(), to.toString(), 0));
    }

    static OwnedHandle own(NativeCalls calls, long handle, String what) {
        return new OwnedHandle(
                handle, what, closing -> calls.code(WindowsFunction.CLOSE_HANDLE, closing));
    }
}
