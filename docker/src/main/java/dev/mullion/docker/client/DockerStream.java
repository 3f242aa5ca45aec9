package dev.mullion.docker.client;

import java.util.Iterator;

/**
 * What a host sends bit by bit, over a connection of its own. To be read by one thread.
 *
 * <p>{@code hasNext} and {@code next} block until something comes. They throw a {@link
 * DockerException} if the connection breaks, if what comes can't be understood, or if the engine
 * reports an error in the stream; there is nothing after that.
 *
 * @param <T> what comes
 */
public interface DockerStream<T> extends Iterator<T>, AutoCloseable {

    /**
     * Ends the stream and its connection, from any thread, any number of times. A blocked {@code
     * hasNext} returns false; the engine notices and stops what it did for the stream (a pull is
     * cancelled).
     */
    @Override
    void close();
}
