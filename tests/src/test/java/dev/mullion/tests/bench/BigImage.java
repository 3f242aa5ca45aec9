package dev.mullion.tests.bench;

import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestEngine;
import dev.mullion.docker.testing.TestRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image of some 300 MB in six layers, made of this machine's own program files: they compress as
 * programs do, and there are thousands of them.
 */
final class BigImage {

    private static final int LAYERS = 6;
    private static final long BYTES = 300L << 20;
    private static final List<Path> SOURCES =
            List.of(Path.of("/usr/share"), Path.of("/usr/lib/python3"), Path.of("/usr/lib"));

    private BigImage() {}

    /** Builds it, pushes it and removes it again. */
    static void publish(TestDockerEngine docker, TestRegistry registry, String name)
            throws IOException {
        Path context = Files.createTempDirectory(docker.folder(), "big-");
        StringBuilder recipe = new StringBuilder("FROM scratch\n");
        Iterator<Path> files = files();
        for (int layer = 0; layer < LAYERS; layer++) {
            Path folder = Files.createDirectory(context.resolve("layer" + layer));
            fill(folder, files, BYTES / LAYERS);
            recipe.append("COPY layer%d/ /\n".formatted(layer));
        }
        Files.writeString(context.resolve("Dockerfile"), recipe);
        String reference = registry.reference(name);
        docker.dockerWith(
                java.util.Map.of("DOCKER_BUILDKIT", "0"),
                "build",
                "-q",
                "-t",
                reference,
                context.toString());
        docker.docker("push", reference);
        docker.docker("rmi", "-f", reference);
    }

    /** Gives another registry the same blobs, byte for byte. */
    static void copy(TestEngine from, TestRegistry source, TestEngine to, TestRegistry target)
            throws IOException, InterruptedException {
        List<String> pack = List.of("/bin/tar", "-C", source.storage().toString(), "-c", ".");
        String folder = target.storage().toString();
        List<String> unpack =
                List.of("/bin/sh", "-c", "mkdir -p \"$1\" && tar -C \"$1\" -x", "sh", folder);
        List<Process> pipe =
                ProcessBuilder.startPipeline(
                        List.of(
                                new ProcessBuilder(from.sandbox().inside(pack)),
                                new ProcessBuilder(to.sandbox().inside(unpack))));
        for (Process process : pipe) {
            if (process.waitFor() != 0) {
                throw new IOException("The registry could not be copied");
            }
        }
    }

    private static Iterator<Path> files() {
        List<Path> all = new ArrayList<>();
        for (Path source : SOURCES) {
            try (Stream<Path> walk = Files.walk(source)) {
                walk.filter(Files::isRegularFile)
                        .filter(file -> !Files.isSymbolicLink(file) && Files.isReadable(file))
                        .forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.stream().distinct().iterator();
    }

    private static void fill(Path folder, Iterator<Path> files, long bytes) throws IOException {
        long left = bytes;
        while (left > 0 && files.hasNext()) {
            Path file = files.next();
            long size = Files.size(file);
            if (size > left && size > 1 << 20) {
                continue; // a file much larger than what is left
            }
            Path target = folder.resolve(Path.of("/").relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            left -= size;
        }
    }
}
