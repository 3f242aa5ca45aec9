package dev.mullion.backend.admission;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.admission.AdmittedRequest;
import dev.mullion.docker.admission.SignedAdmission;
import dev.mullion.docker.client.RequestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The key that this portal signs with what it admits, made when it is started the first time. Who
 * runs guarded engines gives them {@code admission-key.pub} from the portal's data folder; the
 * other half never leaves it.
 */
@Component
class AdmissionKey {

    private static final String PRIVATE = "admission-key";
    private static final String PUBLIC = "admission-key.pub";
    private static final String ALGORITHM = "Ed25519";
    private static final int NONCE_BYTES = 16;

    private final PrivateKey key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AdmissionKey(@Value("${mullion.data-dir:./.mullion}") Path folder, Clock clock)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        this.key = readOrMake(folder);
        this.clock = clock;
    }

    private static PrivateKey readOrMake(Path folder) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(PRIVATE);
        if (!Files.exists(file)) {
            KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            // whoever has the private one finds the public one beside it, whenever this is killed
            write(folder.resolve(PUBLIC), publicText(made.getPublic()), false);
            write(file, pem("PRIVATE KEY", made.getPrivate().getEncoded()), true);
        }
        return KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(bytes(Files.readString(file), file)));
    }

    private static String publicText(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    private static void write(Path file, String text, boolean secret) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ours =
                posix && secret
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.writeString(Files.createFile(beside, ours), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getEncoder().encodeToString(der), kind);
    }

    private static byte[] bytes(String pem, Path file) throws IOException {
        try {
            return Base64.getMimeDecoder()
                    .decode(
                            pem.replaceAll("-----[A-Z ]+-----", "")
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file
                            + " can't be read as a key. Put it back, or remove it: then a new one is"
                            + " made, which guarded engines have to be given.",
                    e);
        }
    }

    /**
     * Signs requests to an engine.
     *
     * @param engine its own id; if it tells none, nothing is signed
     * @param isolation what the container was admitted with
     */
    RequestSigner signer(@Nullable String engine, Isolation isolation) {
        if (engine == null || isolation == Isolation.DEFAULT) {
            return (_, _, _) -> Map.of();
        }
        return (method, target, body) ->
                Map.of(
                        SignedAdmission.HEADER,
                        signed(AdmittedRequest.of(engine, method, target, body), isolation));
    }

    private String signed(AdmittedRequest request, Isolation isolation) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return SignedAdmission.sign(
                            key,
                            request,
                            isolation,
                            clock.instant().plus(SignedAdmission.LIFETIME),
                            Base64.getUrlEncoder().withoutPadding().encodeToString(nonce))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key was made for signing", e);
        }
    }
}
