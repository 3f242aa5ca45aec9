package dev.mullion.engine.hcs.layer;

import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A use of a mounted scratch. The scratch stays mounted until the last of its uses is closed.
 * Closing blocks its thread in native code.
 */
public final class ScratchMount implements AutoCloseable {

    /** Gives one use back. */
    @FunctionalInterface
    interface Release {
        void release() throws IOException;
    }

    private final String volume;
    private final Path scratch;
    private final List<Layers.Parent> parents;
    private final Release release;
    private boolean closed;

    ScratchMount(String volume, Path scratch, List<Layers.Parent> parents, Release release) {
        this.volume = volume;
        this.scratch = scratch;
        this.parents = List.copyOf(parents);
        this.release = release;
    }

    /**
     * Returns where the file system is, as HCS takes it.
     *
     * @return a volume path that ends in a backslash
     */
    public String volume() {
        return volume;
    }

    /**
     * Returns the scratch's folder.
     *
     * @return it holds {@code sandbox.vhdx}
     */
    public Path scratch() {
        return scratch;
    }

    /**
     * Returns the image's layers.
     *
     * @return nearest first, the base layer last
     */
    public List<Layers.Parent> parents() {
        return parents;
    }

    /**
     * Ends this use; again is fine.
     *
     * @throws IOException if it was the last one and Windows doesn't let go of the scratch; then
     *     the next {@link WindowsLayers#recover} tries again
     */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        release.release();
    }
}
