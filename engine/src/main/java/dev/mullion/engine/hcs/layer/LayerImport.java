package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.archive.BoundedInputStream;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.archive.UnpackedDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * Reads a layer's archive into a writer.
 *
 * @param windows asked for security that is text
 * @param digest of the archive
 * @param limits what it may unpack to
 */
record LayerImport(Windows windows, Digest digest, ArchiveLimits limits) {

    /**
     * Reads the archive to its end, and makes a layer of it if its digest is right.
     *
     * @return bytes of its files
     */
    long run(InputStream tar, LayerWriter writer) throws IOException {
        MessageDigest hash = UnpackedDigest.begin(digest);
        InputStream hashed =
                new DigestInputStream(
                        new BoundedInputStream(tar, limits.bytes(), "The unpacked layer"), hash);
        ArchiveEntries entries = new ArchiveEntries(new TarReader(hashed, limits.entries()));
        FileContent content = new FileContent(entries, limits.bytes());
        for (TarEntry entry = entries.current(); entry != null; entry = entries.current()) {
            add(entry, entries, content, writer);
        }
        // the digest is that of all bytes, what follows the archive's end too
        hashed.transferTo(OutputStream.nullOutputStream());
        UnpackedDigest.require(digest, hash.digest());
        writer.finish();
        return content.bytes();
    }

    private void add(
            TarEntry entry, ArchiveEntries entries, FileContent content, LayerWriter writer)
            throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Unpacking a layer was interrupted: " + digest);
        }
        LayerPath path = LayerPath.of(entry.name());
        if (path.removal()) {
            writer.remove(path);
            entries.advance();
            return;
        }
        switch (entry.kind()) {
            case HARD_LINK -> {
                writer.link(path, LayerPath.of(entry.link()));
                entries.advance();
            }
            case FILE, FOLDER, SYMBOLIC_LINK -> {
                if (path.top() && entry.kind() != Kind.FOLDER) {
                    throw new BrokenArchiveException(
                            "The layer's archive has %s, which isn't a folder"
                                    .formatted(path.path()));
                }
                EntryFacts facts = EntryFacts.of(entry, path, windows.descriptors());
                try (LayerWriter.Writing writing = writer.begin(facts)) {
                    content.write(facts, writing.stream());
                }
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
                    throw new BrokenArchiveException(
                            "The layer's archive has %s, which is a device: Windows has none there"
                                    .formatted(TarEntry.readable(entry.name())));
        }
    }
}
