package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;

/** Where a page shows its list, or why there is nothing in it. */
public final class ListPlace extends Div {

    private static final long serialVersionUID = 1L;

    public ListPlace() {
        addClassName("list-place");
    }

    /** Shows this and nothing else. What says the same already stays, so that focus in it stays. */
    public void show(Component component) {
        boolean there =
                getChildren()
                        .findFirst()
                        .map(shown -> shown.equals(component) || sayTheSame(shown, component))
                        .orElse(false);
        if (!there) {
            removeAll();
            add(component);
        }
    }

    private static boolean sayTheSame(Component shown, Component other) {
        return shown instanceof EmptyState
                && other instanceof EmptyState
                && shown.getElement()
                        .getTextRecursively()
                        .equals(other.getElement().getTextRecursively());
    }
}
