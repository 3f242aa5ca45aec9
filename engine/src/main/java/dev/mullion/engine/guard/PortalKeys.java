package dev.mullion.engine.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public keys of the portals that may admit something to an engine. */
final class PortalKeys {

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PortalKeys() {}

    /**
     * Reads keys.
     *
     * @param file one or more Ed25519 keys as PEM, one for each portal
     * @throws IOException if there is none in it, or one that can't be read
     */
    static List<PublicKey> read(Path file) throws IOException {
        Matcher found = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        List<PublicKey> keys = new ArrayList<>();
        while (found.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(found.group(1).strip());
                keys.add(
                        KeyFactory.getInstance("Ed25519")
                                .generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(
                        "--guarded: " + file + " holds something else than Ed25519 keys", e);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(
                    "--guarded: "
                            + file
                            + " holds no public key; it is to be the portal's admission-key.pub");
        }
        return List.copyOf(keys);
    }
}
