package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryCalls.Access;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Talks to registries by the OCI distribution specification. Every method blocks; an interrupt of a
 * virtual thread ends it at once with {@link Kind#CANCELLED}. Safe for many threads. Nothing is
 * opened before the first call.
 */
public final class RegistryClient implements AutoCloseable {

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final RegistryCalls calls;
    private final RegistryReads reads;
    private final RegistryWrites writes;
    private final SignIn signIn;

    /** Makes a client; opens nothing yet. */
    public RegistryClient(RegistrySettings settings) {
        this(settings, Clock.systemUTC(), null);
    }

    RegistryClient(RegistrySettings settings, Clock clock, @Nullable DnsResolver names) {
        this.settings = settings;
        this.http = new RegistryHttp(settings, names);
        RegistryErrors errors = new RegistryErrors(settings, clock);
        Tokens tokens = new Tokens(http, settings, errors, clock);
        this.calls = new RegistryCalls(http, tokens, errors);
        this.reads = new RegistryReads(settings, calls, http, errors);
        this.writes = new RegistryWrites(settings, calls, errors);
        this.signIn = new SignIn(settings, http, calls, tokens, errors);
    }

    /** Returns what this client was told. */
    public RegistrySettings settings() {
        return settings;
    }

    /**
     * Reads a manifest or an index.
     *
     * @param reference by its digest if it has one, else by its tag
     * @return verified against the reference's digest and the one the registry named
     * @throws RegistryException also if it is larger than 4 MiB
     */
    public Manifest manifest(ImageReference reference, @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return reads.manifest(reference, credentials);
    }

    /**
     * Opens a blob; tries once.
     *
     * @param repository where it lies; tag and digest don't matter
     * @param expectedSize bytes of the whole blob as the manifest names them; -1 if unknown
     * @param offset where to begin
     * @return to be closed; begins at its own {@link BlobStream#offset()}
     */
    public BlobStream blob(
            ImageReference repository,
            Digest digest,
            long expectedSize,
            long offset,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return reads.blob(repository, digest, expectedSize, offset, credentials);
    }

    /**
     * Opens a blob that a manifest says to lie somewhere else; tries once. Whoever wrote the
     * manifest chose the address, so what comes must be verified, and no credentials go there.
     *
     * @param address with http or https
     * @param expectedSize bytes of the whole blob as the manifest names them
     * @param offset where to begin
     * @return to be closed; begins at its own {@link BlobStream#offset()}
     * @throws RegistryException also if the address is of another kind
     */
    public BlobStream blobElsewhere(String address, long expectedSize, long offset)
            throws RegistryException {
        return reads.elsewhere(Elsewhere.of(address), expectedSize, offset);
    }

    /** Tells whether a repository has a blob. */
    public boolean hasBlob(
            ImageReference repository, Digest digest, @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return writes.has(repository, digest, credentials);
    }

    /**
     * Asks the registry to take a blob from another of its repositories.
     *
     * @param from on the same registry
     * @return whether it did; if not, it has to be pushed
     */
    public boolean mount(
            ImageReference repository,
            Digest digest,
            ImageReference from,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return writes.mount(repository, digest, from, credentials);
    }

    /**
     * Gives a repository a blob; resumes after a break if the registry can.
     *
     * @param size its bytes
     * @param content opens it from its start; perhaps several times
     * @param progress is told how many bytes have been sent so far; may go back
     */
    public void pushBlob(
            ImageReference repository,
            Digest digest,
            long size,
            Supplier<InputStream> content,
            LongConsumer progress,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        writes.blob(repository, digest, size, content, progress, credentials);
    }

    /**
     * Gives a repository a manifest or an index.
     *
     * @param reference by its tag if it has one, else by its digest
     * @return its digest
     */
    public Digest pushManifest(
            ImageReference reference,
            String mediaType,
            byte[] bytes,
            @Nullable RegistryCredentials credentials)
            throws RegistryException {
        return writes.manifest(reference, mediaType, bytes, credentials);
    }

    /**
     * Tries credentials.
     *
     * @param serverAddress for example {@code registry.example:5000} or Docker Hub's {@code
     *     https://index.docker.io/v1/}
     * @return an identity token to use in place of the password from now on; empty if the registry
     *     gives none
     */
    public String signIn(String serverAddress, RegistryCredentials credentials)
            throws RegistryException {
        return signIn.with(serverAddress, credentials);
    }

    static Access toPull(ImageReference repository, @Nullable RegistryCredentials credentials) {
        return new Access(List.of("repository:" + repository.path() + ":pull"), credentials);
    }

    /** Ends every call. */
    @Override
    public void close() {
        http.close();
    }
}
