package dev.mullion.frontend.image;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.mullion.backend.image.LayerView;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.VisibleText;
import java.util.List;
import java.util.Locale;

/**
 * An image's layers drawn to scale: first all of them as one bar, then each with its own, its size
 * and the step that made it. Whoever can't see the bars reads the same in the list.
 */
final class LayerStack extends Div {

    /** Narrower than that, a layer could not be seen at all. */
    private static final double LEAST_PERCENT = 0.4;

    LayerStack(List<LayerView> layers) {
        addClassName("layer-stack");
        long total = layers.stream().mapToLong(LayerView::bytes).sum();
        long shared =
                layers.stream()
                        .filter(layer -> !layer.sharedWith().isEmpty())
                        .mapToLong(LayerView::bytes)
                        .sum();
        add(new Paragraph(summary(layers.size(), total, shared)), whole(layers, total));
        OrderedList list = new OrderedList();
        list.addClassName("layers");
        long largest = layers.stream().mapToLong(LayerView::bytes).max().orElse(0);
        for (LayerView layer : layers) {
            list.add(line(layer, largest));
        }
        add(list);
    }

    private static String summary(int count, long total, long shared) {
        String layers = count == 1 ? "1 layer" : count + " layers";
        return layers
                + ", "
                + new ByteSize(total)
                + (shared > 0
                        ? "; "
                                + new ByteSize(shared)
                                + " of it shared with other images of this host."
                        : "; none of it shared with other images of this host.");
    }

    private static Div whole(List<LayerView> layers, long total) {
        Div bar = new Div();
        bar.addClassName("layer-whole");
        bar.getElement().setAttribute("aria-hidden", "true");
        for (LayerView layer : layers) {
            Div part = new Div();
            part.addClassName("layer-part");
            part.setClassName("shared", !layer.sharedWith().isEmpty());
            part.setTitle((layer.index() + 1) + ": " + new ByteSize(layer.bytes()));
            part.getStyle().set("flex-grow", share(layer.bytes(), total));
            bar.add(part);
        }
        return bar;
    }

    private static ListItem line(LayerView layer, long largest) {
        Div bar = new Div();
        bar.addClassName("layer-bar");
        bar.setClassName("shared", !layer.sharedWith().isEmpty());
        bar.getStyle().set("width", share(layer.bytes(), largest) + "%");
        Div track = new Div(bar);
        track.addClassName("layer-track");
        track.getElement().setAttribute("aria-hidden", "true");
        Span command = new Span(VisibleText.of(step(layer.createdBy())));
        command.addClassNames("mono", "layer-command");
        command.setTitle(VisibleText.of(layer.createdBy()));
        Span size = new ByteSize(layer.bytes()).toSpan();
        size.addClassName("layer-size");
        ListItem item = new ListItem(size, track, command);
        if (!layer.sharedWith().isEmpty()) {
            int others = layer.sharedWith().size();
            Span mark =
                    new Span(
                            others == 1
                                    ? "shared with 1 image"
                                    : "shared with " + others + " images");
            mark.addClassName("layer-shared");
            item.add(mark);
        }
        return item;
    }

    private static String share(long bytes, long of) {
        double percent = of == 0 ? 0 : 100.0 * bytes / of;
        double visible = bytes > 0 ? Math.max(LEAST_PERCENT, percent) : 0;
        return String.format(Locale.ROOT, "%.2f", visible);
    }

    /** The step without what every build writes in front of it. */
    static String step(String createdBy) {
        String step =
                createdBy
                        .replaceFirst("^/bin/sh -c #\\(nop\\)\\s*", "")
                        .replaceFirst("^/bin/sh -c\\s+", "RUN ")
                        .replaceFirst("\\s*# buildkit$", "")
                        .strip();
        return step.isEmpty() ? "no step recorded" : step;
    }
}
