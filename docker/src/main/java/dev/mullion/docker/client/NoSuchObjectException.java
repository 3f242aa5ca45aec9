package dev.mullion.docker.client;

/** The engine doesn't have what the call is about (404). */
public final class NoSuchObjectException extends EngineRefusedException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param engineMessage what the engine said
     */
    public NoSuchObjectException(String asked, String engineMessage) {
        super(asked, 404, engineMessage);
    }
}
