package dev.mullion.frontend.frame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.shared.Registration;
import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of things from all hosts. It reads what is in sight and no more, knows a row by its key,
 * and leaves columns out where the window has no room for them.
 *
 * @param <R> a row
 */
public abstract class PagedGrid<R> extends Grid<R> {

    private static final long serialVersionUID = 1L;

    /**
     * Below this width of the window, in pixels, the first column has to say the most by itself.
     */
    protected static final int NARROW = 760;

    private static final String HOST =
            """
            <a href="hosts/${item.host}" router-link><bdi class="name-text" title="${item.text}">\
            ${item.text}</bdi></a>\
            """;
    private static final String HOST_NAME =
            "<bdi class=\"name-text\" title=\"${item.text}\">${item.text}</bdi>";
    private static final String AGE = "<mullion-time datetime=\"${item.created}\"></mullion-time>";

    /** Reads a stretch of the list from its service. */
    @FunctionalInterface
    public interface Reader<R> {
        /**
         * Reads some rows.
         *
         * @param sort the sort property of a column; null for the list's own order
         * @param limit 1 to {@link Page#MOST}
         */
        Page<R> read(@Nullable String sort, boolean descending, int offset, int limit);
    }

    private final transient List<Roomy> roomy = new ArrayList<>();
    private final transient Set<Column<?>> pointless = new HashSet<>();
    private int room = Integer.MAX_VALUE;
    private @Nullable Registration resizing;

    private record Roomy(Grid.Column<?> column, int width) {}

    /**
     * A list without columns yet.
     *
     * @param label what the list is called for those who hear it
     */
    protected PagedGrid(String label, Reader<R> reader, ValueProvider<R, Object> key) {
        addThemeNames("no-border", "row-stripes");
        addClassName("list-grid");
        getElement().setAttribute("aria-label", label);
        setItems(
                new CallbackDataProvider<R, Void>(
                        query -> rows(reader, query),
                        query -> {
                            query.getOffset();
                            query.getLimit();
                            return (int) reader.read(null, false, 0, 1).total();
                        },
                        key));
    }

    private Stream<R> rows(Reader<R> reader, Query<R, Void> query) {
        String sort = null;
        boolean descending = false;
        if (!query.getSortOrders().isEmpty()) {
            var order = query.getSortOrders().getFirst();
            sort = order.getSorted();
            descending = order.getDirection() == SortDirection.DESCENDING;
        }
        int limit = Math.clamp(query.getLimit(), 1, Page.MOST);
        return reader.read(sort, descending, query.getOffset(), limit).items().stream();
    }

    /** The column that names a row: the header of the row, and what the list is sorted by first. */
    protected final void name(Column<R> column) {
        column.setRowHeader(true);
        sort(List.of(new GridSortOrder<>(column, SortDirection.ASCENDING)));
    }

    /**
     * A column with the row's host.
     *
     * @param linked whether it is a link: not for who couldn't see the host's page
     */
    protected final Column<R> addHostColumn(
            ValueProvider<R, HostId> host, ValueProvider<R, String> shown, boolean linked) {
        return addColumn(
                        LitRenderer.<R>of(linked ? HOST : HOST_NAME)
                                .withProperty("host", row -> host.apply(row).toString())
                                .withProperty("text", shown))
                .setHeader("Host")
                .setFlexGrow(1)
                .setWidth("6rem");
    }

    /** A column that says how long ago the row's thing was made. */
    protected final Column<R> addAgeColumn(ValueProvider<R, Instant> created) {
        return addColumn(
                        LitRenderer.<R>of(AGE)
                                .withProperty("created", row -> created.apply(row).toString()))
                .setHeader("Created")
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("8rem");
    }

    /** Shows these columns only where the window is at least so many pixels wide. */
    @SafeVarargs
    protected final void showFrom(int width, Column<R>... columns) {
        for (Column<R> column : columns) {
            roomy.add(new Roomy(column, width));
        }
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        var page = attach.getUI().getPage();
        fitTo(page.getExtendedClientDetails().getWindowInnerWidth());
        resizing = page.addBrowserWindowResizeListener(resize -> fitTo(resize.getWidth()));
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        super.onDetach(detach);
        if (resizing != null) {
            resizing.remove();
            resizing = null;
        }
    }

    private void fitTo(int width) {
        // a width that isn't known yet counts as wide
        room = width > 0 ? width : Integer.MAX_VALUE;
        setClassName("narrow", room < NARROW);
        roomy.forEach(this::fit);
    }

    private void fit(Roomy each) {
        each.column().setVisible(room >= each.width() && !pointless.contains(each.column()));
    }

    /** Leaves a column out, or shows it if there is room, depending on whether it says anything. */
    protected final void allow(Column<R> column, boolean says) {
        boolean changed = says ? pointless.remove(column) : pointless.add(column);
        if (changed) {
            roomy.stream().filter(each -> each.column().equals(column)).forEach(this::fit);
        }
    }
}
