package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryCalls.Access;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** What is given to a registry. */
final class RegistryWrites {

    private final RegistrySettings settings;
    private final RegistryCalls calls;
    private final RegistryErrors errors;

    RegistryWrites(RegistrySettings settings, RegistryCalls calls, RegistryErrors errors) {
        this.settings = settings;
        this.calls = calls;
        this.errors = errors;
    }

    boolean has(ImageReference repository, Digest digest, @Nullable RegistryCredentials credentials)
            throws RegistryException {
        Origin origin = Origin.of(repository.domain(), settings);
        return new Patience(settings)
                .untilItPasses(() -> {
                    String path = "/v2/" + repository.path() + "/blobs/" + digest;
                    Ask ask = Ask.of("HEAD", calls.address(origin, path));
                    try (Reply reply =
                            calls.expect(origin, ask, access(repository, credentials), 200, 404)) {
                        reply.done();
                        return reply.status() == 200;
                    }
                });
    }

    boolean mount(
            ImageReference repository,
            Digest digest,
            ImageReference from,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        if (!repository.domain().equals(from.domain())) {
            return false;
        }
        Origin origin = Origin.of(repository.domain(), settings);
        Access access =
                new Access(
                        List.of(
                                "repository:" + repository.path() + ":pull,push",
                                "repository:" + from.path() + ":pull"),
                        credentials);
        URI uri =
                calls.address(
                        origin,
                        "/v2/%s/blobs/uploads/?mount=%s&from=%s"
                                .formatted(repository.path(), digest, from.path()));
        try (Reply reply = calls.call(origin, Ask.of("POST", uri), access)) {
            int status = reply.status();
            if (status == 202) {
                abandon(origin, reply, access);
                return false;
            }
            if (status >= 500 || status == 429) {
                throw errors.of(reply);
            }
            reply.done();
            // whatever else keeps it from being mounted, the push that follows says it
            return status == 201;
        }
    }

    /** A registry that didn't mount has begun an upload instead, which nobody wants. */
    private void abandon(Origin origin, Reply reply, Access access) throws RegistryException {
        String location = reply.header("Location");
        reply.done();
        if (location == null) {
            return;
        }
        URI upload = Redirection.target(reply.asked(), reply.uri(), location);
        if (Redirection.sameHost(reply.uri(), upload)) {
            try (Reply gone = calls.call(origin, Ask.of("DELETE", upload), access)) {
                gone.done();
            }
        }
    }

    void blob(
            ImageReference repository,
            Digest digest,
            long size,
            Supplier<InputStream> content,
            LongConsumer progress,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        Origin origin = Origin.of(repository.domain(), settings);
        new BlobUpload(
                        calls,
                        new Patience(settings),
                        origin,
                        access(repository, credentials),
                        new BlobUpload.Content(repository.path(), digest, size, content, progress))
                .run();
    }

    Digest manifest(
            ImageReference reference,
            String mediaType,
            byte[] bytes,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        Origin origin = Origin.of(reference.domain(), settings);
        Digest digest = Hashing.sha256(bytes);
        String name = reference.tag().orElse(digest.toString());
        return new Patience(settings)
                .untilItPasses(() -> {
                    String path = "/v2/" + reference.path() + "/manifests/" + name;
                    Ask ask =
                            Ask.of("PUT", calls.address(origin, path))
                                    .body(new ByteArrayEntity(bytes, ContentType.parse(mediaType)));
                    try (Reply reply =
                            calls.expect(origin, ask, access(reference, credentials), 201)) {
                        reply.done();
                        return checked(reply, digest);
                    }
                });
    }

    private static Digest checked(Reply reply, Digest digest) throws RegistryException {
        String named = reply.header("Docker-Content-Digest");
        if (named != null && !named.equals(digest.toString())) {
            throw new RegistryException(
                    Kind.WRONG,
                    "%s: the registry took %s for %s"
                            .formatted(reply.asked(), digest, RegistryText.clean(named)));
        }
        return digest;
    }

    private static Access access(
            ImageReference repository, @Nullable RegistryCredentials credentials) {
        return new Access(List.of("repository:" + repository.path() + ":pull,push"), credentials);
    }
}
