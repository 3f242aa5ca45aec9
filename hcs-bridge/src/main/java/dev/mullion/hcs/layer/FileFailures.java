package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.FileFunction.RTL_NT_STATUS_TO_DOS_ERROR;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;

/** Turns the answers of file functions into exceptions with Win32 codes. */
final class FileFailures {

    static final int FILE_NOT_FOUND = 2;
    static final int PATH_NOT_FOUND = 3;
    static final int NOT_ALL_BYTES = 0x1D; // ERROR_WRITE_FAULT
    static final int REPARSE_POINT_ENCOUNTERED = 4395;
    static final int DIRECTORY = 267;

    private static final int WIN32 = 0x80070000;

    private final NativeCalls calls;

    FileFailures(NativeCalls calls) {
        this.calls = calls;
    }

    static HcsException of(String what, int win32) {
        return HcsException.of(what, Hresult.of(WIN32 | win32), null);
    }

    /** The failure of a function that answered FALSE. */
    HcsException lastError(String what) {
        return of(what, calls.lastError());
    }

    void check(String what, int bool) {
        if (bool == 0) {
            throw lastError(what);
        }
    }

    void checkStatus(String what, int status) {
        if (status < 0) {
            throw of(what, win32(status));
        }
    }

    int win32(int status) {
        return calls.code(RTL_NT_STATUS_TO_DOS_ERROR, status);
    }

    static boolean isMissing(HcsException failure) {
        int code = failure.code().code();
        return code == FILE_NOT_FOUND || code == PATH_NOT_FOUND;
    }
}
