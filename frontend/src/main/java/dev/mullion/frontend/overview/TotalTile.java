package dev.mullion.frontend.overview;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import dev.mullion.frontend.frame.Glyph;

/** One total, leading to the page behind it where there is one. */
final class TotalTile extends ListItem {

    private final Span figure = new Span();
    private final Span detail = new Span();

    /**
     * @param path the page behind the total; empty for none
     */
    TotalTile(Glyph glyph, String label, String path) {
        addClassName("tile");
        Span name = new Span(label);
        name.addClassName("tile-label");
        figure.addClassName("tile-figure");
        detail.addClassName("tile-detail");
        add(glyph.create());
        if (path.isEmpty()) {
            add(name);
        } else {
            Anchor link = new Anchor(path, name);
            link.addClassName("card-link");
            add(link);
        }
        add(figure, detail);
    }

    void show(String main, String beside) {
        figure.setText(main);
        detail.setText(beside);
    }
}
