package dev.mullion.engine.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Bearer tokens, by the distribution project's token specification, kept until they expire. A token
 * is kept for one registry, one set of scopes and one set of credentials.
 */
final class Tokens {

    /**
     * A token that says nothing of its life, or less, lives a minute: so says the specification.
     */
    private static final long SHORTEST_LIFE = 60;

    private static final long LONGEST_LIFE = 3600;
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 500;
    private static final int LARGEST = 256 << 10;

    private final RegistryHttp http;
    private final RegistrySettings settings;
    private final RegistryErrors errors;
    private final Clock clock;
    private final Map<Key, Kept> kept = new HashMap<>();

    Tokens(RegistryHttp http, RegistrySettings settings, RegistryErrors errors, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.errors = errors;
        this.clock = clock;
    }

    /** For whom and what a token is. */
    record Key(String host, List<String> scopes, @Nullable RegistryCredentials credentials) {}

    private record Kept(String token, Instant until) {}

    /** What a token server answers. */
    record Granted(
            @Nullable @JsonProperty("token") String token,
            @Nullable @JsonProperty("access_token") String accessToken,
            @Nullable @JsonProperty("refresh_token") String refreshToken,
            @JsonProperty("expires_in") long expiresIn) {

        @Nullable String any() {
            return token == null || token.isEmpty() ? accessToken : token;
        }
    }

    synchronized @Nullable String known(Key key) {
        Kept token = kept.get(key);
        return token == null || clock.instant().isAfter(token.until()) ? null : token.token();
    }

    synchronized void forget(Key key) {
        kept.remove(key);
    }

    /** Gets a token from where the challenge says, and keeps it. */
    String fetch(Key key, Challenge challenge, URI registry) throws RegistryException {
        Granted granted = grant(key, challenge, registry, false);
        String token = granted.any();
        if (token == null || token.isEmpty()) {
            throw new RegistryException(
                    Kind.WRONG, "The token server of " + key.host() + " gave no token");
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new RegistryException(
                    Kind.WRONG, "The token server of " + key.host() + " gave no proper token");
        }
        keep(key, token, granted.expiresIn());
        return token;
    }

    /** Asks for a token without keeping it; {@code offline} asks for an identity token as well. */
    Granted grant(Key key, Challenge challenge, URI registry, boolean offline)
            throws RegistryException {
        URI realm = realm(key.host(), challenge, registry);
        RegistryCredentials credentials = key.credentials();
        String identity = credentials == null ? null : credentials.identityToken();
        Ask ask =
                identity != null && !identity.isEmpty()
                        ? exchange(realm, challenge, key.scopes(), identity)
                        : query(realm, challenge, key.scopes(), credentials, offline);
        try (Reply reply = http.follow(ask)) {
            if (reply.status() != 200) {
                throw errors.of(reply);
            }
            byte[] body = reply.bytes(LARGEST, settings.small());
            return DockerJson.mapper().readValue(body, Granted.class);
        } catch (JacksonException e) {
            throw new RegistryException(
                    Kind.WRONG,
                    "The token server of " + key.host() + " didn't answer in JSON as it should",
                    e);
        }
    }

    private synchronized void keep(Key key, String token, long seconds) {
        Instant now = clock.instant();
        kept.values().removeIf(old -> now.isAfter(old.until()));
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        long life = Math.clamp(seconds, SHORTEST_LIFE, LONGEST_LIFE);
        kept.put(key, new Kept(token, now.plusSeconds(life).minus(MARGIN)));
    }

    private static Ask exchange(
            URI realm, Challenge challenge, List<String> scopes, String identity) {
        List<String> form = new ArrayList<>();
        form.add("grant_type=refresh_token");
        form.add("refresh_token=" + encoded(identity));
        form.add("client_id=mullion");
        String service = challenge.parameter("service");
        if (service != null) {
            form.add("service=" + encoded(service));
        }
        if (!scopes.isEmpty()) {
            form.add("scope=" + encoded(String.join(" ", scopes)));
        }
        return Ask.of("POST", realm)
                .body(
                        new StringEntity(
                                String.join("&", form), ContentType.APPLICATION_FORM_URLENCODED));
    }

    private static Ask query(
            URI realm,
            Challenge challenge,
            List<String> scopes,
            @Nullable RegistryCredentials credentials,
            boolean offline) {
        List<String> query = new ArrayList<>();
        if (realm.getRawQuery() != null) {
            query.add(realm.getRawQuery());
        }
        String service = challenge.parameter("service");
        if (service != null) {
            query.add("service=" + encoded(service));
        }
        scopes.forEach(scope -> query.add("scope=" + encoded(scope)));
        String basic = null;
        if (credentials != null && !credentials.username().isEmpty()) {
            query.add("account=" + encoded(credentials.username()));
            basic = basic(credentials);
        }
        if (offline) {
            query.add("offline_token=true");
            query.add("client_id=mullion");
        }
        String base = realm.toString();
        int mark = base.indexOf('?');
        String whole = mark < 0 ? base : base.substring(0, mark);
        URI uri = URI.create(query.isEmpty() ? whole : whole + "?" + String.join("&", query));
        return Ask.of("GET", uri).authorized(basic);
    }

    static String basic(RegistryCredentials credentials) {
        String both = credentials.username() + ":" + credentials.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    private URI realm(String host, Challenge challenge, URI registry) throws RegistryException {
        String given = challenge.parameter("realm");
        if (given == null) {
            throw new RegistryException(
                    Kind.WRONG, host + " asks for a token but doesn't say from where (no realm)");
        }
        URI realm;
        try {
            realm = new URI(given);
        } catch (URISyntaxException e) {
            throw new RegistryException(
                    Kind.WRONG, host + " asks for a token from what is no address", e);
        }
        String scheme = realm.getScheme() == null ? "" : realm.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (realm.getHost() == null
                || realm.getRawUserInfo() != null
                || realm.getRawFragment() != null
                || !(tls || scheme.equals("http"))) {
            throw new RegistryException(
                    Kind.WRONG, host + " asks for a token from what is no http(s) address");
        }
        // a password for a registry behind TLS must not travel in the clear because it says so
        String server = realm.getRawAuthority().toLowerCase(Locale.ROOT);
        if (!tls && !Origin.mayBePlain(server, settings)) {
            throw new RegistryException(
                    Kind.WRONG,
                    "%s asks for a token from http://%s, which isn't among the insecure registries"
                            .formatted(host, RegistryText.clean(server)));
        }
        if (!tls && registry.getScheme().equals("https") && !Origin.mayBePlain(host, settings)) {
            throw new RegistryException(
                    Kind.WRONG,
                    "%s speaks TLS but asks for a token from http://%s"
                            .formatted(host, RegistryText.clean(server)));
        }
        return realm;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
