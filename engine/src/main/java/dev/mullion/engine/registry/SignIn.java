package dev.mullion.engine.registry;

import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries credentials at a registry, as {@code docker login} wants it. */
final class SignIn {

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final RegistryCalls calls;
    private final Tokens tokens;
    private final RegistryErrors errors;

    SignIn(
            RegistrySettings settings,
            RegistryHttp http,
            RegistryCalls calls,
            Tokens tokens,
            RegistryErrors errors) {
        this.settings = settings;
        this.http = http;
        this.calls = calls;
        this.tokens = tokens;
        this.errors = errors;
    }

    String with(String serverAddress, RegistryCredentials credentials) throws RegistryException {
        Origin origin = Origin.of(domain(serverAddress), settings);
        URI base = calls.address(origin, "/v2/");
        Ask ask = Ask.of("GET", base);
        Challenge challenge;
        try (Reply reply = http.follow(ask)) {
            if (reply.status() == 200) {
                reply.done();
                return ""; // it lets everybody in
            }
            if (reply.status() != 401) {
                throw errors.of(reply);
            }
            Optional<Challenge> wanted = RegistryCalls.wanted(reply);
            if (wanted.isEmpty()) {
                throw errors.of(reply);
            }
            challenge = wanted.get();
            reply.done();
        }
        @Nullable String identity = "";
        String shown;
        if (challenge.scheme().equals("basic")) {
            if (credentials.username().isEmpty()) {
                throw new RegistryException(
                        Kind.UNAUTHORIZED, ask.shown() + ": no basic auth credentials");
            }
            shown = Tokens.basic(credentials);
        } else {
            Tokens.Key key = new Tokens.Key(origin.host(), List.of(), credentials);
            Tokens.Granted granted = tokens.grant(key, challenge, base, true);
            identity = granted.refreshToken();
            shown = "Bearer " + granted.any();
        }
        try (Reply reply = http.follow(ask.authorized(shown))) {
            if (reply.status() != 200) {
                throw refused(base, errors.of(reply));
            }
            reply.done();
        }
        return identity == null ? "" : identity;
    }

    private static RegistryException refused(URI base, RegistryException said) {
        return said.kind() == Kind.UNAUTHORIZED
                ? new RegistryException(
                        Kind.UNAUTHORIZED,
                        "login attempt to " + base + " failed with status: 401 Unauthorized",
                        said)
                : said;
    }

    /** The host in what people and clients take for a registry's address. */
    static String domain(String serverAddress) throws RegistryException {
        String rest = serverAddress;
        for (String scheme : List.of("https://", "http://")) {
            if (rest.startsWith(scheme)) {
                rest = rest.substring(scheme.length());
            }
        }
        int slash = rest.indexOf('/');
        String host = (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
        if (host.isEmpty() || host.equals("index.docker.io")) {
            return "docker.io";
        }
        if (!host.matches("[a-z0-9.:\\[\\]_-]{1,255}")) {
            throw new RegistryException(
                    Kind.REFUSED, "\"" + RegistryText.clean(host) + "\" is no registry's address");
        }
        return host;
    }
}
