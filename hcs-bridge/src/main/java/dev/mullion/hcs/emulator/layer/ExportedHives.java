package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The registry in an export folder. */
final class ExportedHives {

    private static final List<String> DELTAS =
            List.of(
                    "DefaultUser_Delta",
                    "Sam_Delta",
                    "Security_Delta",
                    "Software_Delta",
                    "System_Delta");

    private ExportedHives() {}

    /** Nothing here changes a registry: the deltas of a scratch are always the same. */
    static void made(Path target, Path disk) throws IOException {
        Path hives = Files.createDirectories(target.resolve("Hives"));
        for (String name : DELTAS) {
            Path hive = hives.resolve(name);
            Files.writeString(hive, "EMULATED registry changes\n", StandardCharsets.UTF_8);
            Files.setLastModifiedTime(hive, Files.getLastModifiedTime(disk));
        }
    }

    static void copied(Path layer, Path target) throws IOException {
        Path source = layer.resolve("Hives");
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            Path hives = Files.createDirectories(target.resolve("Hives"));
            for (StoredFile hive : new StoredFile(source).list()) {
                hive.copyTo(hives.resolve(hive.name()));
            }
        }
    }
}
