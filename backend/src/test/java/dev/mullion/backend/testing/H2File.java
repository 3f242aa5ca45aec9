package dev.mullion.backend.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;

/** An H2 database in a folder of its own, opened the way the portal opens its default one. */
public final class H2File implements TestDatabase {

    private final Path folder;

    private H2File(Path folder) {
        this.folder = folder;
    }

    public static H2File create() {
        try {
            return new H2File(Files.createTempDirectory("mullion-h2-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String url() {
        return "jdbc:h2:async:" + folder + "/mullion;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    @Override
    public String username() {
        return "sa";
    }

    @Override
    public String password() {
        return "";
    }

    /** A connection beside the portal's, while no portal has the file open. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), username(), password());
    }

    @Override
    public void close() {
        deleteRecursively(folder);
    }

    static void deleteRecursively(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
