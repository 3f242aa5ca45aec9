package dev.mullion.frontend.image;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.shared.Registration;
import dev.mullion.backend.Page;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.VisibleText;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images as rows. Reads what is in sight and no more; a row is known by its image's key. */
final class ImageGrid extends Grid<ImageRow> {

    private static final int NARROW = 760;
    private static final ImageQuery.Sort FIRST_SORT = ImageQuery.Sort.NAME;

    private static final String NAME =
            """
            <div class="cell-name"><a href="images/${item.key}" router-link title="${item.name}">\
            <bdi class="name-text">${item.name}</bdi></a>\
            <span class="secondary cell-note">${item.others}</span>\
            <span class="cell-more secondary">${item.size}, ${item.used}</span></div>\
            """;
    private static final String ID =
            "<span class=\"mono\" title=\"${item.whole}\">${item.id}</span>";
    private static final String HOST =
            """
            <a href="hosts/${item.host}" router-link><bdi class="name-text" title="${item.text}">\
            ${item.text}</bdi></a>\
            """;
    private static final String SIZE =
            "<span class=\"figure\" title=\"${item.exact}\">${item.size}</span>";
    private static final String AGE = "<mullion-time datetime=\"${item.created}\"></mullion-time>";

    private final List<Column<ImageRow>> wideOnly;
    private @Nullable Registration resizing;

    ImageGrid(ImageService images, Supplier<ImageFilter> filter) {
        setSelectionMode(SelectionMode.NONE);
        addThemeNames("no-border", "row-stripes");
        addClassName("list-grid");
        getElement().setAttribute("aria-label", "Images");
        Column<ImageRow> name =
                addColumn(
                                LitRenderer.<ImageRow>of(NAME)
                                        .withProperty("key", row -> row.key().toString())
                                        .withProperty(
                                                "name",
                                                row ->
                                                        row.dangling()
                                                                ? "no name"
                                                                : VisibleText.of(
                                                                        ImageNames.of(row)))
                                        .withProperty("others", ImageGrid::others)
                                        .withProperty("size", ImageGrid::size)
                                        .withProperty("used", ImageGrid::used))
                        .setHeader("Image")
                        .setSortProperty(ImageQuery.Sort.NAME.name())
                        .setFlexGrow(3)
                        .setWidth("12rem");
        name.setRowHeader(true);
        Column<ImageRow> id =
                addColumn(
                                LitRenderer.<ImageRow>of(ID)
                                        .withProperty("id", row -> row.key().id().shortened())
                                        .withProperty("whole", row -> row.key().id().toString()))
                        .setHeader("Id")
                        .setFlexGrow(0)
                        .setWidth("9rem");
        Column<ImageRow> host =
                addColumn(
                                LitRenderer.<ImageRow>of(HOST)
                                        .withProperty("host", row -> row.key().host().toString())
                                        .withProperty(
                                                "text",
                                                row ->
                                                        VisibleText.of(row.hostName())
                                                                + (row.stale() ? " (stale)" : "")))
                        .setHeader("Host")
                        .setSortProperty(ImageQuery.Sort.HOST.name())
                        .setFlexGrow(1)
                        .setWidth("7rem");
        Column<ImageRow> size =
                addColumn(
                                LitRenderer.<ImageRow>of(SIZE)
                                        .withProperty("size", ImageGrid::size)
                                        .withProperty(
                                                "exact",
                                                row -> new ByteSize(row.sizeBytes()).exact()))
                        .setHeader("Size")
                        .setSortProperty(ImageQuery.Sort.SIZE.name())
                        .setTextAlign(ColumnTextAlign.END)
                        .setFlexGrow(0)
                        .setWidth("7rem");
        Column<ImageRow> used =
                addColumn(ImageGrid::used)
                        .setHeader("Used by")
                        .setSortProperty(ImageQuery.Sort.CONTAINERS.name())
                        .setTextAlign(ColumnTextAlign.END)
                        .setFlexGrow(0)
                        .setWidth("9rem");
        Column<ImageRow> age =
                addColumn(
                                LitRenderer.<ImageRow>of(AGE)
                                        .withProperty("created", row -> row.createdAt().toString()))
                        .setHeader("Created")
                        .setSortProperty(ImageQuery.Sort.CREATED.name())
                        .setTextAlign(ColumnTextAlign.END)
                        .setFlexGrow(0)
                        .setWidth("9rem");
        wideOnly = List.of(id, host, size, used, age);
        setItems(rows(images, filter));
        sort(List.of(new GridSortOrder<>(name, SortDirection.ASCENDING)));
    }

    private static CallbackDataProvider<ImageRow, Void> rows(
            ImageService images, Supplier<ImageFilter> filter) {
        return new CallbackDataProvider<>(
                query -> fetch(images, filter.get(), query),
                query -> {
                    query.getOffset();
                    query.getLimit();
                    return (int) images.list(filter.get().query(FIRST_SORT, false, 0, 1)).total();
                },
                ImageRow::key);
    }

    private static Stream<ImageRow> fetch(
            ImageService images, ImageFilter filter, Query<ImageRow, Void> query) {
        ImageQuery.Sort sort = FIRST_SORT;
        boolean descending = false;
        if (!query.getSortOrders().isEmpty()) {
            var order = query.getSortOrders().getFirst();
            sort = ImageQuery.Sort.valueOf(order.getSorted());
            descending = order.getDirection() == SortDirection.DESCENDING;
        }
        int limit = Math.clamp(query.getLimit(), 1, Page.MOST);
        return images
                .list(filter.query(sort, descending, query.getOffset(), limit))
                .items()
                .stream();
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
        boolean narrow = width > 0 && width < NARROW;
        setClassName("narrow", narrow);
        wideOnly.forEach(column -> column.setVisible(!narrow));
    }

    private static String others(ImageRow row) {
        int others = row.references().size() - 1;
        return others < 1
                ? ""
                : others == 1 ? "and 1 other name" : "and " + others + " other names";
    }

    private static String size(ImageRow row) {
        return new ByteSize(row.sizeBytes()).toString();
    }

    private static String used(ImageRow row) {
        return switch (row.containers()) {
            case 0 -> "not used";
            case 1 -> "1 container";
            default -> String.format("%,d containers", row.containers());
        };
    }
}
