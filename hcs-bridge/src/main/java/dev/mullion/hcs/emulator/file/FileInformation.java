package dev.mullion.hcs.emulator.file;

import static dev.mullion.hcs.binding.FileFunction.GET_FILE_INFORMATION_BY_HANDLE_EX;
import static dev.mullion.hcs.binding.FileFunction.SET_FILE_INFORMATION_BY_HANDLE;

import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Objects;

/** What can be asked and set of an open file. */
final class FileInformation implements Part {

    private static final int BASIC = 0;
    private static final int STANDARD = 1;
    private static final int FULL_DIRECTORY = 14;
    private static final int FULL_DIRECTORY_RESTART = 15;
    private static final int ID = 18;

    private static final int NO_MORE_FILES = 18;
    private static final int BAD_LENGTH = 24;
    private static final int ENTRY_NAME = 68;
    private static final long VOLUME = 0x454D_554CL;

    @Override
    public void addTo(Functions functions) {
        functions
                .with(GET_FILE_INFORMATION_BY_HANDLE_EX, FileInformation::get)
                .with(SET_FILE_INFORMATION_BY_HANDLE, FileInformation::set);
    }

    private static Number get(Arguments arguments) {
        OpenFile file = arguments.handle(0, OpenFile.class);
        Pointer memory = arguments.pointer(2);
        int size = arguments.number(3);
        try {
            switch (arguments.number(1)) {
                case BASIC -> {
                    require(size, 40);
                    FileInfo info = file.file().info();
                    writeTimes(memory, 0, info);
                    memory.setInt(32, info.attributes());
                    memory.setInt(36, 0);
                }
                case STANDARD -> {
                    require(size, 24);
                    standard(memory, file.file());
                }
                case ID -> {
                    require(size, 24);
                    identity(memory, file.file().path());
                }
                case FULL_DIRECTORY -> list(memory, size, file, false);
                case FULL_DIRECTORY_RESTART -> list(memory, size, file, true);
                default -> throw unknown(arguments.number(1));
            }
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }

    private static Refusal unknown(int information) {
        return Refusal.win32(
                FileProblem.INVALID_PARAMETER, "The class " + information + " isn't emulated");
    }

    private static void require(int size, int needed) {
        if (size < needed) {
            throw Refusal.win32(BAD_LENGTH, "A structure of " + size + " bytes is too small");
        }
    }

    private static void writeTimes(Pointer memory, long at, FileInfo info) {
        memory.setLong(at, FileInfo.fileTime(info.created()));
        memory.setLong(at + 8, FileInfo.fileTime(info.accessed()));
        memory.setLong(at + 16, FileInfo.fileTime(info.written()));
        memory.setLong(at + 24, FileInfo.fileTime(info.changed()));
    }

    private static void standard(Pointer memory, StoredFile file) throws IOException {
        long size = file.size();
        int links = file.directory() ? 1 : (int) unix(file.path(), "nlink");
        memory.setLong(0, size);
        memory.setLong(8, size);
        memory.setInt(16, links);
        memory.setByte(20, (byte) 0);
        memory.setByte(21, (byte) (file.directory() ? 1 : 0));
        memory.setShort(22, (short) 0);
    }

    private static void identity(Pointer memory, Path path) throws IOException {
        memory.setLong(0, VOLUME);
        memory.setLong(8, unix(path, "ino"));
        memory.setLong(16, unix(path, "dev"));
    }

    private static long unix(Path path, String attribute) throws IOException {
        Object value = Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    /** As many as fit; the first of all are the folder itself and the one above. */
    private static void list(Pointer memory, int size, OpenFile folder, boolean restart)
            throws IOException {
        Deque<StoredFile> left = folder.listing(restart);
        long at = 0;
        long last = -1;
        while (!left.isEmpty()) {
            StoredFile next = left.getFirst();
            byte[] name = next.name().getBytes(StandardCharsets.UTF_16LE);
            if (at + ENTRY_NAME + name.length > size) {
                break;
            }
            entry(memory.share(at), next, name);
            if (last >= 0) {
                memory.setInt(last, (int) (at - last));
            }
            last = at;
            at = (at + ENTRY_NAME + name.length + 7) & ~7L;
            left.removeFirst();
        }
        if (last < 0) {
            throw left.isEmpty()
                    ? Refusal.win32(NO_MORE_FILES, "There is nothing more in " + folder)
                    : Refusal.win32(BAD_LENGTH, "Not even one name fits");
        }
    }

    private static void entry(Pointer memory, StoredFile file, byte[] name) throws IOException {
        FileInfo info = file.info();
        long size = file.size();
        memory.setInt(0, 0);
        memory.setInt(4, 0);
        writeTimes(memory, 8, info);
        memory.setLong(40, size);
        memory.setLong(48, size);
        memory.setInt(56, info.attributes());
        memory.setInt(60, name.length);
        memory.setInt(64, 0);
        memory.write(ENTRY_NAME, name, 0, name.length);
    }

    private static Number set(Arguments arguments) {
        OpenFile file = arguments.handle(0, OpenFile.class);
        if (arguments.number(1) != BASIC) {
            throw unknown(arguments.number(1));
        }
        require(arguments.number(3), 40);
        Pointer memory = arguments.pointer(2);
        var info =
                new FileInfo(
                        FileInfo.instant(memory.getLong(0)),
                        FileInfo.instant(memory.getLong(8)),
                        FileInfo.instant(memory.getLong(16)),
                        FileInfo.instant(memory.getLong(24)),
                        memory.getInt(32));
        try {
            file.set(info);
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }
}
