package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.engine.archive.Compression;
import dev.mullion.engine.runtime.LayerHeldException;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this host with all they are made of. The order of every change makes a crash
 * harmless: contents and layers come before the entry that names them, and go after it.
 */
final class ImageStore {

    /**
     * A document longer than this is no manifest and no configuration; read, it takes some ten
     * times the room.
     */
    static final int LONGEST_DOCUMENT = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    private final ContentStore content;
    private final Catalogue catalogue;
    private final LayerStore layers;
    private final Clock clock;
    private final Map<Digest, KnownImage> known = new ConcurrentHashMap<>();
    private final Map<Digest, List<Long>> sizes = new ConcurrentHashMap<>();
    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();

    /** What is left of images that couldn't be read at the start. */
    private final Set<Digest> spared = ConcurrentHashMap.newKeySet();

    /** Nothing becomes used while the collector looks for what is unused. */
    private final ReentrantLock collecting = new ReentrantLock();

    /** Null until the containers are known; nothing is collected before. */
    private volatile @Nullable ImageUse use;

    ImageStore(Path data, LayerStore layers, Clock clock) throws IOException {
        this.content = new ContentStore(data);
        this.catalogue = new Catalogue(data, this::search);
        this.layers = layers;
        this.clock = clock;
        for (var entry : catalogue.now().images().entrySet()) {
            readAtStart(entry.getKey(), entry.getValue().manifest());
        }
    }

    ContentStore content() {
        return content;
    }

    LayerStore layers() {
        return layers;
    }

    Clock clock() {
        return clock;
    }

    Catalogue.Contents catalogue() {
        return catalogue.now();
    }

    /** The containers made from an image. */
    List<ImageUse.Use> uses(Digest image) {
        ImageUse containers = use;
        return containers == null ? List.of() : containers.uses(image);
    }

    /** The layers that containers stand on. */
    Collection<List<Digest>> layersInUse() {
        ImageUse containers = use;
        return containers == null ? List.of() : containers.layers();
    }

    void usedBy(ImageUse containers) {
        this.use = containers;
    }

    Optional<KnownImage> known(Digest id) {
        return Optional.ofNullable(known.get(id));
    }

    Collection<KnownImage> all() {
        return List.copyOf(known.values());
    }

    /** Bytes of the files in each layer, the base layer first. */
    List<Long> layerBytes(KnownImage image) {
        return sizes.computeIfAbsent(
                image.id(),
                id -> Chains.prefixes(image.layers()).stream().map(layers::bytes).toList());
    }

    /** Bytes of the files in all layers. */
    long bytes(KnownImage image) {
        return layerBytes(image).stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Finds an image and keeps it; once it is under the lease, nothing of it goes.
     *
     * @return empty if it isn't here, or was removed before the lease could begin
     */
    Optional<KnownImage> kept(Digest id, Lease lease) {
        Optional<KnownImage> image = known(id);
        image.ifPresent(lease::keep);
        return image.filter(one -> known.containsKey(id));
    }

    /** A lease on nothing yet. */
    Lease lease() {
        Lease lease = new Lease(this);
        leases.add(lease);
        return lease;
    }

    /** Makes a lease wait while the collector runs. */
    void undisturbed(Runnable change) {
        collecting.lock();
        try {
            change.run();
        } finally {
            collecting.unlock();
        }
    }

    void ended(Lease lease) {
        leases.remove(lease);
    }

    /**
     * Makes an image known. All it is made of must be here, unpacked too, and under a lease.
     *
     * @param manifest of the image
     * @return the image
     */
    synchronized KnownImage add(Descriptor manifest) throws IOException {
        KnownImage image = read(manifest);
        KnownImage first = known.get(image.id());
        if (first != null) {
            return first; // the manifest it came with first stays: its contents are here
        }
        catalogue.change(contents -> contents.withImage(image.id(), manifest));
        known.put(image.id(), image);
        return image;
    }

    /**
     * Gives a name; whoever had it loses it. All the image is made of must be under a lease: if it
     * was removed meanwhile, it is here again.
     *
     * @return the image that had it, if it was another one
     */
    synchronized Optional<Digest> name(ImageReference name, KnownImage image) throws IOException {
        String full = name.toString();
        Catalogue.Contents before =
                catalogue.change(contents ->
                        contents.withImage(image.id(), image.manifest())
                                .withName(full, image.id(), clock.instant()));
        known.put(image.id(), image);
        return Optional.ofNullable(before.names().get(full))
                .filter(other -> !other.equals(image.id()));
    }

    synchronized void unname(String full) throws IOException {
        catalogue.change(contents -> contents.withoutName(full));
    }

    /** Removes an image and its names; what it was made of goes with the next collection. */
    synchronized void forget(Digest id) throws IOException {
        catalogue.change(contents -> contents.withoutImage(id));
        known.remove(id);
        sizes.remove(id);
    }

    /** Removes everything that no image, container or lease needs. */
    void collect() throws IOException {
        ImageUse containers = use;
        if (containers == null) {
            return;
        }
        collecting.lock();
        try {
            Set<Digest> contents = new HashSet<>(spared);
            Set<List<Digest>> chains = new HashSet<>();
            // leases first: one that ends meanwhile has left an image or a container to be seen
            for (Lease lease : leases) {
                lease.addTo(contents, chains);
            }
            chains.addAll(containers.layers());
            for (KnownImage image : known.values()) {
                contents.addAll(image.contents());
                chains.add(image.layers());
            }
            chains.removeIf(List::isEmpty);
            content.retain(contents, clock.instant());
            layers.retain(chains);
        } finally {
            collecting.unlock();
        }
    }

    /**
     * Reads an image from its manifest.
     *
     * @throws IOException if something of it isn't here
     */
    private KnownImage read(Descriptor manifest) throws IOException {
        try {
            ImageManifest parts =
                    ImageManifest.of(content.read(manifest.digest(), LONGEST_DOCUMENT));
            ImageConfig config =
                    ImageConfig.of(content.read(parts.config().digest(), LONGEST_DOCUMENT));
            if (config.rootfs().diffIds().size() != parts.layers().size()) {
                throw new IOException("its configuration and its manifest differ in their layers");
            }
            return new KnownImage(manifest, parts, config);
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(manifest.digest(), e.getMessage()), e);
        }
    }

