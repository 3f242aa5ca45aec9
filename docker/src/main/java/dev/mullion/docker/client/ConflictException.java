package dev.mullion.docker.client;

/** The call doesn't fit the state of what it is about, or a name is taken (409). */
public final class ConflictException extends EngineRefusedException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param engineMessage what the engine said
     */
    public ConflictException(String asked, String engineMessage) {
        super(asked, 409, engineMessage);
    }
}
