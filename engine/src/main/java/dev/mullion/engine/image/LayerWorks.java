package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The layers that are on their way now, so that nobody fetches one that another one fetches. */
final class LayerWorks {

    private final Map<Key, LayerWork> running = new HashMap<>();

    private record Key(Digest blob, List<Digest> chain) {}

    /**
     * Joins the work on a layer, or begins it.
     *
     * @param watcher is told how it goes until it leaves
     * @param begin makes the work if nobody does it yet
     */
    synchronized LayerWork join(
            Digest blob,
            List<Digest> chain,
            Consumer<ProgressLine> watcher,
            Supplier<LayerWork> begin) {
        Key key = new Key(blob, chain);
        LayerWork present = running.get(key);
        if (present != null && present.join(watcher)) {
            return present;
        }
        LayerWork work = begin.get();
        work.join(watcher);
        running.put(key, work);
        work.start();
        CompletableFuture<Void> _ =
                work.done().whenComplete((nothing, failure) -> ended(key, work));
        return work;
    }

    private synchronized void ended(Key key, LayerWork work) {
        running.remove(key, work);
    }
}
