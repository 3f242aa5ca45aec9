package dev.mullion.backend.host;

/**
 * Tells text that people can see from text that plays tricks on them: control and formatting
 * characters hide, reorder or forge what stands beside them.
 */
final class Visible {

    private Visible() {}

    static boolean all(String text) {
        return text.codePoints().allMatch(Visible::one);
    }

    private static boolean one(int character) {
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
