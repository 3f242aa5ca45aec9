package dev.mullion.frontend.frame;

/** The colour schemes a person can choose; the choice is kept in the browser. */
enum SchemeChoice {
    SYSTEM("system", "As the system", Glyph.SYSTEM),
    LIGHT("light", "Light", Glyph.LIGHT),
    DARK("dark", "Dark", Glyph.DARK);

    /** Where the browser's local storage keeps the choice. */
    static final String STORAGE_KEY = "mullion.scheme";

    private final String stored;
    private final String words;
    private final Glyph glyph;

    SchemeChoice(String stored, String words, Glyph glyph) {
        this.stored = stored;
        this.words = words;
        this.glyph = glyph;
    }

    String stored() {
        return stored;
    }

    String words() {
        return words;
    }

    Glyph glyph() {
        return glyph;
    }
}