    /** Every image whose manifest and configuration are here, by its id. */
    private Map<Digest, Descriptor> search() throws IOException {
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        for (Digest each : content.documents(LONGEST_DOCUMENT)) {
            try {
                String type = ImageManifest.of(content.read(each, LONGEST_DOCUMENT)).mediaType();
                Descriptor manifest =
                        Descriptor.of(
                                type == null ? MediaTypes.OCI_MANIFEST : type,
                                each,
                                content.size(each));
                found.put(read(manifest).id(), manifest);
            } catch (IOException | IllegalArgumentException e) {
                LOG.debug("{} is no image: {}", each, e.getMessage());
            }
        }
        return found;
    }

    /** An image that lacks something stays on disk but can't be used. */
    private void readAtStart(Digest id, Descriptor manifest) {
        try {
            known.put(id, read(manifest));
        } catch (IOException e) {
            unusable(id, manifest, e);
        }
    }

    private void unusable(Digest id, Descriptor manifest, IOException reason) {
        known.remove(id);
        spare(id, manifest);
        LOG.error(
                "Image {} can't be used, pull it again: {} ({})",
                id,
                reason.getMessage(),
                reason.getClass().getSimpleName());
    }

    /** Unpacks layers again that aren't there although their image is. */
    void repair() {
        for (KnownImage image : all()) {
            try {
                unpackMissing(image);
            } catch (IOException e) {
                unusable(image.id(), image.manifest(), e);
            }
        }
    }

    private void unpackMissing(KnownImage image) throws IOException {
        List<List<Digest>> chains = Chains.prefixes(image.layers());
        for (int i = 0; i < chains.size(); i++) {
            if (!layers.has(chains.get(i))) {
                LOG.warn("A layer of image {} is missing and is unpacked again", image.id());
                unpack(image.parts().layers().get(i).digest(), chains.get(i));
            }
        }
    }

    /** It may be a full disk and not the image: nothing of it is thrown away. */
    private void spare(Digest id, Descriptor manifest) {
        spared.addAll(List.of(id, manifest.digest()));
        try {
            byte[] document = content.read(manifest.digest(), LONGEST_DOCUMENT);
            ImageManifest.of(document).layers().forEach(layer -> spared.add(layer.digest()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("The manifest of image {} can't be read: {}", id, e.getMessage());
        }
    }

    /** Unpacks a layer that is in the content store; those below are there already. */
    void unpack(Digest blob, List<Digest> chain) throws IOException {
        try {
            unpackOnce(blob, chain);
        } catch (LayerHeldException e) {
            LOG.warn("Layer {} is unpacked a second time: {}", blob, e.getMessage());
            unpackOnce(blob, chain);
        }
    }

    private void unpackOnce(Digest blob, List<Digest> chain) throws IOException {
        try (InputStream packed = content.open(blob);
                InputStream tar = Compression.open(packed)) {
            layers.unpack(chain, tar);
        }
    }
}
