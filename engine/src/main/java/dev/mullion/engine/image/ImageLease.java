package dev.mullion.engine.image;

/**
 * Keeps content from the collector until it is closed; the engine's end closes it too. Closing it
 * again is fine.
 */
public final class ImageLease implements AutoCloseable {

    private final Runnable release;

    ImageLease(Runnable release) {
        this.release = release;
    }

    @Override
    public void close() {
        release.run();
    }
}
