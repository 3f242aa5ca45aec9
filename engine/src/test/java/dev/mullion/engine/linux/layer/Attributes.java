package dev.mullion.engine.linux.layer;

import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Extended attributes of files, of which the JDK shows those of users only. */
final class Attributes {

    private Attributes() {}

    static void set(Path file, String name, byte[] value) {
        LibC.lsetxattr(file.toString(), name, value, new NativeLong(value.length), 0);
    }

    /** All in a tree, sorted, as {@code path name=hexadecimal}. */
    static List<String> below(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        try (var walk = Files.walk(root)) {
            for (Path path : walk.filter(Attributes::isText).sorted().toList()) {
                for (String name : names(path)) {
                    found.add(root.relativize(path) + " " + name + "=" + value(path, name));
                }
            }
        }
        return found;
    }

    /** Names in other character sets can't be said to the functions used here. */
    private static boolean isText(Path path) {
        return path.toString().indexOf('\uFFFD') < 0;
    }

    private static List<String> names(Path path) {
        byte[] names = new byte[4096];
        int length =
                LibC.llistxattr(path.toString(), names, new NativeLong(names.length)).intValue();
        return Arrays.stream(new String(names, 0, length, StandardCharsets.UTF_8).split("\0", 0))
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();
    }

    private static String value(Path path, String name) {
        byte[] value = new byte[4096];
        int length =
                LibC.lgetxattr(path.toString(), name, value, new NativeLong(value.length))
                        .intValue();
        return HexFormat.of().formatHex(value, 0, length);
    }
}
