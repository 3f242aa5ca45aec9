package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.WindowsFunction.DETACH_VIRTUAL_DISK;
import static dev.mullion.hcs.binding.WindowsFunction.OPEN_VIRTUAL_DISK;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import java.nio.file.Path;

/** Disks in files, through virtdisk.dll. */
public final class VirtualDisks {

    private static final int STORAGE_TYPE = 20;
    private static final int PARAMETERS = 40;
    private static final int VERSION_2 = 2;
    private static final int CACHED_IO = 0x8;
    private static final int IGNORE_PARENT_LOCATOR = 0x80;
    private static final int NOT_FOUND = 2;
    private static final int PATH_NOT_FOUND = 3;
    private static final int NOT_READY = 0x15;
    private static final int INVALID_PARAMETER = 0x57;

    private final NativeCalls calls;

    /**
     * Calls virtdisk.dll.
     *
     * @param calls the native calls
     */
    public VirtualDisks(NativeCalls calls) {
        this.calls = calls;
    }

    /**
     * Detaches a disk that something left attached: a scratch's, so that its folder can go.
     *
     * @param disk the file
     * @return false if there is no such file, or it wasn't attached
     */
    public boolean detach(Path disk) {
        var opened = new Out.Handle();
        int code;
        try (Memory type = new Memory(STORAGE_TYPE);
                Memory parameters = new Memory(PARAMETERS)) {
            // all zero lets Windows find out which format it is
            type.clear();
            parameters.clear();
            parameters.setInt(0, VERSION_2);
            code =
                    calls.code(
                            OPEN_VIRTUAL_DISK,
                            type,
                            disk.toString(),
                            0,
                            CACHED_IO | IGNORE_PARENT_LOCATOR,
                            parameters,
                            opened);
        }
        if (code == NOT_FOUND || code == PATH_NOT_FOUND) {
            return false;
        }
        if (code != 0) {
            throw FileFailures.of("Opening the disk " + disk, code);
        }
        try (OwnedHandle handle = BackupFiles.own(calls, opened.value(), "disk " + disk)) {
            int detached = calls.code(DETACH_VIRTUAL_DISK, handle, 0, 0);
            // that the first of these is the answer for one that isn't attached is UNVERIFIED
            if (detached == NOT_READY || detached == INVALID_PARAMETER) {
                return false;
            }
            if (detached != 0) {
                throw FileFailures.of("Detaching the disk " + disk, detached);
            }
            return true;
        }
    }
}
