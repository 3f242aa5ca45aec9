package dev.mullion.engine.hcs.layer;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The boot configuration of a utility VM. Windows changes these files when it finishes the layer,
 * so pristine copies of them are kept: without those the layer couldn't be pushed again.
 */
final class BootFiles {

    private static final String FOLDER = "UTILITYVM\\FILES\\EFI\\MICROSOFT\\BOOT\\";
    private static final Map<String, String> COPIES =
            Map.of(
                    "BCD", "bcd.bak",
                    "BCD.LOG", "bcd.log.bak",
                    "BCD.LOG1", "bcd.log1.bak",
                    "BCD.LOG2", "bcd.log2.bak");

    private BootFiles() {}

    /** The name of a file's copy at the top of the layer; empty for other files. */
    static Optional<String> copyOf(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        return upper.startsWith(FOLDER)
                ? Optional.ofNullable(COPIES.get(upper.substring(FOLDER.length())))
                : Optional.empty();
    }
}
