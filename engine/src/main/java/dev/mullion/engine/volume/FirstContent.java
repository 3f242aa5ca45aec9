package dev.mullion.engine.volume;

import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an empty volume gets from the image at its first use.
 *
 * <p>The copy is made where no container can reach it and then moved in. Copied straight into the
 * volume, a container that has it already could turn a folder into a link while the copy goes on
 * and so have files of its choice written anywhere on the host.
 */
final class FirstContent {

    private FirstContent() {}

    static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    /**
     * Moves a copy into the volume's folder; what is there already stays.
     *
     * @param alone whether nobody else uses the volume: then its folder is exchanged as a whole
     */
    static void moveIn(Path copy, Path data, boolean alone) throws IOException {
        if (alone) {
            DurableFiles.move(copy, data);
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(copy)) {
            all.forEach(entries::add);
        }
        for (Path entry : entries) {
            Path target = data.resolve(String.valueOf(entry.getFileName()));
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        DurableFiles.syncFolder(data);
    }
}
