package dev.mullion.hcs.emulator.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in for a virtual disk: a text file that says what it pretends.
 *
 * @param volume the GUID of the volume on it
 * @param size bytes
 */
record PretendedDisk(UUID volume, long size) {

    static final long TEMPLATE_SIZE = 20L << 30;

    private static final Pattern VOLUME = Pattern.compile("(?m)^volume=([0-9a-f-]{36})$");
    private static final Pattern SIZE = Pattern.compile("(?m)^size=(\\d{1,18})$");

    static PretendedDisk blank() {
        return new PretendedDisk(UUID.randomUUID(), TEMPLATE_SIZE);
    }

    static PretendedDisk read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Matcher volume = VOLUME.matcher(text);
        Matcher size = SIZE.matcher(text);
        return new PretendedDisk(
                volume.find()
                        ? UUID.fromString(volume.group(1))
                        : UUID.nameUUIDFromBytes(file.toString().getBytes(StandardCharsets.UTF_8)),
                size.find() ? Long.parseLong(size.group(1)) : TEMPLATE_SIZE);
    }

    void write(Path file) throws IOException {
        Files.write(
                file,
                List.of("EMULATED virtual disk", "volume=" + volume, "size=" + size),
                StandardCharsets.UTF_8);
    }

    String path() {
        return "\\\\?\\Volume{" + volume + "}\\";
    }
}
