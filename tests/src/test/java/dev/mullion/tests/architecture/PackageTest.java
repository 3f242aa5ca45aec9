package dev.mullion.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every package says in a sentence what it is, and declares its nulls. */
class PackageTest {

    private static final Pattern SENTENCE =
            Pattern.compile("(?s)^/\\*\\*.+?[.:].*?\\*/\\s*@NullMarked\\s*package ");

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        var packages = new TreeSet<Path>();
        for (var module : modules()) {
            var sources = module.resolve("src/main/java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (var files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> packages.add(file.getParent()));
            }
        }
        assertThat(packages).hasSizeGreaterThan(10);
        var wrong = new ArrayList<Path>();
        for (var folder : packages) {
            var info = folder.resolve("package-info.java");
            if (!Files.exists(info) || !SENTENCE.matcher(Files.readString(info)).find()) {
                wrong.add(folder);
            }
        }
        assertThat(wrong).as("packages without a sentence or without @NullMarked").isEmpty();
    }

    private static List<Path> modules() throws IOException {
        // surefire runs in the module's own folder
        var root = Path.of("").toAbsolutePath().getParent();
        try (var folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList();
        }
    }
}
