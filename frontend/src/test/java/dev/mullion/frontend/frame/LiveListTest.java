package dev.mullion.frontend.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveListTest {

    private record Item(int key, String text) {}

    private final Div container = new Div();
    private final List<Item> updates = new ArrayList<>();
    private final LiveList<Item, Span> list =
            new LiveList<>(
                    container,
                    Item::key,
                    item -> new Span(),
                    (span, item) -> {
                        updates.add(item);
                        span.setText(item.text());
                    });

    @Test
    void showsItemsInTheirOrder() {
        list.show(List.of(new Item(1, "one"), new Item(2, "two")));
        list.show(List.of(new Item(3, "three"), new Item(2, "two"), new Item(1, "one")));
        assertThat(texts()).containsExactly("three", "two", "one");
    }

    @Test
    void changedItemKeepsItsElement() {
        list.show(List.of(new Item(1, "one"), new Item(2, "two")));
        Component before = container.getComponentAt(1);
        list.show(List.of(new Item(2, "two, changed"), new Item(1, "one")));
        assertThat(container.getComponentAt(0)).isSameAs(before);
        assertThat(texts()).containsExactly("two, changed", "one");
    }

    @Test
    void unchangedItemIsNotSentAgain() {
        list.show(List.of(new Item(1, "one")));
        updates.clear();
        list.show(List.of(new Item(1, "one")));
        assertThat(updates).isEmpty();
    }

    @Test
    void vanishedItemGoesAndComesBackAfresh() {
        list.show(List.of(new Item(1, "one"), new Item(2, "two")));
        list.show(List.of(new Item(2, "two")));
        assertThat(texts()).containsExactly("two");
        list.show(List.of(new Item(1, "one"), new Item(2, "two")));
        assertThat(texts()).containsExactly("one", "two");
    }

    private List<String> texts() {
        return container.getChildren().map(child -> child.getElement().getText()).toList();
    }
}
