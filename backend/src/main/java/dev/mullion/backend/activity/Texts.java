package dev.mullion.backend.activity;

/** Keeps texts that come from elsewhere (engines, registries, exceptions) within their columns. */
final class Texts {

    private Texts() {}

    /**
     * At most {@code longest} characters, an ellipsis telling that there was more; no lone
     * surrogate at the cut, and none of the zero characters that PostgreSQL refuses.
     */
    static String cut(String given, int longest) {
        var text = given.replace('\0', '\uFFFD');
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
