package dev.mullion.backend.host;

import dev.mullion.docker.client.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the portal shows to hosts that it talks to over TLS, and whom it takes for a host.
 *
 * @param folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, as Docker's tools name
 *     them; null if there are no such hosts
 */
@ConfigurationProperties("mullion.hosts.tls")
record HostTls(@Nullable Path folder) {

    /**
     * Reads the three files.
     *
     * @return null if there is no folder
     * @throws IllegalStateException if one of them can't be used: better a portal that doesn't
     *     start than one whose hosts are all unreachable
     */
    @Nullable TlsMaterial material() {
        if (folder == null) {
            return null;
        }
        try {
            return TlsMaterial.read(
                    folder.resolve("ca.pem"),
                    folder.resolve("cert.pem"),
                    folder.resolve("key.pem"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "mullion.hosts.tls.folder is "
                            + folder
                            + ", but ca.pem, cert.pem and key.pem can't be read from it: "
                            + e.getMessage(),
                    e);
        }
    }
}
