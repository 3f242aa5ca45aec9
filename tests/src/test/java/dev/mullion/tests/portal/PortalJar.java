package dev.mullion.tests.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** The packaged application that module frontend builds. */
final class PortalJar {

    private static final List<String> MODULES =
            List.of("docker", "security", "backend", "frontend");

    private PortalJar() {}

    /** Finds it; fails when it is missing or older than a class that belongs in it. */
    static Path find() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Path jar = root.resolve("frontend/target/mullion-portal.jar");
        try {
            if (!Files.exists(jar)) {
                throw new IllegalStateException(
                        "%s is missing: ./mvnw -DskipTests -pl frontend -am package"
                                .formatted(jar));
            }
            FileTime made = Files.getLastModifiedTime(jar);
            for (String module : MODULES) {
                refuseNewerThan(made, root.resolve(module).resolve("target/classes"));
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseNewerThan(FileTime made, Path classes) throws IOException {
        Files.walkFileTree(
                classes,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.lastModifiedTime().compareTo(made) > 0) {
                            throw new IllegalStateException(
                                    "The packaged portal is older than %s: package it again"
                                            .formatted(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
