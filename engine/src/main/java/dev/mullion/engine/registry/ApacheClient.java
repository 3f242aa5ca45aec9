package dev.mullion.engine.registry;

import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient, set up to do no more than carry one request and its answer: redirections,
 * retries, cookies, compression and authentication are decided above, where what they mean for a
 * registry is known.
 */
final class ApacheClient {

    private static final int BUFFER = 32 << 10;
    private static final int MOST_CONNECTIONS = 64;

    /** Kept here so that their level lasts: they would write credentials into a debug log. */
    private static final List<Logger> TELLTALE =
            List.of(
                    Logger.getLogger("org.apache.hc.client5.http.headers"),
                    Logger.getLogger("org.apache.hc.client5.http.wire"));

    private ApacheClient() {}

    static CloseableHttpClient open(RegistrySettings settings, @Nullable DnsResolver names) {
        TELLTALE.forEach(logger -> logger.setLevel(Level.OFF));
        BasicCredentialsProvider proxyUsers = new BasicCredentialsProvider();
        return HttpClients.custom()
                .setConnectionManager(connections(settings, names))
                .setRoutePlanner(planner(settings, proxyUsers))
                .setDefaultCredentialsProvider(proxyUsers)
                .setTargetAuthenticationStrategy((type, challenges, context) -> List.of())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(timeout(settings.silence().toMillis()))
                                .setConnectionRequestTimeout(timeout(settings.small().toMillis()))
                                .build())
                .setUserAgent("mullion")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            RegistrySettings settings, @Nullable DnsResolver names) {
        Http1Config heads =
                Http1Config.custom()
                        .setBufferSize(BUFFER)
                        .setMaxLineLength(BUFFER)
                        .setMaxHeaderCount(200)
                        .setMaxEmptyLineCount(5)
                        .build();
        Timeout connect = timeout(settings.connect().toMillis());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(heads).build())
                .setTlsSocketStrategy(new HostTls(settings))
                .setDnsResolver(names == null ? SystemDefaultDnsResolver.INSTANCE : names)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(timeout(settings.silence().toMillis()))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .build();
    }

    private static DefaultRoutePlanner planner(
            RegistrySettings settings, BasicCredentialsProvider users) {
        EnvironmentProxies proxies = new EnvironmentProxies(settings.environment());
        return new DefaultRoutePlanner(null) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                int port = target.getPort();
                boolean tls = target.getSchemeName().equals("https");
                URI proxy =
                        proxies.between(
                                target.getSchemeName(),
                                target.getHostName(),
                                port < 0 ? (tls ? 443 : 80) : port);
                if (proxy == null) {
                    return null;
                }
                HttpHost host =
                        new HttpHost(
                                "http",
                                proxy.getHost(),
                                proxy.getPort() < 0 ? 80 : proxy.getPort());
                String user = proxy.getUserInfo();
                if (user != null) {
                    int colon = user.indexOf(':');
                    users.setCredentials(
                            new AuthScope(host),
                            new UsernamePasswordCredentials(
                                    colon < 0 ? user : user.substring(0, colon),
                                    (colon < 0 ? "" : user.substring(colon + 1)).toCharArray()));
                }
                return host;
            }
        };
    }

    private static Timeout timeout(long milliseconds) {
        return Timeout.ofMilliseconds(milliseconds);
    }
}
