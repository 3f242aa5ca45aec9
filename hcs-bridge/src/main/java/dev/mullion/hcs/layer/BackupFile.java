package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.FileFunction.GET_FILE_INFORMATION_BY_HANDLE_EX;
import static dev.mullion.hcs.binding.FileFunction.SET_FILE_INFORMATION_BY_HANDLE;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An open file, folder or link. Closing it closes none of its streams: close those first. */
public final class BackupFile implements AutoCloseable {

    private static final int BASIC_INFO = 0;
    private static final int STANDARD_INFO = 1;
    private static final int FULL_DIRECTORY_INFO = 14;
    private static final int FULL_DIRECTORY_RESTART_INFO = 15;
    private static final int ID_INFO = 18;

    private static final int STANDARD_SIZE = 24;
    private static final int ID_SIZE = 24;
    private static final int LISTING_SIZE = 64 * 1024;
    private static final int NO_MORE_FILES = 18;

    private final NativeCalls calls;
    private final FileFailures failures;
    private final OwnedHandle handle;
    private final String name;

    BackupFile(NativeCalls calls, OwnedHandle handle, String name) {
        this.calls = calls;
        this.failures = new FileFailures(calls);
        this.handle = handle;
        this.name = name;
    }

    OwnedHandle handle() {
        return handle;
    }

    /**
     * Reads its times and attributes.
     *
     * @return all of them
     */
    public FileInfo info() {
        try (Memory memory = get(BASIC_INFO, FileInfo.SIZE)) {
            return FileInfo.read(memory, 0, 32);
        }
    }

    /**
     * Changes its times and attributes. Writing changes times: set them last.
     *
     * @param info what is null or 0 stays as it is
     */
    public void set(FileInfo info) {
        try (Memory memory = new Memory(FileInfo.SIZE)) {
            memory.clear();
            info.write(memory);
            failures.check(
                    "Setting times and attributes of " + name,
                    calls.code(
                            SET_FILE_INFORMATION_BY_HANDLE,
                            handle,
                            BASIC_INFO,
                            memory,
                            FileInfo.SIZE));
        }
    }

    /**
     * Reads its size and which file it is.
     *
     * @return the facts
     */
    public FileFacts facts() {
        try (Memory standard = get(STANDARD_INFO, STANDARD_SIZE);
                Memory id = get(ID_INFO, ID_SIZE)) {
            return new FileFacts(
                    standard.getLong(8),
                    standard.getInt(16),
                    standard.getByte(21) != 0,
                    new FileFacts.Identity(id.getLong(0), id.getLong(8), id.getLong(16)));
        }
    }

    /**
     * Restores a backup stream: headers and data as {@code BackupWrite} takes them.
     *
     * @param security whether the descriptor in it is set, too
     * @return buffered; to be closed, which frees what Windows keeps for it
     */
    public OutputStream restore(boolean security) {
        return new RestoreStream(calls, handle, name, security);
    }

    /**
     * Reads the whole backup stream: headers and data as {@code BackupRead} gives them.
     *
     * @param security whether the descriptor is in it
     * @return buffered; to be closed, which frees what Windows keeps for it
     */
    public InputStream backup(boolean security) {
        return new BackupStream(calls, handle, name, security);
    }

    /**
     * Writes plain content.
     *
     * @return buffered
     */
    public OutputStream write() {
        return new ContentOutput(calls, handle, name);
    }

    /**
     * Reads plain content.
     *
     * @return buffered
     */
    public InputStream read() {
        return new ContentInput(calls, handle, name);
    }

    List<BackupRoot.Entry> list() {
        List<BackupRoot.Entry> all = new ArrayList<>();
        try (Memory memory = new Memory(LISTING_SIZE)) {
            memory.clear();
            int information = FULL_DIRECTORY_RESTART_INFO;
            while (next(information, memory)) {
                addTo(all, memory);
                information = FULL_DIRECTORY_INFO;
            }
        }
        return all;
    }

    private boolean next(int information, Memory memory) {
        int done =
                calls.code(
                        GET_FILE_INFORMATION_BY_HANDLE_EX,
                        handle,
                        information,
                        memory,
                        LISTING_SIZE);
        if (done == 0 && calls.lastError() == NO_MORE_FILES) {
            return false;
        }
        failures.check("Listing " + name, done);
        return true;
    }

    private static void addTo(List<BackupRoot.Entry> all, Memory memory) {
        long at = 0;
        long next;
        do {
            next = Integer.toUnsignedLong(memory.getInt(at));
            byte[] text = memory.getByteArray(at + 68, memory.getInt(at + 60));
            String entry = new String(text, StandardCharsets.UTF_16LE);
            if (!entry.equals(".") && !entry.equals("..")) {
                FileInfo info = FileInfo.read(memory, at + 8, at + 56);
                all.add(new BackupRoot.Entry(entry, info, memory.getLong(at + 40)));
            }
            at += next;
        } while (next != 0);
    }

    private Memory get(int information, int size) {
        Memory memory = new Memory(size);
        memory.clear();
        try {
            failures.check(
                    "Asking for " + name,
                    calls.code(
                            GET_FILE_INFORMATION_BY_HANDLE_EX, handle, information, memory, size));
            return memory;
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
