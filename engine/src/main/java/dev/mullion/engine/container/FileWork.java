package dev.mullion.engine.container;

import dev.mullion.engine.runtime.OpenFiles;
import java.io.IOException;

/**
 * What is done with the files of a container.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface FileWork<T> {

    /** Does it; the files are closed by whoever opened them. */
    T on(OpenFiles files) throws IOException;
}
