package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;

/**
 * This host lacks a library or a function: a Windows without the feature, an older build, no
 * Windows.
 */
public final class NotAvailableException extends HcsException {

    private static final long serialVersionUID = 1;
    private static final int MODULE_NOT_FOUND = 0x7E;
    private static final int PROCEDURE_NOT_FOUND = 0x7F;

    private NotAvailableException(String what, int code, @Nullable Throwable cause) {
        super(what, Hresult.of(code), null, cause);
    }

    /**
     * A library is missing.
     *
     * @param file which
     * @param cause what the loader said, or null
     * @return the exception
     */
    public static NotAvailableException library(String file, @Nullable Throwable cause) {
        return new NotAvailableException(
                "Not available on this host: there is no "
                        + file
                        + "; the Windows features Containers and Hyper-V bring it",
                MODULE_NOT_FOUND,
                cause);
    }

    /**
     * A function is missing.
     *
     * @param file the library
     * @param export the function
     * @param cause what the loader said, or null
     * @return the exception
     */
    public static NotAvailableException export(
            String file, String export, @Nullable Throwable cause) {
        return new NotAvailableException(
                "Not available on this host: its "
                        + file
                        + " has no "
                        + export
                        + "; a newer build of Windows has it",
                PROCEDURE_NOT_FOUND,
                cause);
    }
}
