package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.Compression;
import dev.mullion.engine.registry.BlobDownload;
import dev.mullion.engine.registry.RegistryException;
import dev.mullion.engine.runtime.LayerHeldException;
import dev.mullion.engine.runtime.LayerStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One layer on its way from a registry to the disk, for everybody who pulls it: it is unpacked
 * while it is downloaded, everybody is told how far it is, and when nobody wants it any more it
 * stops. What was downloaded so far stays for the next time.
 */
final class LayerWork {

    private static final Logger LOG = LoggerFactory.getLogger(LayerWork.class);
    private static final long TOLD_EVERY = Duration.ofMillis(100).toNanos();

    private final ContentStore content;
    private final LayerStore layers;
    private final Descriptor blob;
    private final List<Digest> chain;
    private final Semaphore turns;
    private final Supplier<BlobDownload> source;
    private final CompletableFuture<?> below;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    // guarded by this
    private final List<Consumer<ProgressLine>> watchers = new ArrayList<>();
    private @Nullable ProgressLine last;
    private @Nullable Thread worker;
    private boolean abandoned;

    /** Only the thread that measures; two never do at once. */
    private long told;

    /**
     * Prepares the work.
     *
     * @param blob the compressed layer
     * @param chain the uncompressed one and those below
     * @param turns how many downloads go side by side
     * @param source a download of the blob, a new one each time
     * @param below ends when the layer may be unpacked, or why it can't be; the download doesn't
     *     wait for it
     */
    LayerWork(
            ContentStore content,
            LayerStore layers,
            Descriptor blob,
            List<Digest> chain,
            Semaphore turns,
            Supplier<BlobDownload> source,
            CompletableFuture<?> below) {
        this.content = content;
        this.layers = layers;
        this.blob = blob;
        this.chain = chain;
        this.turns = turns;
        this.source = source;
        this.below = below;
    }

    /** Ends when the layer is here, or why it can't be. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Begins, on a thread of its own. */
    synchronized void start() {
        worker = Thread.ofVirtual().name("layer-" + blob.digest().shortened()).start(this::run);
    }

    /**
     * Is told from now on, beginning with how things are.
     *
     * @return whether this still goes on
     */
    synchronized boolean join(Consumer<ProgressLine> watcher) {
        if (abandoned) {
            return false;
        }
        watchers.add(watcher);
        if (last != null) {
            watcher.accept(last);
        }
        return true;
    }

