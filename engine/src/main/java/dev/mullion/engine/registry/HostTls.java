package dev.mullion.engine.registry;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** TLS as each registry needs it: whom to trust, and which certificate to show. */
final class HostTls implements TlsSocketStrategy {

    private final RegistrySettings settings;
    private final Map<String, TlsSocketStrategy> known = new ConcurrentHashMap<>();

    HostTls(RegistrySettings settings) {
        this.settings = settings;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket,
            String target,
            int port,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        String host = target.toLowerCase(Locale.ROOT);
        String key = host + ":" + port;
        TlsSocketStrategy strategy = known.get(key);
        if (strategy == null) {
            strategy = strategy(host, port);
            known.put(key, strategy);
        }
        return strategy.upgrade(socket, target, port, attachment, context);
    }

    private TlsSocketStrategy strategy(String host, int port) throws IOException {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String whole = port == 443 ? shown : shown + ":" + port;
        boolean anybody = Origin.mayBePlain(whole, settings);
        try {
            SSLContext context =
                    TrustedCertificates.context(folder(whole), settings.environment(), anybody);
            return anybody
                    ? new DefaultClientTlsStrategy(
                            context,
                            HostnameVerificationPolicy.CLIENT,
                            NoopHostnameVerifier.INSTANCE)
                    : new DefaultClientTlsStrategy(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(RegistryText.words(e), e);
        }
    }

    private @Nullable Path folder(String host) {
        Path folder = settings.certificates().resolve(host);
        return Files.isDirectory(folder) ? folder : null;
    }
}
