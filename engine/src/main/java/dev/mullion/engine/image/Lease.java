package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps contents and layers from the collector, whether they are here already or just coming. */
final class Lease implements AutoCloseable {

    private final ImageStore store;
    private final Set<Digest> contents = ConcurrentHashMap.newKeySet();
    private final Set<List<Digest>> chains = ConcurrentHashMap.newKeySet();

    Lease(ImageStore store) {
        this.store = store;
    }

    /** From the return of this on, the collector leaves these alone. */
    void keep(Collection<Digest> more) {
        store.undisturbed(() -> contents.addAll(more));
    }

    /** From the return of this on, the collector leaves this layer and those below it alone. */
    void keepLayers(List<Digest> chain) {
        store.undisturbed(() -> chains.add(chain));
    }

    /** Keeps a small document. */
    Digest put(byte[] document) throws IOException {
        keep(List.of(ContentStore.digestOf(document)));
        return store.content().put(document);
    }

    void keep(KnownImage image) {
        keep(image.contents());
        keepLayers(image.layers());
    }

    void addTo(Set<Digest> keptContents, Set<List<Digest>> keptChains) {
        keptContents.addAll(contents);
        keptChains.addAll(chains);
    }

    @Override
    public void close() {
        store.ended(this);
    }
}
