package dev.mullion.engine.network;

/** Reads port numbers. */
final class Ports {

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** Returns 0 to 65535, or -1 if the text is no port. */
    static int number(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Ports::isDigit)) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number > HIGHEST ? -1 : number;
    }

    private static boolean isDigit(int letter) {
        return letter >= '0' && letter <= '9';
    }
}
