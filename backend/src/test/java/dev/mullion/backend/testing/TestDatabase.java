package dev.mullion.backend.testing;

/** An empty database of a kind that the portal supports. */
public interface TestDatabase extends AutoCloseable {

    String url();

    String username();

    String password();

    @Override
    void close();
}
