package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.DiskTree;
import dev.mullion.hcs.emulator.file.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What finishing makes of a base layer and of a utility VM. */
final class BaseImage {

    static final String LAYOUT = "layout";
    static final String TEMPLATE = "blank.vhdx";

    private static final String TEMPLATE_BASE = "blank-base.vhdx";
    private static final String SYSTEM_TEMPLATE = "SystemTemplate.vhdx";
    private static final String SYSTEM_TEMPLATE_BASE = "SystemTemplateBase.vhdx";
    private static final Map<String, String> HIVES =
            Map.of(
                    "DEFAULT", "DefaultUser_Base",
                    "SAM", "Sam_Base",
                    "SECURITY", "Security_Base",
                    "SOFTWARE", "Software_Base",
                    "SYSTEM", "System_Base");
    private static final List<String> BOOT = List.of("EFI", "Microsoft", "Boot");

    private BaseImage() {}

    static void hives(Path layer) throws IOException {
        var files = new DiskTree(layer.resolve("Files"));
        Path hives = Files.createDirectories(layer.resolve("Hives"));
        for (Map.Entry<String, String> hive : HIVES.entrySet()) {
            Optional<StoredFile> config =
                    files.find(List.of("Windows", "System32", "config", hive.getKey()));
            Path target = hives.resolve(hive.getValue());
            Files.deleteIfExists(target);
            if (config.isPresent()) {
                config.get().copyTo(target);
            } else {
                Files.writeString(target, "EMULATED registry hive\n", StandardCharsets.UTF_8);
            }
        }
        Files.writeString(
                layer.resolve(LAYOUT), "EMULATED layout of a base layer\n", StandardCharsets.UTF_8);
    }

    static void disks(Path layer) throws IOException {
        PretendedDisk disk = PretendedDisk.blank();
        disk.write(layer.resolve(TEMPLATE_BASE));
        disk.write(layer.resolve(TEMPLATE));
    }

    static void utilityVm(Path folder) throws IOException {
        PretendedDisk disk = new PretendedDisk(UUID.randomUUID(), 10L << 30);
        disk.write(folder.resolve(SYSTEM_TEMPLATE_BASE));
        disk.write(folder.resolve(SYSTEM_TEMPLATE));
        boot(folder.resolve("Files"));
    }

    /** Windows changes the boot configuration, which is why importers keep copies of it. */
    private static void boot(Path files) throws IOException {
        var tree = new DiskTree(files);
        for (String name : List.of("BCD", "BCD.LOG")) {
            List<String> parts = List.of(BOOT.get(0), BOOT.get(1), BOOT.get(2), name);
            Optional<StoredFile> file = tree.find(parts);
            if (file.isPresent() && !file.get().directory()) {
                try (OutputStream out = file.get().write(false)) {
                    out.write(
                            "EMULATED boot configuration of a utility VM\n"
                                    .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    static boolean has(Path utilityVm) {
        return Files.isRegularFile(utilityVm.resolve(SYSTEM_TEMPLATE), LinkOption.NOFOLLOW_LINKS);
    }
}
