package dev.mullion.engine.registry;

import dev.mullion.docker.client.PemFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and what to show: the system's authorities (those that {@code
 * update-ca-certificates} brings together, as other programs on the machine use them) and the files
 * of a registry's own folder, laid out as for Docker.
 */
final class TrustedCertificates {

    private static final List<Path> SYSTEM =
            Stream.of(
                            "/etc/ssl/certs/ca-certificates.crt",
                            "/etc/pki/tls/certs/ca-bundle.crt",
                            "/etc/ssl/ca-bundle.pem",
                            "/etc/ssl/cert.pem")
                    .map(Path::of)
                    .toList();

    private static final char[] NO_PASSWORD = {};

    private TrustedCertificates() {}

    static SSLContext context(
            @Nullable Path folder, Map<String, String> environment, boolean anybody)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                folder == null ? null : keys(folder),
                anybody ? new TrustManager[] {new Anybody()} : trust(folder, environment),
                null);
        return context;
    }

    private static TrustManager[] trust(@Nullable Path folder, Map<String, String> environment)
            throws IOException, GeneralSecurityException {
        List<Certificate> all = new ArrayList<>(system(environment));
        if (folder != null) {
            for (Path file : files(folder, "*.crt")) {
                all.addAll(PemFiles.certificates(file));
            }
        }
        KeyStore store = empty();
        int index = 0;
        for (Certificate one : all) {
            store.setCertificateEntry("authority-" + index++, one);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> system(Map<String, String> environment)
            throws IOException, GeneralSecurityException {
        String chosen = environment.get("SSL_CERT_FILE");
        if (chosen != null && !chosen.isEmpty()) {
            return PemFiles.certificates(Path.of(chosen));
        }
        Optional<Path> file = SYSTEM.stream().filter(Files::isReadable).findFirst();
        return file.isPresent() ? PemFiles.certificates(file.get()) : ofJava();
    }

    private static List<Certificate> ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                Collections.addAll(all, x509.getAcceptedIssuers());
            }
        }
        return all;
    }

    private static KeyManager @Nullable [] keys(Path folder)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (Path file : files(folder, "*.cert")) {
            String name = String.valueOf(file.getFileName());
            String stem = name.substring(0, name.length() - ".cert".length());
            Path key = folder.resolve(stem + ".key");
            if (!Files.isReadable(key)) {
                throw new GeneralSecurityException(
                        "missing key "
                                + stem
                                + ".key for client certificate "
                                + name
                                + " in "
                                + folder);
            }
            store.setKeyEntry(
                    stem,
                    PemFiles.privateKey(key),
                    NO_PASSWORD,
                    PemFiles.certificates(file).toArray(new Certificate[0]));
        }
        if (store.size() == 0) {
            return null;
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Trusts whoever answers: what somebody configured a registry as insecure for. */
    private static final class Anybody extends javax.net.ssl.X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
