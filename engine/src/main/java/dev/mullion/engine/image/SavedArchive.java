package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.Compression;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What an archive of images holds, read in one pass: documents are remembered, everything else is
 * taken in as a layer, links are followed by name only. Nothing is ever written to a path that the
 * archive names.
 */
final class SavedArchive {

    private static final long MOST_DOCUMENT_BYTES = 16L << 20;
    private static final int MOST_LINKS = 8;

    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, LayerIntake.Taken> layers = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final ArchiveLimits limits;
    private long documentBytes;

    private SavedArchive(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * An image in the archive.
     *
     * @param config its configuration's bytes
     * @param manifest its manifest's bytes, if the archive has one
     * @param names what it is called
     * @param layers its layers, the base layer first
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Found(
            byte[] config,
            byte @Nullable [] manifest,
            List<ImageReference> names,
            List<LayerIntake.Taken> layers) {}

    /** Reads an archive, compressed or not, to its end. */
    static SavedArchive read(
            InputStream archive, LayerIntake intake, ArchiveLimits limits, Lease lease)
            throws IOException {
        SavedArchive all = new SavedArchive(limits);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(Compression.open(archive), "UTF-8")) {
            long entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                entries++;
                if (entries > limits.entries()) {
                    throw new BrokenArchiveException(
                            "The archive has more than " + limits.entries() + " entries");
                }
                all.take(entry, tar, intake, lease);
            }
        } catch (IllegalArgumentException e) {
            throw new BrokenArchiveException("The archive can't be read: " + e.getMessage());
        }
        return all;
    }

    /** The images in it, in its order. */
    List<Found> images(HostSystem host) {
        byte[] list = documents.get("manifest.json");
        if (list != null) {
            return listed(list);
        }
        byte[] index = documents.get("index.json");
        if (index != null) {
            return indexed(index, host);
        }
        throw EngineProblem.invalid(
                "invalid archive: it has neither manifest.json nor index.json, so it was not"
                        + " written by docker save");
    }

    private void take(
            TarArchiveEntry entry, TarArchiveInputStream tar, LayerIntake intake, Lease lease)
            throws IOException {
        String name = normal(entry.getName());
        if (entry.isSymbolicLink()) {
            Path folder = Path.of("/" + name).resolveSibling(entry.getLinkName());
            links.put(name, normal(folder.normalize().toString()));
        } else if (entry.isLink()) {
            links.put(name, normal(entry.getLinkName()));
        } else if (entry.isFile() && entry.getSize() > 0) {
            byte[] start = tar.readNBytes(1);
            InputStream all =
                    new SequenceInputStream(new ByteArrayInputStream(start), new EntryStream(tar));
            if (isDocument(name, start)) {
                remember(name, all, entry.getSize());
            } else if (!name.endsWith("/VERSION") && !name.equals("oci-layout")) {
                layers.put(name, intake.take(all, lease));
            }
        }
    }

    private static boolean isDocument(String name, byte[] start) {
        // a tar begins with a name, which hardly is a brace, but then it isn't called .json
        boolean json = start.length > 0 && (start[0] == '{' || start[0] == '[');
        return json && !name.endsWith(".tar");
    }

    private void remember(String name, InputStream in, long size) throws IOException {
        documentBytes += size;
        if (size > ImageStore.LONGEST_DOCUMENT || documentBytes > MOST_DOCUMENT_BYTES) {
            throw new BrokenArchiveException(
                    "%s is too large for a document: at most %d bytes are read, %d of all"
                            .formatted(name, ImageStore.LONGEST_DOCUMENT, MOST_DOCUMENT_BYTES));
        }
        documents.put(name, in.readNBytes((int) size));
    }

    private List<Found> listed(byte[] list) {
        try {
            List<Found> all = new ArrayList<>();
            for (ImageSave.Saved saved :
                    DockerJson.mapper().readValue(list, ImageSave.Saved[].class)) {
                byte[] config = document(saved.config());
                List<LayerIntake.Taken> stack = saved.layers().stream().map(this::layer).toList();
                List<ImageReference> names = saved.repoTags().stream().map(Names::parse).toList();
                all.add(new Found(config, manifestOf(config, stack), names, stack));
            }
            return all;
        } catch (JacksonException e) {
            throw EngineProblem.invalid(
                    "invalid archive: manifest.json can't be read: " + e.getOriginalMessage());
        }
    }

    private List<Found> indexed(byte[] bytes, HostSystem host) {
        List<Found> all = new ArrayList<>();
        for (Descriptor entry : index(bytes).manifests()) {
            byte[] document = verified(entry.digest());
            if (MediaTypes.isIndex(entry.mediaType())) {
                List<Descriptor> manifests = index(document).manifests();
                Descriptor chosen =
                        new PlatformChoice(host.platform(), host.version())
                                .from(manifests)
                                .orElseThrow(() -> host.nothingFits(host.platform(), manifests));
                document = verified(chosen.digest());
            }
            ImageManifest manifest = manifest(document);
            byte[] config = verified(manifest.config().digest());
            List<LayerIntake.Taken> stack =
                    manifest.layers().stream().map(one -> layer(path(one.digest()))).toList();
            List<ImageReference> names = nameOf(entry).map(List::of).orElse(List.of());
            all.add(new Found(config, manifestOf(config, stack), names, stack));
        }
        return all;
    }

    private static Optional<ImageReference> nameOf(Descriptor entry) {
        String full = entry.annotations().get("io.containerd.image.name");
        String name =
                full != null ? full : entry.annotations().get("org.opencontainers.image.ref.name");
        if (name == null || !(name.contains("/") || name.contains(":"))) {
            return Optional.empty(); // a tag of nothing
        }
        return Optional.of(Names.parse(name));
    }

    /** The archive's own manifest of these contents, if it has one: then digests stay. */
    private byte @Nullable [] manifestOf(byte[] config, List<LayerIntake.Taken> stack) {
        Digest id = ContentStore.digestOf(config);
        List<Digest> blobs = stack.stream().map(layer -> layer.blob().digest()).toList();
        for (byte[] document : documents.values()) {
            ImageManifest manifest = readable(document).orElse(null);
            if (manifest != null
                    && manifest.mediaType() != null
                    && manifest.config().digest().equals(id)
                    && manifest.layers().stream().map(Descriptor::digest).toList().equals(blobs)) {
                return document;
            }
        }
        return null;
    }

    private static Optional<ImageManifest> readable(byte[] document) {
        try {
            return Optional.of(ImageManifest.of(document));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // another kind of document
        }
    }

    private static ImageIndex index(byte[] bytes) {
        try {
            return ImageIndex.of(bytes);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid archive: " + e.getMessage());
        }
    }

    private ImageManifest manifest(byte[] bytes) {
        return new ManifestChecks(limits, Platform.of("linux/amd64")).manifest(bytes);
    }

    private byte[] verified(Digest digest) {
        byte[] document = document(path(digest));
        if (!ContentStore.digestOf(document).equals(digest)) {
            throw EngineProblem.invalid(
                    "invalid archive: what is called " + digest + " is something else");
        }
        return document;
    }

    private byte[] document(String path) {
        byte[] found = documents.get(followed(path));
        if (found == null) {
            throw EngineProblem.invalid("invalid archive: it has no " + path);
        }
        return found;
    }

    private LayerIntake.Taken layer(String path) {
        LayerIntake.Taken found = layers.get(followed(path));
        if (found == null) {
            throw EngineProblem.invalid("invalid archive: it has no layer " + path);
        }
        return found;
    }

    private String followed(String path) {
        String name = normal(path);
        for (int i = 0; i < MOST_LINKS && links.containsKey(name); i++) {
            name = links.getOrDefault(name, name);
        }
        return name;
    }

    private static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    private static String normal(String name) {
        String plain = name;
        while (plain.startsWith("./") || plain.startsWith("/")) {
            plain = plain.substring(plain.indexOf('/') + 1);
        }
        return plain;
    }

    /** One entry: closing it, which a sequence of streams does at its end, leaves the archive. */
    private static final class EntryStream extends FilterInputStream {

        EntryStream(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {
            // the next entry is still to be read
        }
    }
}
