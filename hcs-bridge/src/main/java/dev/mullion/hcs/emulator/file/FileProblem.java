package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Why the emulated machine refuses something about a file, with the code Windows has for it. */
public final class FileProblem extends IOException {

    private static final long serialVersionUID = 1;

    /** {@code ERROR_FILE_NOT_FOUND}. */
    public static final int FILE_NOT_FOUND = 2;

    /** {@code ERROR_PATH_NOT_FOUND}. */
    public static final int PATH_NOT_FOUND = 3;

    /** {@code ERROR_ACCESS_DENIED}. */
    public static final int ACCESS_DENIED = 5;

    /** {@code ERROR_INVALID_HANDLE}. */
    public static final int INVALID_HANDLE = 6;

    /** {@code ERROR_GEN_FAILURE}. */
    public static final int GENERAL_FAILURE = 31;

    /** {@code ERROR_SHARING_VIOLATION}. */
    public static final int SHARING_VIOLATION = 32;

    /** {@code ERROR_INVALID_PARAMETER}. */
    public static final int INVALID_PARAMETER = 87;

    /** {@code ERROR_DISK_FULL}. */
    public static final int DISK_FULL = 112;

    /** {@code ERROR_INVALID_NAME}. */
    public static final int INVALID_NAME = 123;

    /** {@code ERROR_DIR_NOT_EMPTY}. */
    public static final int NOT_EMPTY = 145;

    /** {@code ERROR_ALREADY_EXISTS}. */
    public static final int ALREADY_EXISTS = 183;

    /** {@code ERROR_DIRECTORY}: the directory name is invalid. */
    public static final int NOT_A_DIRECTORY = 267;

    /** {@code ERROR_PRIVILEGE_NOT_HELD}. */
    public static final int PRIVILEGE_NOT_HELD = 1314;

    /** {@code ERROR_CANT_RESOLVE_FILENAME}: links that lead in a circle. */
    public static final int LINK_CIRCLE = 1921;

    /** {@code ERROR_REPARSE_POINT_ENCOUNTERED}. */
    public static final int REPARSE_POINT_ENCOUNTERED = 4395;

    private final int code;

    /**
     * Refuses.
     *
     * @param code a Win32 code
     * @param what it is about
     */
    public FileProblem(int code, String what) {
        super(sentence(code) + " (" + what + ")");
        this.code = code;
    }

    /**
     * Finds the code for what the real machine said.
     *
     * @param cause from java.nio
     * @return a problem with the nearest code
     */
    public static FileProblem of(IOException cause) {
        String what = String.valueOf(cause.getMessage());
        int code =
                switch (cause) {
                    case FileProblem same -> same.code;
                    case NoSuchFileException e -> FILE_NOT_FOUND;
                    case FileAlreadyExistsException e -> ALREADY_EXISTS;
                    case DirectoryNotEmptyException e -> NOT_EMPTY;
                    case AccessDeniedException e -> ACCESS_DENIED;
                    case FileSystemLoopException e -> REPARSE_POINT_ENCOUNTERED;
                    default -> what.contains("No space left") ? DISK_FULL : GENERAL_FAILURE;
                };
        if (cause instanceof FileProblem same) {
            return same;
        }
        var problem = new FileProblem(code, what);
        problem.initCause(cause);
        return problem;
    }

    /**
     * Returns the code.
     *
     * @return a Win32 code
     */
    public int code() {
        return code;
    }

    /**
     * Says it as a program would.
     *
     * @return the sentence for the code, without what it is about
     */
    public String sentence() {
        return sentence(code);
    }

    private static String sentence(int code) {
        return switch (code) {
            case FILE_NOT_FOUND -> "The system cannot find the file specified.";
            case PATH_NOT_FOUND -> "The system cannot find the path specified.";
            case ACCESS_DENIED -> "Access is denied.";
            case SHARING_VIOLATION -> "The file is being used by another process.";
            case DISK_FULL -> "There is not enough space on the disk.";
            case INVALID_NAME -> "The file or directory name is incorrect.";
            case NOT_EMPTY -> "The directory is not empty.";
            case ALREADY_EXISTS -> "The file already exists.";
            case NOT_A_DIRECTORY -> "The directory name is invalid.";
            case REPARSE_POINT_ENCOUNTERED -> "A link is in the way.";
            default -> "Windows error " + code + ".";
        };
    }
}
