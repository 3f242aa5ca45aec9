package dev.mullion.engine.registry;

import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Requests to registries: the address with or without TLS, and authentication. */
final class RegistryCalls {

    private final RegistryHttp http;
    private final Tokens tokens;
    private final RegistryErrors errors;

    /** What each server is found to speak: {@code http} or {@code https}. */
    private final Map<String, String> schemes = new ConcurrentHashMap<>();

    /** What each server wanted last, so that the next request needn't be refused first. */
    private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();

    RegistryCalls(RegistryHttp http, Tokens tokens, RegistryErrors errors) {
        this.http = http;
        this.tokens = tokens;
        this.errors = errors;
    }

    /**
     * Who asks, and for what.
     *
     * @param scopes for example {@code repository:library/nginx:pull}
     */
    record Access(List<String> scopes, @Nullable RegistryCredentials credentials) {}

    /** Returns the address of something on a server. */
    URI address(Origin origin, String path) throws RegistryException {
        return URI.create(scheme(origin) + "://" + origin.host() + path);
    }

    /**
     * Asks, shows what the registry wants to be shown, and follows redirections.
     *
     * @param ask can be asked twice
     * @return whatever came; a 401 if nothing more can be shown
     */
    Reply call(Origin origin, Ask ask, Access access) throws RegistryException {
        String host = origin.host();
        Tokens.Key key = new Tokens.Key(host, access.scopes(), access.credentials());
        Challenge known = challenges.get(host);
        String shown = known == null ? direct(access) : remembered(key, known, ask.uri());
        Reply reply = http.follow(ask.authorized(shown));
        if (reply.status() != 401 || !Redirection.sameHost(ask.uri(), reply.uri())) {
            return reply;
        }
        Optional<Challenge> wanted = wanted(reply);
        if (wanted.isEmpty()) {
            return reply;
        }
        Challenge challenge = wanted.get();
        challenges.put(host, challenge);
        tokens.forget(key);
        String better = better(reply, key, challenge, ask.uri(), shown);
        if (better == null) {
            return reply;
        }
        reply.done();
        return http.follow(ask.authorized(better));
    }

    /** Asks like {@link #call}, and returns only an answer with one of these statuses. */
    Reply expect(Origin origin, Ask ask, Access access, Integer... statuses)
            throws RegistryException {
        Reply reply = call(origin, ask, access);
        if (List.of(statuses).contains(reply.status())) {
            return reply;
        }
        throw errors.of(reply);
    }

    private @Nullable String better(
            Reply reply, Tokens.Key key, Challenge challenge, URI uri, @Nullable String shown)
            throws RegistryException {
        if (challenge.scheme().equals("basic")) {
            RegistryCredentials credentials = key.credentials();
            if (credentials == null || credentials.username().isEmpty()) {
                reply.close();
                // the sentence that Docker's clients know
                throw new RegistryException(
                        Kind.UNAUTHORIZED, reply.asked() + ": no basic auth credentials");
            }
            String basic = Tokens.basic(credentials);
            return basic.equals(shown) ? null : basic;
        }
        String registryToken = registryToken(key.credentials());
        if (registryToken != null) {
            return null; // it has been shown already
        }
        return authorization(key, challenge, uri);
    }

    /**
     * Answers a challenge of before, which may not hold any more: then the next one is asked for.
     */
    private @Nullable String remembered(Tokens.Key key, Challenge known, URI uri)
            throws RegistryException {
        try {
            return authorization(key, known, uri);
        } catch (RegistryException e) {
            if (e.kind() != Kind.WRONG) {
                throw e;
            }
            challenges.remove(key.host(), known);
            return null;
        }
    }

    private @Nullable String direct(Access access) {
        String token = registryToken(access.credentials());
        return token == null ? null : "Bearer " + token;
    }

    private @Nullable String authorization(Tokens.Key key, Challenge challenge, URI uri)
            throws RegistryException {
        RegistryCredentials credentials = key.credentials();
        if (challenge.scheme().equals("basic")) {
            return credentials == null || credentials.username().isEmpty()
                    ? null
                    : Tokens.basic(credentials);
        }
        String registryToken = registryToken(credentials);
        if (registryToken != null) {
            return "Bearer " + registryToken;
        }
        String token = tokens.known(key);
        return "Bearer " + (token == null ? tokens.fetch(key, challenge, uri) : token);
    }

    private static @Nullable String registryToken(@Nullable RegistryCredentials credentials) {
        String token = credentials == null ? null : credentials.registryToken();
        return token == null || token.isEmpty() ? null : token;
    }

    /** The challenge to answer: a token rather than the password itself. */
    static Optional<Challenge> wanted(Reply reply) throws RegistryException {
        @Nullable Challenge basic = null;
        for (String header : reply.headers("WWW-Authenticate")) {
            for (Challenge challenge : Challenge.parse(header)) {
                if (challenge.scheme().equals("bearer")) {
                    return Optional.of(challenge);
                }
                if (challenge.scheme().equals("basic")) {
                    basic = challenge;
                }
            }
        }
        return Optional.ofNullable(basic);
    }

    private String scheme(Origin origin) throws RegistryException {
        if (origin.scheme() != null) {
            return origin.scheme();
        }
        String known = schemes.get(origin.host());
        if (known != null) {
            return known;
        }
        // nothing leaves the machine on the way to a loopback address, so the cheaper one first
        boolean loopback = Origin.loopback(Origin.name(origin.host()));
        List<String> order = loopback ? List.of("http", "https") : List.of("https", "http");
        RegistryException failure = null;
        for (String scheme : order) {
            try {
                if (speaks(scheme, origin.host())) {
                    schemes.put(origin.host(), scheme);
                    return scheme;
                }
            } catch (RegistryException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                if (e.kind() == Kind.CANCELLED) {
                    throw e;
                }
                failure = failure == null || e.kind() != Kind.UNREACHABLE ? e : failure;
            }
        }
        throw failure != null
                ? failure
                : new RegistryException(
                        Kind.UNREACHABLE, "What answers at " + origin.host() + " is no registry");
    }

    private boolean speaks(String scheme, String host) throws RegistryException {
        try (Reply reply = http.send(Ask.of("GET", URI.create(scheme + "://" + host + "/v2/")))) {
            // a TLS server answers 400 to whoever doesn't speak TLS
            boolean understood = reply.status() != 400;
            reply.done();
            return understood;
        }
    }
}
