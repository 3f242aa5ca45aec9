package dev.mullion.frontend.frame;

/** Titles of browser tabs: what the page shows first, then whose page it is. */
public final class PageTitles {

    private static final int LONGEST = 80;

    private PageTitles() {}

    /** For example {@code web-1 · Mullion}; a name from outside is cut and stays harmless. */
    public static String of(String page) {
        String visible = VisibleText.of(page);
        String cut = visible.length() > LONGEST ? visible.substring(0, LONGEST) + "…" : visible;
        return cut + " · Mullion";
    }
}
