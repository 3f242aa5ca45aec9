package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is read from a registry, or from a mirror of it. */
final class RegistryReads {

    /** As large as registries accept them. */
    private static final int LARGEST_MANIFEST = 4 << 20;

    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private static final String MANIFESTS =
            String.join(
                    ", ",
                    Manifest.OCI_INDEX,
                    Manifest.DOCKER_LIST,
                    Manifest.OCI_MANIFEST,
                    Manifest.DOCKER_MANIFEST);

    private final RegistrySettings settings;
    private final RegistryCalls calls;
    private final RegistryHttp http;
    private final RegistryErrors errors;

    RegistryReads(
            RegistrySettings settings,
            RegistryCalls calls,
            RegistryHttp http,
            RegistryErrors errors) {
        this.settings = settings;
        this.calls = calls;
        this.http = http;
        this.errors = errors;
    }

    /** One server's answer to what may be asked of several. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Origin origin, @Nullable RegistryCredentials credentials) throws RegistryException;
    }

    Manifest manifest(ImageReference reference, @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return new Patience(settings)
                .untilItPasses(() ->
                        ofFirst(
                                reference,
                                credentials,
                                (origin, shown) -> manifest(origin, reference, shown)));
    }

    BlobStream blob(
            ImageReference repository,
            Digest digest,
            long expected,
            long offset,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return ofFirst(
                repository,
                credentials,
                (origin, shown) -> blob(origin, repository, digest, expected, offset, shown));
    }

    /** Asks mirrors, then the registry itself; credentials are the registry's, not a mirror's. */
    private <T> T ofFirst(
            ImageReference reference,
            @Nullable RegistryCredentials credentials,
            Question<T> question)
            throws RegistryException {
        List<Origin> origins = Origin.toRead(reference.domain(), settings);
        RegistryException before = null;
        for (Origin origin : origins) {
            try {
                return question.ask(origin, origin.mirror() ? null : credentials);
            } catch (RegistryException e) {
                if (before != null) {
                    e.addSuppressed(before);
                }
                if (!origin.mirror() || e.kind() == Kind.CANCELLED) {
                    throw e;
                }
                before = e;
            }
        }
        throw new IllegalStateException("The registry itself is always among those to ask");
    }

    private Manifest manifest(
            Origin origin, ImageReference reference, @Nullable RegistryCredentials credentials)
            throws RegistryException {
        String name = reference.digest().map(Digest::toString).or(reference::tag).orElse("latest");
        Ask ask =
                Ask.of(
                                "GET",
                                calls.address(
                                        origin, "/v2/" + reference.path() + "/manifests/" + name))
                        .with("Accept", MANIFESTS);
        try (Reply reply =
                calls.expect(origin, ask, RegistryClient.toPull(reference, credentials), 200)) {
            byte[] bytes = reply.bytes(LARGEST_MANIFEST, settings.small());
            Optional<Digest> wanted = reference.digest();
            if (wanted.isPresent()) {
                verify(reply.asked(), wanted.get(), bytes);
            }
            Digest named = named(reply);
            if (named != null) {
                verify(reply.asked(), named, bytes);
            }
            Digest digest = wanted.orElseGet(() -> named == null ? Hashing.sha256(bytes) : named);
            return new Manifest(MediaTypes.of(reply.header("Content-Type"), bytes), digest, bytes);
        }
    }

    private static @Nullable Digest named(Reply reply) throws RegistryException {
        String header = reply.header("Docker-Content-Digest");
        try {
            return header == null ? null : Digest.of(header);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    Kind.WRONG, reply.asked() + ": " + RegistryText.words(e), e);
        }
    }

    private static void verify(String asked, Digest wanted, byte[] bytes) throws RegistryException {
        Digest found = Hashing.of(wanted.algorithm(), bytes);
        if (!found.equals(wanted)) {
            throw new RegistryException(
                    Kind.WRONG,
                    "%s: manifest verification failed for digest %s: it is %s"
                            .formatted(asked, wanted, found));
        }
    }

    private BlobStream blob(
            Origin origin,
            ImageReference repository,
            Digest digest,
            long expected,
            long offset,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        Ask ask =
                Ask.of(
                        "GET",
                        calls.address(origin, "/v2/" + repository.path() + "/blobs/" + digest));
        if (offset > 0) {
            ask = ask.with("Range", "bytes=" + offset + "-");
        }
        return stream(
                calls.expect(origin, ask, RegistryClient.toPull(repository, credentials), 200, 206),
                expected,
                offset);
    }

    /** Opens a blob that lies outside of registries; nobody's credentials are shown there. */
    BlobStream elsewhere(URI address, long expected, long offset) throws RegistryException {
        Ask ask = Ask.of("GET", address);
        if (offset > 0) {
            ask = ask.with("Range", "bytes=" + offset + "-");
        }
        Reply reply = http.follow(ask);
        if (reply.status() != 200 && reply.status() != 206) {
            throw errors.of(reply);
        }
        return stream(reply, expected, offset);
    }

    private BlobStream stream(Reply reply, long expected, long offset) throws RegistryException {
        try {
            long begin = reply.status() == 206 ? begin(reply, offset, expected) : 0;
            long length = reply.length();
            if (expected >= 0 && length >= 0 && begin + length != expected) {
                throw new RegistryException(
                        Kind.WRONG,
                        "%s: the registry has %d bytes where the manifest names %d"
                                .formatted(reply.asked(), begin + length, expected));
            }
            return new BlobStream(reply, reply.asked(), begin, expected);
        } catch (RegistryException e) {
            reply.close();
            throw e;
        } catch (IOException e) {
            throw reply.broken(reply.asked(), e);
        }
    }

    private static long begin(Reply reply, long offset, long expected) throws RegistryException {
        String range = reply.header("Content-Range");
        Matcher parts = RANGE.matcher(range == null ? "" : range);
        boolean fits =
                parts.matches()
                        && Long.parseLong(parts.group(1)) == offset
                        && (expected < 0 || Long.parseLong(parts.group(2)) == expected - 1);
        if (!fits) {
            throw new RegistryException(
                    Kind.WRONG,
                    "%s: asked for what follows byte %d, the registry sent another part"
                            .formatted(reply.asked(), offset));
        }
        return offset;
    }
}
