package dev.mullion.backend.live;

/** A listener's place among those that are told. */
public interface Subscription extends AutoCloseable {

    /**
     * Ends it: no call begins after this returns, though one may still be under way. Harmless when
     * done twice.
     */
    @Override
    void close();
}
