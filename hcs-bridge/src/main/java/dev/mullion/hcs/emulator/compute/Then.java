package dev.mullion.hcs.emulator.compute;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What follows when something is over; it throws nothing. */
final class Then {

    private Then() {}

    @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after it
    static void run(CompletableFuture<?> first, Runnable next) {
        first.thenRun(next);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after it
    static <T> void accept(CompletableFuture<T> first, Consumer<T> next) {
        first.thenAccept(next);
    }
}
