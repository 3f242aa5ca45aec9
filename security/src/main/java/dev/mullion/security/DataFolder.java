package dev.mullion.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Makes the portal's folder before anything, the database first, writes there: only the portal's
 * own account of the machine may look into it, because password hashes and the audit lie there.
 */
@Configuration(proxyBeanMethods = false)
class DataFolder {

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    @Bean
    static BeanFactoryPostProcessor privateDataFolder(Environment environment) {
        var folder =
                Path.of(environment.getProperty("mullion.data-dir", "./.mullion"))
                        .toAbsolutePath()
                        .normalize();
        return beans -> make(folder);
    }

    static void make(Path folder) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        try {
            if (!Files.exists(folder) && posix) {
                var ours = PosixFilePermissions.fromString("rwx------");
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ours));
            } else {
                Files.createDirectories(folder);
            }
            if (posix
                    && Files.getPosixFilePermissions(folder)
                            .contains(PosixFilePermission.OTHERS_READ)) {
                // Somebody made it so; it is not ours to change, but worth telling.
                log.warn(
                        "Everybody on this machine can look into {}. Better: chmod 700 {}",
                        folder,
                        folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The portal's folder "
                            + folder
                            + " cannot be made. Give it another mullion.data-dir, or the right to"
                            + " write there.",
                    e);
        }
    }
}
