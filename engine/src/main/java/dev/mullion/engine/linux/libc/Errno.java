package dev.mullion.engine.linux.libc;

import com.sun.jna.LastErrorException;
import java.io.IOException;

/** Error numbers of Linux that the engine tells apart. */
public final class Errno {

    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int EOPNOTSUPP = 95;
    public static final int ECONNRESET = 104;

    private Errno() {}

    /** Says what was asked for and what the system answered. */
    public static IOException describe(String asked, LastErrorException e) {
        return new IOException(asked + ": " + e.getMessage(), e);
    }
}
