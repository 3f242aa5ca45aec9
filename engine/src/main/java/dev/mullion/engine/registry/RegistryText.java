package dev.mullion.engine.registry;

/** Text from a registry before it goes into a message: bounded, in one line, without escapes. */
final class RegistryText {

    private static final int LONGEST = 1000;

    private RegistryText() {}

    static String clean(String said) {
        int end = Math.min(said.length(), LONGEST);
        StringBuilder line = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = said.charAt(i);
            line.append(Character.isWhitespace(c) ? ' ' : Character.isISOControl(c) ? '�' : c);
        }
        String text = line.toString().strip();
        return said.length() > LONGEST ? text + "…" : text;
    }

    static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
