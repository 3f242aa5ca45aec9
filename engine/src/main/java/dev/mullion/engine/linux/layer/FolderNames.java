package dev.mullion.engine.linux.layer;

import com.sun.jna.Memory;
import dev.mullion.engine.linux.libc.FileCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists open folders, some hundred names at a time: a folder may hold more than fits into memory.
 * Names have one byte in each character, as everywhere in archives.
 */
final class FolderNames {

    private static final int PIECE = 32 * 1024;

    private FolderNames() {}

    /** What is done with a name. */
    interface Each {
        void with(String name) throws IOException;
    }

    /** Goes through a folder that was just opened; small folders in the order of names. */
    static void each(int folder, Each each) throws IOException {
        List<String> names = next(folder);
        while (!names.isEmpty()) {
            names.sort(null);
            for (String name : names) {
                if (!name.equals(".") && !name.equals("..")) {
                    each.with(name);
                }
            }
            names = next(folder);
        }
    }

    private static List<String> next(int folder) {
        List<String> names = new ArrayList<>();
        try (Memory piece = new Memory(PIECE)) {
            long length = FileCalls.getdents64(folder, piece, PIECE);
            for (long at = 0; at < length; at += piece.getShort(at + 16) & 0xffff) {
                names.add(piece.getString(at + 19, StandardCharsets.ISO_8859_1.name()));
            }
        }
        return names;
    }
}
