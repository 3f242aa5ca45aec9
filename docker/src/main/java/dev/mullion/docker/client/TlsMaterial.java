package dev.mullion.docker.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
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
        for (Certificate one : some(authority)) {
            trusted.setCertificateEntry("authority-" + index++, one);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        KeyStore own = empty();
        own.setKeyEntry(
                "client",
                PemFiles.privateKey(key),
                NO_PASSWORD,
                some(certificate).toArray(new Certificate[0]));
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

    private static Collection<? extends Certificate> some(Path file)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> found = PemFiles.certificates(file);
        if (found.isEmpty()) {
            throw new GeneralSecurityException(
                    "No certificates could be read from " + file + ": it holds none");
        }
        return found;
    }
}
