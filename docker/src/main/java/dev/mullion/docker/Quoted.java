package dev.mullion.docker;

/** How text from outside is repeated in a message: quoted, cut, and without control characters. */
final class Quoted {

    private static final int LONGEST = 120;

    private Quoted() {}

    static String text(String given) {
        StringBuilder shown = new StringBuilder("\"");
        int end = Math.min(given.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = given.charAt(i);
            shown.append(Character.isISOControl(c) ? '\uFFFD' : c);
        }
        return shown.append(given.length() > LONGEST ? "…\"" : "\"").toString();
    }
}
