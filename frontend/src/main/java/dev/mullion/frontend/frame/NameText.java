package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.HasText;
import com.vaadin.flow.component.Tag;

/**
 * A name that somebody else chose. It stays text whatever is in it, cannot turn the direction of
 * the text around it, and is cut with an ellipsis where the place is too narrow; the whole name
 * shows on hover.
 */
@Tag("bdi")
public final class NameText extends Component implements HasText, HasStyle {

    public NameText(String name) {
        addClassName("name-text");
        show(name);
    }

    public void show(String name) {
        String visible = VisibleText.of(name);
        if (!visible.equals(getText())) {
            setText(visible);
            getElement().setAttribute("title", visible);
        }
    }
}
