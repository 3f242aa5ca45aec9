package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.runtime.LayerHeldException;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.nio.file.Path;

/** Turns what Windows answers about layers into what a person can do about it. */
final class LayerProblem {

    static final int INVALID_FUNCTION = 0x1;
    static final int PATH_NOT_FOUND = 0x3;
    static final int ACCESS_DENIED = 0x5;
    static final int NOT_READY = 0x15;
    static final int SHARING_VIOLATION = 0x20;
    static final int DEVICE_NOT_CONNECTED = 0x48F;

    private static final int HANDLE_DISK_FULL = 0x27;
    private static final int DISK_FULL = 0x70;
    private static final int REPARSE_POINT_ENCOUNTERED = 4395;
    private static final int FILTER_PROBLEM = 0xC03A001C;

    private LayerProblem() {}

    /**
     * Says what failed and why.
     *
     * @param doing for example {@code Importing a layer}
     * @param store the folder of the store, which advice names
     */
    static IOException of(String doing, HcsException failure, Path store) {
        String text = doing + ": " + failure.getMessage();
        return switch (failure.code().code()) {
            case ACCESS_DENIED ->
                    new LayerHeldException(
                            text
                                    + ". Most often a virus scanner has opened a new file: exclude "
                                    + store
                                    + ", vmcompute.exe, vmwp.exe and this engine from its scans",
                            failure);
            case DISK_FULL, HANDLE_DISK_FULL ->
                    new IOException(
                            text + ". There is no space left on the disk of " + store, failure);
            case SHARING_VIOLATION ->
                    new IOException(
                            text
                                    + ". Another program holds the file: a backup, a virus scanner,"
                                    + " or an earlier mount",
                            failure);
            case INVALID_FUNCTION, FILTER_PROBLEM ->
                    new IOException(
                            text
                                    + ". A file-system filter of another product gets in the way of"
                                    + " container layers: fltmc lists them, and cloud-storage,"
                                    + " backup and security products are known for it",
                            failure);
            case REPARSE_POINT_ENCOUNTERED -> {
                BrokenArchiveException refused =
                        new BrokenArchiveException(text + ". It goes through a link");
                refused.initCause(failure);
                yield refused;
            }
            default -> new IOException(text, failure);
        };
    }
}
