package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.archive.BoundedInputStream;
import dev.mullion.engine.archive.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes in layers that come as archives and not from a registry. What isn't compressed is
 * compressed now, quickly: it halves the disk it takes and is what a push sends.
 */
final class LayerIntake {

    private static final int CHUNK = 128 * 1024;

    private final ContentStore content;
    private final ArchiveLimits limits;

    LayerIntake(ContentStore content, ArchiveLimits limits) {
        this.content = content;
        this.limits = limits;
    }

    /**
     * A layer that was taken in.
     *
     * @param blob the compressed layer
     * @param diffId the digest of the uncompressed one
     */
    record Taken(Descriptor blob, Digest diffId) {}

    /**
     * Reads an archive to its end and keeps it.
     *
     * @param archive compressed or not
     * @param lease keeps it from the collector
     */
    Taken take(InputStream archive, Lease lease) throws IOException {
        byte[] start = archive.readNBytes(4);
        InputStream all = new SequenceInputStream(new java.io.ByteArrayInputStream(start), archive);
        Compression compression = Compression.of(start);
        try (Ingest into = content.begin()) {
            Digest diffId = compression == Compression.NONE ? packed(all, into) : asItIs(all, into);
            Digest digest = into.digest();
            lease.keep(List.of(digest));
            into.commit();
            return new Taken(
                    Descriptor.of(mediaType(compression), digest, content.size(digest)), diffId);
        }
    }

    private Digest packed(InputStream archive, Ingest into) throws IOException {
        DigestInputStream tar = hashed(archive);
        try (OutputStream out = new QuickGzip(new IntoStore(into))) {
            bounded(tar).transferTo(out);
        }
        return ContentStore.digestOfHash(tar.getMessageDigest().digest());
    }

    private Digest asItIs(InputStream archive, Ingest into) throws IOException {
        InputStream copied = new Copied(archive, into);
        DigestInputStream tar = hashed(Compression.open(copied));
        bounded(tar).transferTo(OutputStream.nullOutputStream());
        copied.transferTo(OutputStream.nullOutputStream());
        return ContentStore.digestOfHash(tar.getMessageDigest().digest());
    }

    private InputStream bounded(InputStream tar) {
        return new BoundedInputStream(tar, limits.bytes(), "The layer");
    }

    private static DigestInputStream hashed(InputStream in) {
        MessageDigest hash = ContentStore.sha256();
        return new DigestInputStream(in, hash);
    }

    private static String mediaType(Compression compression) {
        return compression == Compression.ZSTD
                ? MediaTypes.OCI_LAYER + "+zstd"
                : MediaTypes.DOCKER_LAYER_GZIP;
    }

    /** A gzip that cares for time more than for size. */
    private static final class QuickGzip extends GZIPOutputStream {

        QuickGzip(OutputStream out) throws IOException {
            super(out, CHUNK);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class IntoStore extends OutputStream {

        private final Ingest into;

        IntoStore(Ingest into) {
            this.into = into;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            into.write(bytes, offset, count);
        }
    }

    /** Keeps what is read. */
    private static final class Copied extends FilterInputStream {

        private final Ingest into;

        Copied(InputStream in, Ingest into) {
            super(in);
            this.into = into;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] bytes, int offset, int count) throws IOException {
            int read = super.read(bytes, offset, count);
            if (read > 0 && bytes != null) {
                into.write(bytes, offset, read);
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, CHUNK)).length;
        }
    }
}
