package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one blob here, whole and verified, however often the connection breaks: it goes on from
 * the bytes already received. {@link #close} from any thread cancels it at once.
 */
public final class BlobDownload implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final RegistryClient client;
    private final ImageReference repository;
    private final Digest digest;
    private final long size;
    private final @Nullable RegistryCredentials credentials;
    private final List<String> elsewhere;

    private @Nullable BlobStream open;
    private @Nullable Thread runner;
    private boolean cancelled;

    /**
     * Names what to bring from its registry.
     *
     * @param size bytes as the manifest names them
     */
    public BlobDownload(
            RegistryClient client,
            ImageReference repository,
            Digest digest,
            long size,
            @Nullable RegistryCredentials credentials) {
        this(client, repository, digest, size, credentials, List.of());
    }

    /**
     * Names what to bring from its registry, or from elsewhere.
     *
     * @param size bytes as the manifest names them
     * @param elsewhere addresses to try, in this order, if the registry doesn't give it
     */
    public BlobDownload(
            RegistryClient client,
            ImageReference repository,
            Digest digest,
            long size,
            @Nullable RegistryCredentials credentials,
            List<String> elsewhere) {
        this.client = client;
        this.repository = repository;
        this.digest = digest;
        this.size = size;
        this.credentials = credentials;
        this.elsewhere = List.copyOf(elsewhere);
    }

    /** Takes the bytes of a blob in their order, each once. */
    @FunctionalInterface
    public interface Output {

        /** Takes bytes; they are overwritten afterwards. */
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    /**
     * Downloads what is still missing.
     *
     * @param held how many bytes an earlier attempt has brought
     * @param hash of those bytes, to go on with; {@link #newHash} if there are none
     * @param to where the rest goes
     * @param progress is told how many bytes of the blob are here
     * @throws RegistryException after the settings' number of attempts that brought nothing, or if
     *     the content is wrong: then what was held is worth nothing either
     * @throws IOException if the output fails
     */
    public void run(long held, MessageDigest hash, Output to, LongConsumer progress)
            throws IOException {
        Patience patience = new Patience(client.settings());
        Received received = new Received(held, hash, to, progress);
        begin();
        try {
            while (received.position < size) {
                long before = received.position;
                try {
                    part(received);
                } catch (RegistryException e) {
                    check(e);
                    if (received.position > before) {
                        patience.gotOn();
                    }
                    // a registry may restart in the middle; at the beginning it isn't worth waiting
                    boolean gone = e.kind() == Kind.UNREACHABLE && received.position > 0;
                    if (!e.mayPass() && !gone) {
                        throw e;
                    }
                    patience.pause(e);
                }
            }
        } finally {
            end();
        }
        Digest found = Hashing.end(digest.algorithm(), hash);
        if (!found.equals(digest)) {
            throw new RegistryException(
                    Kind.WRONG,
                    "filesystem layer verification failed for digest "
                            + digest
                            + ": what came is "
                            + found);
        }
        patience.said();
    }

    /** Begins the hash that goes with this blob. */
    public MessageDigest newHash() {
        return Hashing.begin(digest.algorithm());
    }

    private void part(Received received) throws IOException {
        try (BlobStream in = opened(from(received.position))) {
            received.skip(in);
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.take(buffer, count);
            }
        }
    }

    private BlobStream from(long position) throws RegistryException {
        try {
            return client.blob(repository, digest, size, position, credentials);
        } catch (RegistryException e) {
            if (elsewhere.isEmpty() || e.kind() == Kind.CANCELLED) {
                throw e;
            }
            return elsewhere(position, e);
        }
    }

    private BlobStream elsewhere(long position, RegistryException failure)
            throws RegistryException {
        StringBuilder reasons = new StringBuilder(RegistryText.words(failure));
        for (String address : elsewhere) {
            try {
                return client.blobElsewhere(address, size, position);
            } catch (RegistryException e) {
                if (e.kind() == Kind.CANCELLED) {
                    throw e;
                }
                reasons.append("; ").append(RegistryText.words(e));
            }
        }
        throw new RegistryException(failure.kind(), reasons.toString(), failure);
    }

    private synchronized void begin() throws RegistryException {
        runner = Thread.currentThread();
        if (cancelled) {
            throw cancelledNow(null);
        }
    }

    private synchronized void end() {
        runner = null;
        open = null;
        if (cancelled) {
            Thread.interrupted(); // ours, and it has done its work
        }
    }

    private synchronized BlobStream opened(BlobStream stream) throws RegistryException {
        if (cancelled) {
            stream.close();
            throw cancelledNow(null);
        }
        open = stream;
        return stream;
    }

    private synchronized void check(RegistryException failure) throws RegistryException {
        open = null;
        if (cancelled) {
            throw cancelledNow(failure);
        }
    }

    private RegistryException cancelledNow(@Nullable Throwable cause) {
        return new RegistryException(
                Kind.CANCELLED, "The download of " + digest + " was cancelled", cause);
    }

    /** Cancels the download if it still runs. */
    @Override
    public synchronized void close() {
        if (runner == null) {
            cancelled = true;
            return;
        }
        if (!cancelled) {
            cancelled = true;
            if (open != null) {
                open.close();
            }
            // it may be waiting for a connection, a token or the next attempt
            runner.interrupt();
        }
    }

    private final class Received {

        private final MessageDigest hash;
        private final Output to;
        private final LongConsumer progress;
        private long position;

        private Received(long held, MessageDigest hash, Output to, LongConsumer progress) {
            this.position = held;
            this.hash = hash;
            this.to = to;
            this.progress = progress;
        }

        /** Passes over what is here already, if the registry began at the start. */
        private void skip(BlobStream in) throws IOException {
            long over = position - in.offset();
            byte[] buffer = new byte[BUFFER];
            while (over > 0) {
                int count = in.read(buffer, 0, (int) Math.min(over, buffer.length));
                if (count < 0) {
                    throw new RegistryException(
                            Kind.BROKEN, "The download of " + digest + " came to an early end");
                }
                over -= count;
            }
        }

        private void take(byte[] bytes, int count) throws IOException {
            to.write(bytes, 0, count);
            hash.update(bytes, 0, count);
            position += count;
            progress.accept(position);
        }
    }
}