    /** Is told no more; the last one to leave ends the work. */
    synchronized void leave(Consumer<ProgressLine> watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty() && !done.isDone()) {
            abandoned = true;
            if (worker != null) {
                worker.interrupt();
            }
        }
    }

    private void run() {
        try {
            if (content.has(blob.digest())) {
                unpackKept();
            } else {
                fetch();
            }
            tell(ProgressLine.layer(id(), "Pull complete"));
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        } catch (InterruptedException e) {
            done.completeExceptionally(new IOException("The pull was cancelled", e));
        }
    }

    private void unpackKept() throws IOException {
        tell(ProgressLine.layer(id(), "Download complete"));
        awaitBelow(below);
        unpack(() -> content.open(blob.digest()));
    }

    /** What a virus scanner held, it has let go a moment later. */
    private void unpack(Content packed) throws IOException {
        try {
            unpackOnce(packed.open());
        } catch (LayerHeldException e) {
            LOG.warn("Layer {} is unpacked a second time: {}", blob.digest(), e.getMessage());
            unpackOnce(packed.open());
        }
    }

    private void unpackOnce(InputStream blobContent) throws IOException {
        try (InputStream packed = new Measured(blobContent);
                InputStream tar = Compression.open(packed)) {
            layers.unpack(chain, tar);
        }
    }

    /** The compressed layer from its beginning. */
    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    private void fetch() throws IOException, InterruptedException {
        if (!fetch(false)) {
            // what an earlier attempt had left was wrong; without it, it may be right
            fetch(true);
        }
    }

    /**
     * Downloads and unpacks.
     *
     * @param last whether a wrong content is the end of it
     * @return false if the content was wrong and an earlier attempt may be to blame
     */
    private boolean fetch(boolean last) throws IOException, InterruptedException {
        try (Turn turn = turn();
                Ingest into = content.begin(blob.digest(), blob.size())) {
            boolean older = into.length() > 0;
            CompletableFuture<?> mayUnpack = below.copy();
            CompletableFuture<Void> unpacked = unpackBeside(into, mayUnpack);
            try {
                download(into);
            } catch (IOException e) {
                into.fail(e);
                mayUnpack.completeExceptionally(e);
                settled(unpacked);
                RegistryException.Kind kind =
                        e instanceof RegistryException registry ? registry.kind() : null;
                if (kind == RegistryException.Kind.WRONG || diskFailed(e)) {
                    into.discard();
                }
                if (kind == RegistryException.Kind.WRONG && older && !last) {
                    return false;
                }
                throw e;
            }
            turn.giveBack();
            await(unpacked);
            return true;
        }
    }

    /** A part that can't be completed for lack of room shouldn't take what room there is. */
    private static boolean diskFailed(IOException e) {
        return !(e instanceof RegistryException || e instanceof ClosedByInterruptException);
    }

    private Turn turn() throws InterruptedException {
        if (!turns.tryAcquire()) {
            tell(ProgressLine.layer(id(), "Waiting"));
            turns.acquire();
        }
        return new Turn();
    }

    /** The right to download; unpacking goes on without it. */
    private final class Turn implements AutoCloseable {

        private boolean taken = true;

        @Override
        public void close() {
            giveBack();
        }

        void giveBack() {
            if (taken) {
                taken = false;
                turns.release();
            }
        }
    }

    private void download(Ingest into) throws IOException {
        try (BlobDownload download = source.get()) {
            MessageDigest hash = into.hash();
            download.run(into.length(), hash, into::append, this::downloaded);
            tell(ProgressLine.layer(id(), "Verifying Checksum"));
            into.commitVerified();
        }
        tell(ProgressLine.layer(id(), "Download complete"));
    }

    private CompletableFuture<Void> unpackBeside(Ingest into, CompletableFuture<?> mayUnpack) {
        CompletableFuture<Void> unpacked = new CompletableFuture<>();
        if (layers.has(chain)) {
            unpacked.complete(null);
            return unpacked;
        }
        Thread.ofVirtual()
                .name("unpack-" + blob.digest().shortened())
                .start(() -> {
                    try {
                        awaitBelow(mayUnpack);
                        unpack(() -> arriving(into));
                        unpacked.complete(null);
                    } catch (IOException | RuntimeException e) {
                        unpacked.completeExceptionally(e);
                    }
                });
        return unpacked;
    }

    private InputStream arriving(Ingest into) throws IOException {
        try {
            return into.follow();
        } catch (NoSuchFileException e) {
            // all of it came meanwhile, and went to its place
            return content.open(blob.digest());
        }
    }

    private static void awaitBelow(CompletableFuture<?> below) throws IOException {
        try {
            below.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("what is below it isn't there: " + cause.getMessage(), cause);
        }
    }

    private static void await(CompletableFuture<Void> unpacked) throws IOException {
        try {
            unpacked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException("failed to register layer: " + cause.getMessage(), cause);
            }
            throw e;
        }
    }

    /** The download's failure is what is told; the unpacking failed because of it. */
    private static void settled(CompletableFuture<Void> unpacked) {
        unpacked.handle((nothing, failure) -> failure).join();
    }

    private void downloaded(long bytes) {
        long now = System.nanoTime();
        if (now - told >= TOLD_EVERY) {
            told = now;
            tell(ProgressLine.measure(id(), "Downloading", bytes, blob.size()));
        }
    }

    private synchronized void tell(ProgressLine line) {
        last = line;
        watchers.forEach(watcher -> watcher.accept(line));
    }

    private String id() {
        return blob.digest().shortened();
    }

    /** Tells how much has been unpacked, once all of it is here. */
    private final class Measured extends FilterInputStream {

        private long position;
        private long toldAt;

        Measured(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            position += Math.max(read, 0);
            long now = System.nanoTime();
            if (now - toldAt >= TOLD_EVERY && content.has(blob.digest())) {
                toldAt = now;
                tell(ProgressLine.measure(id(), "Extracting", position, blob.size()));
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
