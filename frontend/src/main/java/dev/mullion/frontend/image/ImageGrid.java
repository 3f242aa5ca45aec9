package dev.mullion.frontend.image;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.PagedGrid;
import dev.mullion.frontend.frame.VisibleText;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Images as rows. */
final class ImageGrid extends PagedGrid<ImageRow> {

    private static final String NAME =
            """
            <div class="cell-name"><a href="images/${item.key}" router-link title="${item.name}">\
            <bdi class="name-text">${item.name}</bdi></a>\
            <span class="secondary cell-note">${item.others}</span>\
            <span class="cell-more secondary">${item.size}, ${item.used}</span></div>\
            """;
    private static final String ID =
            "<span class=\"mono\" title=\"${item.whole}\">${item.id}</span>";
    private static final String SIZE =
            "<span class=\"figure\" title=\"${item.exact}\">${item.size}</span>";

    ImageGrid(ImageService images, Supplier<ImageFilter> filter) {
        super(
                "Images",
                (sort, descending, offset, limit) ->
                        images.list(filter.get().query(order(sort), descending, offset, limit)),
                ImageRow::key);
        setSelectionMode(SelectionMode.NONE);
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
        name(name);
        Column<ImageRow> id =
                addColumn(
                                LitRenderer.<ImageRow>of(ID)
                                        .withProperty("id", row -> row.key().id().shortened())
                                        .withProperty("whole", row -> row.key().id().toString()))
                        .setHeader("Id")
                        .setFlexGrow(0)
                        .setWidth("9rem");
        Column<ImageRow> host =
                addHostColumn(
                                row -> row.key().host(),
                                row ->
                                        VisibleText.of(row.hostName())
                                                + (row.stale() ? " (stale)" : ""),
                                true)
                        .setSortProperty(ImageQuery.Sort.HOST.name());
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
                addAgeColumn(ImageRow::createdAt).setSortProperty(ImageQuery.Sort.CREATED.name());
        showFrom(NARROW, id, host, size, used, age);
    }

    private static ImageQuery.Sort order(@Nullable String sort) {
        return sort == null ? ImageQuery.Sort.NAME : ImageQuery.Sort.valueOf(sort);
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
