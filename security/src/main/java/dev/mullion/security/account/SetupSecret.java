package dev.mullion.security.account;

import dev.mullion.security.Secrets;
import dev.mullion.security.SecurityProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one-time secret that proves that who sets the portal up can read its log or its disk. A new
 * one is made on each start until set-up is done; memory holds its fingerprint only.
 */
@Component
class SetupSecret {

    private static final Logger log = LoggerFactory.getLogger(SetupSecret.class);

    private final Path file;
    private final Secrets secrets;
    private volatile @Nullable String fingerprint;

    SetupSecret(SecurityProperties properties, Secrets secrets) {
        this.file = properties.dataDir().resolve("setup-secret").toAbsolutePath().normalize();
        this.secrets = secrets;
    }

    /**
     * Makes one, writes it where only the portal's own account of the machine can read it, logs it
     * once.
     */
    void make() {
        var secret = secrets.nextToType();
        write(secret);
        fingerprint = Secrets.fingerprint(comparable(secret));
        log.info("Set-up is needed. One-time secret: {} (also in {})", secret, file);
    }

    boolean matches(String given) {
        var expected = fingerprint;
        // A comparison of fingerprints in constant time tells nothing about how near somebody came.
        return expected != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII),
                        Secrets.fingerprint(comparable(given)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes it worthless. */
    void forget() {
        fingerprint = null;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} could not be deleted. It is worthless now; delete it by hand.", file, e);
        }
    }

    private void write(String secret) {
        try {
            Files.createDirectories(file.getParent());
            var work = Files.createTempFile(file.getParent(), "setup-secret", ".new", onlyForUs());
            Files.writeString(work, secret + "\n");
            Files.move(work, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The one-time secret for set-up cannot be written to "
                            + file
                            + ". Let the portal write there, or give it another mullion.data-dir.",
                    e);
        }
    }

    private static FileAttribute<?>[] onlyForUs() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Forgives what goes wrong when typing: case, dashes, spaces, O for 0, I and L for 1. */
    private static String comparable(String secret) {
        return secret.toUpperCase(Locale.ROOT)
                .replaceAll("[^0-9A-Z]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }
}
