package dev.mullion.tests.start;

import dev.mullion.docker.testing.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code mullion} script of one copy of the sources.
 *
 * @param folder of the sources
 * @param machine where it runs; null for this machine
 */
record StartScript(Path folder, @Nullable Sandbox machine) {

    /** What a build or an editor leaves behind and a clone doesn't have. */
    private static final Set<String> NOT_SOURCES =
            Set.of("target", ".git", ".node", "node_modules", "generated");

    /** The script of the sources that this test was built from. */
    static StartScript ofThisCheckout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("mullion"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "No mullion script above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return new StartScript(folder, null);
    }

    /** The same sources in another folder, without anything that was built from them. */
    StartScript copyTo(Path target) {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path from, BasicFileAttributes attributes) throws IOException {
                            if (NOT_SOURCES.contains(String.valueOf(from.getFileName()))) {
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            Files.createDirectories(target.resolve(folder.relativize(from)));
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
                                throws IOException {
                            if (attributes.isRegularFile() && isSource(from)) {
                                Files.copy(from, target.resolve(folder.relativize(from)));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StartScript(target, machine);
    }

    /** The same script, run on another machine, which shares the files of this one. */
    StartScript on(Sandbox other) {
        return new StartScript(folder, other);
    }

    /** A worktree of git has a file {@code .git} where a clone has a folder. */
    private static boolean isSource(Path file) {
        return !NOT_SOURCES.contains(String.valueOf(file.getFileName()));
    }

    /** How a run ended: its exit code, and everything it wrote. */
    record Outcome(int exitCode, String output) {}

    /** Runs the script to its end. */
    Outcome run(Map<String, String> environment, Duration limit, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("mullion-script", ".log");
        try {
            Process process = start(environment, output, arguments);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        "%s did not end within %s:%n%s"
                                .formatted(
                                        String.join(" ", arguments),
                                        limit,
                                        Files.readString(output)));
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Starts the script and leaves it running; what it writes goes to the file. */
    Process start(Map<String, String> environment, Path output, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("mullion").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(machine == null ? command : machine.inside(command))
                        .directory(Path.of("/").toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
