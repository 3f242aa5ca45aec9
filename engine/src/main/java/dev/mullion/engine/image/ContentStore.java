package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Contents by their digests, in the blobs of an OCI image layout. What is here is whole and right:
 * it was written beside, checked while it was written, brought to the disk and then moved into
 * place. Safe for many threads of one engine.
 */
final class ContentStore {

    /** An interrupted download that nobody came back for is thrown away after this. */
    static final Duration PARTIAL_KEPT = Duration.ofDays(3);

    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final String PARTIAL = ".part";

    private final Path blobs;
    private final Path ingest;
    private final Set<Path> writing = ConcurrentHashMap.newKeySet();
    private final AtomicLong counter = new AtomicLong();

    /**
     * Opens or makes the store.
     *
     * @param data the engine's folder
     */
    ContentStore(Path data) throws IOException {
        this.blobs = data.resolve("blobs").resolve("sha256");
        this.ingest = data.resolve("ingest");
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(blobs, owner);
        Files.createDirectories(ingest, owner);
        Path layout = data.resolve("oci-layout");
        if (!Files.exists(layout)) {
            DurableFiles.write(layout, LAYOUT.getBytes(StandardCharsets.US_ASCII));
        }
        removeNameless();
    }

    boolean has(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    /** Where the content is or would be. */
    Path path(Digest digest) {
        if (!digest.algorithm().equals("sha256")) {
            throw new IllegalArgumentException(
                    "Content named by " + digest.algorithm() + " isn't kept here, only by sha256");
        }
        return blobs.resolve(digest.hex());
    }

    /** Its bytes; the file must be there. */
    long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /** Reads a small document whole. */
    byte[] read(Digest digest, long limit) throws IOException {
        long size = size(digest);
        if (size > limit) {
            throw new IOException(
                    "%s has %d bytes, more than the %d that are read of a document"
                            .formatted(digest, size, limit));
        }
        return Files.readAllBytes(path(digest));
    }

    /** Keeps a small document; on disk when this returns. */
    Digest put(byte[] document) throws IOException {
        Digest digest = digestOf(document);
        if (!has(digest)) {
            try (Ingest into = begin(digest, document.length)) {
                into.restart();
                into.write(document, 0, document.length);
                into.commit();
            }
        }
        return digest;
    }

    /**
     * Begins to take in content whose digest is known. What an earlier attempt left is continued:
     * see {@link Ingest#length()}.
     *
     * @param digest what it must be
     * @param size its bytes; -1 if that isn't known
     */
    Ingest begin(Digest digest, long size) throws IOException {
        path(digest);
        Path part = ingest.resolve(digest.hex() + PARTIAL);
        if (!writing.add(part)) {
            part = nameless();
        }
        return new Ingest(this, part, digest, size);
    }

    /** Begins to take in content whose digest shows when all of it is there. */
    Ingest begin() throws IOException {
        return new Ingest(this, nameless(), null, -1);
    }

    /** Removes all contents but these, and partial downloads that nobody came back for. */
    void retain(Set<Digest> keep, Instant now) throws IOException {
        Set<String> names = new HashSet<>();
        keep.forEach(digest -> names.add(digest.hex()));
        for (Path blob : list(blobs)) {
            if (!names.contains(blob.getFileName().toString())) {
                Files.deleteIfExists(blob);
            }
        }
        for (Path part : list(ingest)) {
            if (!writing.contains(part) && isOlder(part, now.minus(PARTIAL_KEPT))) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** What of all contents may be a document in JSON: it isn't longer, and begins as one. */
    List<Digest> documents(long limit) throws IOException {
        List<Digest> found = new ArrayList<>();
        for (Path blob : list(blobs)) {
            if (Files.size(blob) <= limit && beginsWithBrace(blob)) {
                found.add(new Digest("sha256", String.valueOf(blob.getFileName())));
            }
        }
        return found;
    }

    private static boolean beginsWithBrace(Path blob) throws IOException {
        try (InputStream in = Files.newInputStream(blob)) {
            return in.read() == '{';
        }
    }

    /** Bytes of all contents. */
    long bytes() throws IOException {
        long sum = 0;
        for (Path blob : list(blobs)) {
            sum += Files.size(blob);
        }
        return sum;
    }

    static Digest digestOf(byte[] content) {
        return digestOfHash(sha256().digest(content));
    }

    static Digest digestOfHash(byte[] hash) {
        return new Digest("sha256", HexFormat.of().formatHex(hash));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void ended(Path part) {
        writing.remove(part);
    }

    private Path nameless() {
        Path part = ingest.resolve("new-" + counter.incrementAndGet() + PARTIAL);
        writing.add(part);
        return part;
    }

    /** What has no digest in its name can't be continued after a restart. */
    private void removeNameless() throws IOException {
        for (Path part : list(ingest)) {
            if (part.getFileName().toString().startsWith("new-")) {
                FolderTree.remove(part);
            }
        }
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(FileTime.from(than)) < 0;
        } catch (java.nio.file.NoSuchFileException e) {
            return false; // it has just been moved into place
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
