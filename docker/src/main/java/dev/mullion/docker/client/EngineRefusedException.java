package dev.mullion.docker.client;

/** The engine understood and said no, or tried and failed. */
public sealed class EngineRefusedException extends DockerException
        permits NoSuchObjectException, ConflictException {

    private final int status;
    private final String engineMessage;

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param status the status of the answer, 400 to 599
     * @param engineMessage what the engine said
     */
    public EngineRefusedException(String asked, int status, String engineMessage) {
        super(asked, engineMessage, null);
        this.status = status;
        this.engineMessage = engineMessage;
    }

    /**
     * Returns the status of the answer.
     *
     * @return 400 to 599; 500 for an error within a stream that had begun well
     */
    public final int status() {
        return status;
    }

    /**
     * Returns what the engine said.
     *
     * @return its own words, at most some thousand characters, without control characters
     */
    public final String engineMessage() {
        return engineMessage;
    }
}
