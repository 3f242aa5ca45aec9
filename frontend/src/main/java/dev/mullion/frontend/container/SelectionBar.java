package dev.mullion.frontend.container;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Resource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What can be done with the rows that are selected; there only while some are. */
final class SelectionBar extends Div {

    private static final List<ContainerAction> ACTIONS =
            List.of(
                    ContainerAction.START,
                    ContainerAction.STOP,
                    ContainerAction.RESTART,
                    ContainerAction.REMOVE);

    private final Grid<ContainerRow> grid;
    private final Span count = new Span();
    private final Map<ContainerAction, Button> buttons = new EnumMap<>(ContainerAction.class);

    SelectionBar(Grid<ContainerRow> grid, ManyAtOnce manyAtOnce, Authorizer authorizer) {
        this.grid = grid;
        addClassName("selection-bar");
        getElement()
                .setAttribute("role", "toolbar")
                .setAttribute("aria-label", "Selected containers");
        count.getElement().setAttribute("role", "status");
        add(count);
        for (ContainerAction action : ACTIONS) {
            Button button =
                    new Button(
                            action.verb(),
                            action.glyph().create(),
                            click -> manyAtOnce.open(this, action, fitting(action)));
            button.setId("selected-" + action.id().substring("container-".length()));
            button.setVisible(authorizer.may(action.permission(), Resource.PLATFORM));
            if (action == ContainerAction.REMOVE) {
                button.addThemeNames("error");
            }
            buttons.put(action, button);
            add(button);
        }
        Button none = new Button("Select none", click -> grid.deselectAll());
        none.addThemeNames("tertiary");
        add(none);
        setVisible(false);
    }

    void show(Set<ContainerRow> selected) {
        setVisible(!selected.isEmpty());
        count.setText(selected.size() == 1 ? "1 selected" : selected.size() + " selected");
        buttons.forEach((action, button) -> {
            boolean any = selected.stream().anyMatch(action::fits);
            button.setEnabled(any);
            button.setTooltipText(any ? "" : "None of the selected is in a state for that");
        });
    }

    /** Takes over what the selected rows have become, and lets go of those that are gone. */
    void retain(Function<ContainerRow, Optional<ContainerRow>> now) {
        Set<ContainerRow> selected = grid.getSelectedItems();
        boolean changed = false;
        for (ContainerRow row : List.copyOf(selected)) {
            Optional<ContainerRow> current = now.apply(row);
            if (current.isEmpty()) {
                grid.deselect(row);
            } else if (!current.get().equals(row)) {
                changed = true;
                grid.deselect(row);
                grid.select(current.get());
            }
        }
        if (changed) {
            show(grid.getSelectedItems());
        }
    }

    private List<ContainerRow> fitting(ContainerAction action) {
        return grid.getSelectedItems().stream().filter(action::fits).toList();
    }
}
