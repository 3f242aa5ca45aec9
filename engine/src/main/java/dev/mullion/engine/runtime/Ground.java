package dev.mullion.engine.runtime;

import java.io.IOException;

/**
 * What one operating system gives an engine to stand on.
 *
 * @param runtime runs containers
 * @param layers keeps their files
 * @param networks connects them
 * @param networkDefaults what its networks are like
 * @param machine where all of this is
 * @param below what the rest stands on itself; closed last
 */
public record Ground(
        ContainerRuntime runtime,
        LayerStore layers,
        NetworkDriver networks,
        NetworkDefaults networkDefaults,
        Machine machine,
        Below below)
        implements AutoCloseable {

    /** What the rest stands on. */
    @FunctionalInterface
    public interface Below {

        /** Lets go of it. */
        void close() throws IOException;
    }

    /** Lets go of the machine; containers run on. */
    @Override
    public void close() throws IOException {
        try {
            runtime.close();
        } finally {
            below.close();
        }
    }
}
