package dev.mullion.docker.client;

/** Text from an engine before it goes into a message: bounded, in one line, without escapes. */
final class EngineText {

    private static final int LONGEST = 2000;

    private EngineText() {}

    static String clean(String said) {
        StringBuilder line = new StringBuilder(Math.min(said.length(), LONGEST));
        for (int i = 0; i < said.length() && line.length() < LONGEST; i++) {
            char c = said.charAt(i);
            boolean space = Character.isWhitespace(c);
            if (space && (line.isEmpty() || line.charAt(line.length() - 1) == ' ')) {
                continue;
            }
            line.append(space ? ' ' : Character.isISOControl(c) ? '\uFFFD' : c);
        }
        String text = line.toString().strip();
        return said.length() > LONGEST ? text + "…" : text;
    }
}
