package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.Compression;
import dev.mullion.engine.registry.BlobDownload;
import dev.mullion.engine.registry.RegistryException;
import dev.mullion.engine.runtime.LayerStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
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

/**
 * One layer on its way from a registry to the disk, for everybody who pulls it: it is unpacked
 * while it is downloaded, everybody is told how far it is, and when nobody wants it any more it
 * stops. What was downloaded so far stays for the next time.
 */
final class LayerWork {

    private static final long TOLD_EVERY = Duration.ofMillis(100).toNanos();

    private final ContentStore content;
    private final LayerStore layers;
    private final Descriptor blob;
    private final List<Digest> chain;
    private final Semaphore turns;
    private final Supplier<BlobDownload> source;
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
     */
    LayerWork(
            ContentStore content,
            LayerStore layers,
            Descriptor blob,
            List<Digest> chain,
            Semaphore turns,
            Supplier<BlobDownload> source) {
        this.content = content;
        this.layers = layers;
        this.blob = blob;
        this.chain = chain;
        this.turns = turns;
        this.source = source;
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
        try (InputStream packed = new Measured(content.open(blob.digest()));
                InputStream tar = Compression.open(packed)) {
            layers.unpack(chain, tar);
        }
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
            CompletableFuture<Void> unpacked = unpackBeside(into);
            try {
                download(into);
            } catch (IOException e) {
                into.fail(e);
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

    private CompletableFuture<Void> unpackBeside(Ingest into) throws IOException {
        CompletableFuture<Void> unpacked = new CompletableFuture<>();
        if (layers.has(chain)) {
            unpacked.complete(null);
            return unpacked;
        }
        InputStream packed = new Measured(into.follow());
        Thread.ofVirtual()
                .name("unpack-" + blob.digest().shortened())
                .start(() -> {
                    try (packed;
                            InputStream tar = Compression.open(packed)) {
                        layers.unpack(chain, tar);
                        unpacked.complete(null);
                    } catch (IOException | RuntimeException e) {
                        unpacked.completeExceptionally(e);
                    }
                });
        return unpacked;
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
