package dev.mullion.hcs.emulator.layer;

import dev.mullion.hcs.emulator.file.StoredFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole folders of the real machine. Links are taken as links. */
final class Trees {

    private Trees() {}

    static void delete(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** The same folders with the same files: each file gets another name. */
    static void link(Path from, Path to) throws IOException {
        StoredFile folder = new StoredFile(from);
        StoredFile copy = folder.copyTo(to);
        for (StoredFile child : folder.list()) {
            Path target = to.resolve(child.name());
            if (!child.directory()) {
                Files.createLink(target, child.path());
            } else if (child.link()) {
                child.copyTo(target);
            } else {
                link(child.path(), target);
            }
        }
        copy.set(folder.info());
    }
}
