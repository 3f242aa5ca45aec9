package dev.mullion.engine.http;

import dev.mullion.engine.EngineProblem;

/**
 * A text that a client's pattern is matched against. Patterns can be made to go through a text more
 * often than the machine ever could, and would hold up every other request meanwhile; so each look
 * at a character is counted.
 */
public final class BoundedText implements CharSequence {

    private static final int MOST = 200_000;

    private final String text;
    private int looks;

    /** Begins to count. */
    public BoundedText(String text) {
        this.text = text;
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineProblem 400 once the pattern has taken too long
     */
    @Override
    public char charAt(int index) {
        if (++looks > MOST) {
            throw EngineProblem.invalid(
                    "invalid filter: its pattern takes too long to match; write it more simply");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
