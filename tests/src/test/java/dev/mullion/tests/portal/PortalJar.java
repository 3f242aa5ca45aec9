package dev.mullion.tests.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The packaged application that module frontend builds. */
final class PortalJar {

    private static final List<String> LIBRARIES = List.of("docker", "security", "backend");
    private static final String PACKAGE_IT = "./mvnw -DskipTests -pl frontend -am package";

    private PortalJar() {}

    /**
     * Finds it; fails when it is missing or holds another class than the module was compiled to.
     * (Its time says nothing: the build sets it to a fixed one.)
     */
    static Path find() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Path jar = root.resolve("frontend/target/mullion-portal.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("%s is missing: %s".formatted(jar, PACKAGE_IT));
        }
        try (ZipFile portal = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : portal.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith("BOOT-INF/classes/dev/") && name.endsWith(".class")) {
                    compare(
                            root.resolve("frontend"),
                            name.substring("BOOT-INF/classes/".length()),
                            portal.getInputStream(entry));
                }
                for (String module : LIBRARIES) {
                    if (name.startsWith("BOOT-INF/lib/mullion-" + module + "-")) {
                        compareAll(root.resolve(module), portal.getInputStream(entry));
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + jar, e);
        }
    }

    private static void compareAll(Path module, InputStream library) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(library)) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                if (entry.getName().endsWith(".class")) {
                    compare(module, entry.getName(), entries);
                }
            }
        }
    }

    private static void compare(Path module, String name, InputStream packaged) throws IOException {
        Path compiled = module.resolve("target/classes").resolve(name);
        if (!Files.exists(compiled)
                || !Arrays.equals(Files.readAllBytes(compiled), packaged.readAllBytes())) {
            throw new IllegalStateException(
                    "The packaged portal is not made of today's classes (%s differs): %s"
                            .formatted(compiled, PACKAGE_IT));
        }
    }
}
