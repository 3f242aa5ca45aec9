package dev.mullion.frontend.container;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.frontend.frame.Glyph;

/** Finds text in a viewer: Enter goes to the next place, Shift and Enter to the one before. */
final class FindBar extends Div {

    FindBar(String id, String label, LogViewer viewer) {
        addClassName("find-bar");
        TextField search = new TextField();
        search.setId(id);
        search.setAriaLabel(label);
        search.setPlaceholder(label);
        search.setPrefixComponent(Glyph.SEARCH.create());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(change -> viewer.setQuery(change.getValue()));
        search.addKeyPressListener(Key.ENTER, press -> viewer.findNext());
        search.addKeyPressListener(Key.ENTER, press -> viewer.findPrevious(), KeyModifier.SHIFT);
        add(
                search,
                button(Glyph.BACK, "Previous match", viewer::findPrevious),
                button(Glyph.NEXT, "Next match", viewer::findNext));
    }

    private static Button button(Glyph glyph, String label, Runnable click) {
        Button button = new Button(glyph.create(), press -> click.run());
        button.addThemeNames("tertiary");
        button.addClassName("turned");
        button.setAriaLabel(label);
        button.setTooltipText(label);
        return button;
    }
}
