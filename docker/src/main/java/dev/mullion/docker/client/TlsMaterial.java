package dev.mullion.docker.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What one side shows to the other and whom it believes, over TLS: a client towards hosts, or an
 * engine towards its clients. Only the given authority is trusted, not those that came with Java.
 */
public final class TlsMaterial {

    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;

    private TlsMaterial(SSLContext context) {
        this.context = context;
    }

    /**
     * Takes a context as it is; for certificates that don't lie in files.
     *
     * @param context with keys and trust; its sessions are reused between calls
     * @return the material
     */
    public static TlsMaterial of(SSLContext context) {
        return new TlsMaterial(context);
    }

    /**
     * Reads the three files that Docker's tools use ({@code ca.pem}, {@code cert.pem}, {@code
     * key.pem}).
     *
     * @param authority certificates that may sign the other side's certificate, PEM
     * @param certificate this side's certificate and those between it and the authority, PEM
     * @param key this side's private key, PKCS #8 PEM ({@code BEGIN PRIVATE KEY})
     * @return the material
     * @throws IOException if a file can't be read
     * @throws GeneralSecurityException if what is in a file can't be used; the message names it
     */
    public static TlsMaterial read(Path authority, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        int index = 0;
        for (Certificate one : certificates(authority)) {
            trusted.setCertificateEntry("authority-" + index++, one);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        KeyStore own = empty();
        own.setKeyEntry(
                "client",
                privateKey(key),
                NO_PASSWORD,
                certificates(certificate).toArray(new Certificate[0]));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return new TlsMaterial(context);
    }

    /**
     * Returns the keys and the trust, for one side of TLS or the other.
     *
     * @return not to be changed
     */
    public SSLContext context() {
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("No certificate is in " + file);
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("No certificates could be read from " + file, e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException(
                    "No private key in PKCS #8 is in "
                            + file
                            + "; \"openssl pkcs8 -topk8 -nocrypt\" turns other kinds into it");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("The private key in " + file + " is damaged", e);
        }
        GeneralSecurityException none =
                new GeneralSecurityException(
                        "The private key in " + file + " is none of RSA, EC and EdDSA, or damaged");
        // the file doesn't say in words which of them it is
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }
}
