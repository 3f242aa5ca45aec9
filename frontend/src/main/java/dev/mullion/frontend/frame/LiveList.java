package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Shows items one by one in a container and follows them: an item keeps its element for as long as
 * it is there, so that what has the keyboard's focus keeps it, and what hasn't changed isn't sent
 * again.
 *
 * @param <T> the item, a value with {@code equals}
 * @param <C> what shows it
 */
public final class LiveList<T, C extends Component> {

    private final HasComponents container;
    private final Function<T, Object> key;
    private final Function<T, C> create;
    private final BiConsumer<C, T> update;
    private final Map<Object, Shown<T, C>> shown = new HashMap<>();

    private record Shown<T, C>(T item, C component) {}

    /**
     * @param container holds nothing but this list
     * @param key what makes an item the same item although it changed
     * @param create makes the element; {@code update} is called right after it
     */
    public LiveList(
            HasComponents container,
            Function<T, Object> key,
            Function<T, C> create,
            BiConsumer<C, T> update) {
        this.container = container;
        this.key = key;
        this.create = create;
        this.update = update;
    }

    /** Shows exactly these items, in this order. Their keys must differ. */
    public void show(List<T> items) {
        Set<Object> keys = new HashSet<>();
        for (T item : items) {
            keys.add(key.apply(item));
        }
        removeAllBut(keys);
        for (int index = 0; index < items.size(); index++) {
            place(items.get(index), index);
        }
    }

    private void removeAllBut(Set<Object> keys) {
        shown.entrySet()
                .removeIf(entry -> {
                    boolean gone = !keys.contains(entry.getKey());
                    if (gone) {
                        entry.getValue().component().removeFromParent();
                    }
                    return gone;
                });
    }

    private void place(T item, int index) {
        Object itemKey = key.apply(item);
        Shown<T, C> before = shown.get(itemKey);
        C component = before == null ? create.apply(item) : before.component();
        if (before == null || !before.item().equals(item)) {
            update.accept(component, item);
            shown.put(itemKey, new Shown<>(item, component));
        }
        if (!isAt(component, index)) {
            component.removeFromParent();
            container.addComponentAtIndex(index, component);
        }
    }

    private boolean isAt(Component component, int index) {
        return container.getElement().getChildCount() > index
                && container.getElement().getChild(index).equals(component.getElement());
    }
}
