package dev.mullion.frontend.frame;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;

/**
 * An identifier shown short, with a button that copies the whole of it. Copying happens in the
 * browser alone (see {@code assets/mullion.js}), also over plain HTTP where the browser's own
 * clipboard interface is switched off.
 */
public final class CopyableId extends Span {

    private static final int SHORT = 12;

    /** Shows the first twelve characters, without the name of a digest's algorithm. */
    public CopyableId(String whole) {
        this(whole, shortened(whole));
    }

    public CopyableId(String whole, String shown) {
        addClassName("copyable");
        Span text = new Span(VisibleText.of(shown));
        text.addClassNames("mono", "copyable-text");
        text.setTitle(VisibleText.of(whole));
        add(text, copyButton(whole, VisibleText.of(shown)));
    }

    /**
     * A button on its own that copies a text; {@code what} names it for people who cannot see what
     * is beside it.
     */
    public static Button copyButton(String text, String what) {
        Button copy = new Button(Glyph.COPY.create());
        copy.addThemeNames("tertiary", "small");
        copy.addClassName("copy-button");
        copy.setAriaLabel("Copy " + what);
        copy.getElement().setAttribute("data-copy", text);
        return copy;
    }

    static String shortened(String whole) {
        String body = whole.substring(whole.indexOf(':') + 1);
        return body.length() <= SHORT ? body : body.substring(0, SHORT);
    }
}
