package dev.mullion.security;

/**
 * A name that people give to something. Characters that can't be seen are not taken: they hide,
 * reorder or forge what stands beside them.
 */
public final class VisibleName {

    private VisibleName() {}

    /**
     * Reads a name as it was typed.
     *
     * @param field the name of the argument
     * @return the name without spaces around it
     * @throws RefusedInputException if it can't be a name
     */
    public static String of(String field, String text, int longest) {
        var name = text.strip();
        if (name.isEmpty()
                || name.length() > longest
                || !name.codePoints().allMatch(VisibleName::seen)) {
            throw new RefusedInputException(
                    field, "A name has 1 to " + longest + " characters, all of which can be seen.");
        }
        return name;
    }

    private static boolean seen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
