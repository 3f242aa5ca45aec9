package dev.mullion.docker.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/** Reads certificates and keys as Docker's tools keep them: PEM, RFC 7468. */
public final class PemFiles {

    private PemFiles() {}

    /**
     * Reads all certificates of a file.
     *
     * @param file where they are
     * @return in the file's order; empty if there is none
     * @throws IOException if the file can't be read
     * @throws GeneralSecurityException if what is in it can't be understood; the message names it
     */
    public static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("No certificates could be read from " + file, e);
        }
    }

    /**
     * Reads a private key in PKCS #8 ({@code BEGIN PRIVATE KEY}): RSA, EC or EdDSA.
     *
     * @param file where it is
     * @return the key
     * @throws IOException if the file can't be read
     * @throws GeneralSecurityException if there is no such key in it; the message says what to do
     */
    public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
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
