package dev.mullion.engine.container;

import java.util.function.Consumer;

/** Removes containers that were made to go when they end. */
final class AutoRemoval {

    private final Consumer<Container> removal;

    /**
     * Knows how.
     *
     * @param removal tells in the log what it can't do
     */
    AutoRemoval(Consumer<Container> removal) {
        this.removal = removal;
    }

    /** Removes it if it is one of them and has ended; not under its lock. */
    void ifAsked(Container container) {
        if (container.removesItself() && !container.standing().phase().hasProcess()) {
            removal.accept(container);
        }
    }
}
