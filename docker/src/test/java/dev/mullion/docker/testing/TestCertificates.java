package dev.mullion.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Authorities and certificates that are good for a day, made by openssl: {@code NAME.pem} and
 * {@code NAME.key} (PKCS #8) in one folder.
 */
public record TestCertificates(Path folder) {

    /** Makes an authority that signs others. */
    public void authority(String name) {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN="
                        + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".pem"));
    }

    /**
     * Makes a certificate signed by an authority made before.
     *
     * @param extension for example {@code subjectAltName=IP:127.0.0.1}
     */
    public void certificate(String authority, String name, String extension) {
        try {
            Files.writeString(folder.resolve(name + ".ext"), extension);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req -newkey rsa:2048 -nodes -subj /CN=" + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"));
        openssl(
                "x509 -req -days 1 -CAcreateserial",
                "-in",
                file(name + ".csr"),
                "-CA",
                file(authority + ".pem"),
                "-CAkey",
                file(authority + ".key"),
                "-extfile",
                file(name + ".ext"),
                "-out",
                file(name + ".pem"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void openssl(String words, String... files) {
        List<String> command = new ArrayList<>();
        command.add(Programs.find("openssl"));
        command.addAll(List.of(words.split(" ", -1)));
        command.addAll(List.of(files));
        Programs.run(Map.of(), command, Duration.ofSeconds(60));
    }
}
