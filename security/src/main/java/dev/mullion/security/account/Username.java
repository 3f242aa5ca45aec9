package dev.mullion.security.account;

import dev.mullion.security.RefusedInputException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name somebody signs in with: 2 to 64 of the plain letters, digits and {@code . _ @ -}. Two
 * names that differ only in capitals are the same; letters that look alike in other scripts are not
 * taken, so that nobody can pose as somebody else.
 */
public record Username(String text) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{1,63}");

    public Username {
        if (!SHAPE.matcher(text).matches()) {
            throw new RefusedInputException(
                    "username",
                    "A name has 2 to 64 letters (a to z), digits, or the signs . _ @ -, and starts with"
                            + " a letter or digit.");
        }
    }

    /**
     * Reads a name as it was typed.
     *
     * @throws RefusedInputException if it cannot be a name
     */
    public static Username of(String text) {
        return new Username(text.strip());
    }

    /** What is unique about it. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
