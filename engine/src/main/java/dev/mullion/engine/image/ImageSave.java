package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DockerJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes images into an archive that is an OCI image layout and what {@code docker save} of any age
 * writes at the same time: the contents lie there once, and both lists name them.
 */
final class ImageSave implements AutoCloseable {

    private static final int FILE_MODE = 0100644;

    private final ImageStore store;
    private final ImageEvents events;
    private final Lease lease;
    private final Map<KnownImage, Set<ImageReference>> images = new LinkedHashMap<>();

    /**
     * Chooses what to write and keeps it from the collector.
     *
     * @param asked names or ids; a name without a tag means all its tags
     * @throws dev.mullion.engine.EngineProblem 404 if one of them isn't here
     */
    ImageSave(ImageStore store, ImageEvents events, List<String> asked) {
        this.store = store;
        this.events = events;
        this.lease = store.lease();
        try {
            asked.forEach(this::choose);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void choose(String asked) {
        Catalogue.Contents contents = store.catalogue();
        Digest id = Names.find(asked, contents).orElse(null);
        Map<ImageReference, Digest> named = new LinkedHashMap<>();
        if (id == null || !Names.isIdOf(asked, id)) {
            ImageReference name = Names.parse(asked);
            boolean whole =
                    !asked.contains("@") && asked.lastIndexOf(':') <= asked.lastIndexOf('/');
            contents.names()
                    .forEach((text, image) -> {
                        ImageReference other = ImageReference.of(text);
                        if (other.digest().isEmpty()
                                && (whole
                                        ? other.repository().equals(name.repository())
                                        : other.equals(name))) {
                            named.put(other, image);
                        }
                    });
        }
        if (named.isEmpty() && id == null) {
            throw Names.missing(asked);
        }
        if (named.isEmpty() && id != null) {
            choose(asked, id, Set.of());
        }
        named.forEach((name, image) -> choose(asked, image, Set.of(name)));
    }

    private void choose(String asked, Digest id, Set<ImageReference> names) {
        KnownImage image = store.kept(id, lease).orElseThrow(() -> Names.missing(asked));
        images.computeIfAbsent(image, one -> new LinkedHashSet<>()).addAll(names);
    }

    /** Writes the archive. */
    void write(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        Set<Digest> written = new HashSet<>();
        for (KnownImage image : images.keySet()) {
            for (Digest digest : image.contents()) {
                if (written.add(digest)) {
                    blob(tar, digest, ImageListing.created(image));
                }
            }
        }
        document(tar, "index.json", DockerJson.mapper().writeValueAsBytes(index()));
        document(tar, "manifest.json", DockerJson.mapper().writeValueAsBytes(list()));
        document(
                tar,
                "oci-layout",
                "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII));
        document(tar, "repositories", DockerJson.mapper().writeValueAsBytes(repositories()));
        tar.finish();
        tar.flush();
        images.keySet().forEach(image -> events.happened("save", image));
    }

    @Override
    public void close() {
        lease.close();
    }

    private void blob(TarArchiveOutputStream tar, Digest digest, Instant time) throws IOException {
        TarArchiveEntry entry = entry(path(digest), store.content().size(digest), time);
        tar.putArchiveEntry(entry);
        try (InputStream in = store.content().open(digest)) {
            in.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }

    private static void document(TarArchiveOutputStream tar, String name, byte[] bytes)
            throws IOException {
        tar.putArchiveEntry(entry(name, bytes.length, Instant.EPOCH));
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, long size, Instant time) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(FILE_MODE);
        entry.setModTime(Date.from(time));
        return entry;
    }

    private static String path(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private ImageIndex index() {
        List<Descriptor> all = new ArrayList<>();
        images.forEach((image, names) -> {
            if (names.isEmpty()) {
                all.add(image.manifest());
            }
            for (ImageReference name : names) {
                all.add(
                        image.manifest()
                                .annotated(
                                        Map.of(
                                                "io.containerd.image.name",
                                                name.toString(),
                                                "org.opencontainers.image.ref.name",
                                                name.tag().orElse(""))));
            }
        });
        return new ImageIndex(2, MediaTypes.OCI_INDEX, all);
    }

    private List<Saved> list() {
        return images.entrySet().stream()
                .map(one ->
                        new Saved(
                                path(one.getKey().id()),
                                one.getValue().stream().map(ImageReference::familiar).toList(),
                                one.getKey().parts().layers().stream()
                                        .map(layer -> path(layer.digest()))
                                        .toList()))
                .toList();
    }

    /** What engines before 1.10 read: names to top layers. */
    private Map<String, Map<String, String>> repositories() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        images.forEach((image, names) -> {
            List<Descriptor> layers = image.parts().layers();
            for (ImageReference name : names) {
                if (!layers.isEmpty()) {
                    all.computeIfAbsent(Names.familiarRepository(name), one -> new TreeMap<>())
                            .put(name.tag().orElse(""), layers.getLast().digest().hex());
                }
            }
        });
        return all;
    }

    /**
     * One image in {@code manifest.json}.
     *
     * @param config where its configuration lies
     * @param repoTags its names
     * @param layers where its layers lie, the base layer first
     */
    record Saved(
            @JsonProperty("Config") String config,
            @JsonProperty("RepoTags") List<String> repoTags,
            @JsonProperty("Layers") List<String> layers) {

        @SuppressWarnings("NullAway") // what is absent in a document arrives as null
        Saved {
            config = config == null ? "" : config;
            repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
            layers = layers == null ? List.of() : List.copyOf(layers);
        }
    }
}
