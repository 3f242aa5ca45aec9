package dev.mullion.security;

/**
 * Something a person entered cannot be taken. The message says why and may be shown beside the
 * field.
 */
public class RefusedInputException extends RuntimeException {

    private final String field;
    private final String sentence;

    /**
     * @param field the name of the argument, for example {@code password}
     * @param message a sentence that says what was wrong and what would be right, without repeating
     *     a secret
     */
    public RefusedInputException(String field, String message) {
        super(message);
        this.field = field;
        this.sentence = message;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public String field() {
        return field;
    }
}
