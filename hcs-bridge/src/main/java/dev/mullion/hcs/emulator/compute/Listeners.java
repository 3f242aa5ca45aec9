package dev.mullion.hcs.emulator.compute;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The callbacks of one handle. */
final class Listeners {

    private final List<Listener> all = new CopyOnWriteArrayList<>();

    void add(Listener listener) {
        all.add(listener);
    }

    void remove(Listener listener) {
        all.remove(listener);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void tell(Event event) {
        all.forEach(one -> one.tell(event));
    }

    /** Tells all of them; done when all were told. */
    CompletableFuture<?> telling(Event event) {
        return CompletableFuture.allOf(
                all.stream().map(one -> one.telling(event)).toArray(CompletableFuture<?>[]::new));
    }

    void close() {
        all.forEach(Listener::close);
    }
}
