package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives new files their owner, rights, attributes and times, with no more calls than it takes: most
 * files of most layers belong to root and have the rights they were made with.
 */
final class Metadata implements AutoCloseable {

    private static final int SPECIAL_RIGHTS = 07000;
    private static final int SETGID = 02000;

    private final Memory times = new Memory(32);
    private final int umask = umask();

    /**
     * Whether a new file may have got another group or other rights than asked for, because a
     * folder hands them on (setgid, default access list).
     */
    private boolean inherited;

    /** Whether a new folder of this entry has its owner, rights and attributes already. */
    boolean isPlain(TarEntry entry) {
        return !inherited
                && entry.uid() == 0
                && entry.gid() == 0
                && hasRights(entry.mode())
                && entry.attributes().isEmpty();
    }

    /**
     * Gives an open file or folder what its entry says; the time too, or not yet.
     *
     * @param isNewFile whether it was just made with its rights, and nothing more comes
     */
    void apply(int file, TarEntry entry, boolean isNewFile) throws IOException {
        if (!isNewFile || inherited || entry.uid() != 0 || entry.gid() != 0) {
            // takes setuid, setgid and file capabilities away: they come after
            FileCalls.fchown(file, (int) entry.uid(), (int) entry.gid());
        }
        for (Map.Entry<String, byte[]> attribute : entry.attributes().entrySet()) {
            setAttribute(file, entry, attribute.getKey(), attribute.getValue());
        }
        if (!isNewFile || inherited || !hasRights(entry.mode()) || hasAccessList(entry)) {
            FileCalls.fchmod(file, entry.mode());
        }
        if (isNewFile) {
            FileCalls.futimens(file, times(entry.accessed(), entry.modified()));
        } else {
            inherited |= (entry.mode() & SETGID) != 0 || hasAccessList(entry);
        }
    }

    /** Gives a new symbolic link its owner and time; it has no rights of its own. */
    void applyToLink(int folder, byte[] name, TarEntry entry) {
        if (inherited || entry.uid() != 0 || entry.gid() != 0) {
            chown(folder, name, entry);
        }
        setTimes(folder, name, entry.accessed(), entry.modified());
    }

    /** Gives a new device or pipe its owner, rights and time. */
    void applyToNode(int folder, byte[] name, TarEntry entry) {
        chown(folder, name, entry);
        FileCalls.fchmodat(folder, name, entry.mode(), 0);
        setTimes(folder, name, entry.accessed(), entry.modified());
    }

    /** Sets times of what has this name, and isn't followed if it is a link. */
    void setTimes(int folder, byte[] name, Time accessed, Time modified) {
        FileCalls.utimensat(folder, name, times(accessed, modified), FileCalls.AT_SYMLINK_NOFOLLOW);
    }

    /** Sets times of what is open. */
    void setTimes(int file, Time accessed, Time modified) {
        FileCalls.futimens(file, times(accessed, modified));
    }

    private static void chown(int folder, byte[] name, TarEntry entry) {
        FileCalls.fchownat(
                folder, name, (int) entry.uid(), (int) entry.gid(), FileCalls.AT_SYMLINK_NOFOLLOW);
    }

    private boolean hasRights(int mode) {
        return (mode & (SPECIAL_RIGHTS | umask)) == 0;
    }

    private static boolean hasAccessList(TarEntry entry) {
        return entry.attributes().keySet().stream().anyMatch(n -> n.startsWith("system."));
    }

    private void setAttribute(int file, TarEntry entry, String name, byte[] value)
            throws IOException {
        if (!isTaken(name)) {
            return;
        }
        try {
            FileCalls.fsetxattr(file, FileCalls.name(TarEntry.bytes(name)), value, value.length, 0);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EOPNOTSUPP) {
                throw Errno.describe(
                        TarEntry.readable(entry.name())
                                + ": setting the attribute "
                                + TarEntry.readable(name),
                        e);
            }
            // a file system without such attributes: what runs will see none, as elsewhere on it
        }
    }

    /**
     * Which attributes are taken from an archive. Others are left out on purpose: {@code
     * trusted.overlay.*} would speak to overlayfs in our name (redirects to other folders), other
     * {@code trusted.*} to other privileged programs of this host, and labels of {@code security.*}
     * (selinux, ima, evm) mean something to the host's policy, not to the one they were made under.
     */
    private static boolean isTaken(String name) {
        return name.startsWith("user.")
                || name.equals("security.capability")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default");
    }

    private Memory times(Time accessed, Time modified) {
        // an access before the change is what no reader expects; Docker raises it too
        Time access = accessed.seconds() < modified.seconds() ? modified : accessed;
        times.setLong(0, access.seconds());
        times.setLong(8, access.nanos());
        times.setLong(16, modified.seconds());
        times.setLong(24, modified.nanos());
        return times;
    }

    /** The rights that this process never gives to new files. */
    private static int umask() {
        try {
            for (String line :
                    Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("Umask:")) {
                    return Integer.parseInt(line.substring(6).strip(), 8);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // then rights are set on every file
        }
        return 0777;
    }

    @Override
    public void close() {
        times.close();
    }
}
