package dev.mullion.frontend.container;

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
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Containers as rows. Reads what is in sight and no more; a row is known by its container's key, so
 * that selection and scroll position stay while states change.
 */
final class ContainerGrid extends Grid<ContainerRow> {

    static final ContainerQuery.Sort FIRST_SORT = ContainerQuery.Sort.NAME;

    private static final int NARROW = 760;
    private static final int MEDIUM = 1_100;

    private static final String NAME =
            """
            <div class="cell-name"><a href="containers/${item.key}" router-link title="${item.name}">\
            <bdi class="name-text">${item.name}</bdi></a>\
            <span class="cell-more"><span class="state-badge ${item.tone}">${item.word}</span>\
            <span class="image-name" title="${item.image}"><bdi class="image-home">${item.home}</bdi>\
            <bdi class="image-last">${item.last}</bdi></span></span></div>\
            """;
    // Where there isn't room, the registry gives way first: the end of an image's name tells most.
    private static final String IMAGE =
            """
            <span class="image-name" title="${item.image}"><bdi class="image-home">${item.home}</bdi>\
            <bdi class="image-last">${item.last}</bdi></span>\
            """;
    private static final String STATE =
            "<span class=\"state-badge ${item.tone}\" title=\"${item.text}\">${item.word}</span>";
    private static final String ISOLATION =
            """
            <span class="isolation-badge ${item.kind}" title="${item.meaning}">\
            <vaadin-icon class="glyph ${item.glyph}" aria-hidden="true"></vaadin-icon>\
            <span>${item.isolation}</span></span>\
            """;
    private static final String TEXT =
            "<bdi class=\"name-text\" title=\"${item.text}\">${item.text}</bdi>";
    private static final String HOST =
            """
            <a href="hosts/${item.host}" router-link><bdi class="name-text" title="${item.text}">\
            ${item.text}</bdi></a>\
            """;
    private static final String AGE = "<mullion-time datetime=\"${item.created}\"></mullion-time>";

    private final Column<ContainerRow> state;
    private final Column<ContainerRow> image;
    private final Column<ContainerRow> isolation;
    private final Column<ContainerRow> host;
    private final Column<ContainerRow> ports;
    private final Column<ContainerRow> age;
    private @Nullable Registration resizing;

    ContainerGrid(ContainerService containers, Supplier<ContainerFilter> filter) {
        setSelectionMode(SelectionMode.MULTI);
        addThemeNames("no-border", "row-stripes");
        addClassName("list-grid");
        setColumnReorderingAllowed(false);
        getElement().setAttribute("aria-label", "Containers");

        Column<ContainerRow> name =
                addColumn(
                                withImage(LitRenderer.of(NAME))
                                        .withProperty("key", row -> row.key().toString())
                                        .withProperty("name", row -> VisibleText.of(row.name()))
                                        .withProperty("tone", ContainerGrid::tone)
                                        .withProperty("word", ContainerGrid::word))
                        .setHeader("Name")
                        .setSortProperty(ContainerQuery.Sort.NAME.name())
                        .setFlexGrow(3)
                        .setWidth("10rem");
        name.setRowHeader(true);
        state =
                addColumn(
                                LitRenderer.<ContainerRow>of(STATE)
                                        .withProperty("tone", ContainerGrid::tone)
                                        .withProperty("word", ContainerGrid::word)
                                        .withProperty("text", ContainerGrid::stateText))
                        .setHeader("State")
                        .setSortProperty(ContainerQuery.Sort.STATUS.name())
                        .setFlexGrow(0)
                        .setWidth("8rem");
        image =
                addColumn(withImage(LitRenderer.of(IMAGE)))
                        .setHeader("Image")
                        .setSortProperty(ContainerQuery.Sort.IMAGE.name())
                        .setFlexGrow(3)
                        .setWidth("10rem");
        isolation =
                addColumn(isolationRenderer())
                        .setHeader("Isolation")
                        .setFlexGrow(0)
                        .setWidth("8rem");
        host =
                addColumn(
                                LitRenderer.<ContainerRow>of(HOST)
                                        .withProperty("host", row -> row.key().host().toString())
                                        .withProperty(
                                                "text", row -> VisibleText.of(row.hostName())))
                        .setHeader("Host")
                        .setSortProperty(ContainerQuery.Sort.HOST.name())
                        .setFlexGrow(1)
                        .setWidth("6rem");
        ports =
                text(row -> ports(row.ports()))
                        .setHeader("Ports")
                        .setSortable(false)
                        .setFlexGrow(1)
                        .setWidth("7rem");
        age =
                addColumn(
                                LitRenderer.<ContainerRow>of(AGE)
                                        .withProperty("created", row -> row.createdAt().toString()))
                        .setHeader("Created")
                        .setSortProperty(ContainerQuery.Sort.CREATED.name())
                        .setTextAlign(ColumnTextAlign.END)
                        .setFlexGrow(0)
                        .setWidth("8rem");
        setItems(rows(containers, filter));
        sort(List.of(new GridSortOrder<>(name, SortDirection.ASCENDING)));
    }

    private static LitRenderer<ContainerRow> isolationRenderer() {
        return LitRenderer.<ContainerRow>of(ISOLATION)
                .withProperty(
                        "kind",
                        row -> "isolation-" + row.isolation().name().toLowerCase(Locale.ROOT))
                .withProperty("glyph", row -> IsolationBadge.glyph(row.isolation()).className())
                .withProperty("meaning", row -> IsolationBadge.meaning(row.isolation()))
                .withProperty("isolation", row -> IsolationBadge.word(row.isolation()));
    }

    private static LitRenderer<ContainerRow> withImage(LitRenderer<ContainerRow> renderer) {
        return renderer.withProperty("image", row -> VisibleText.of(row.image()))
                .withProperty("home", row -> VisibleText.of(row.image().substring(0, home(row))))
                .withProperty("last", row -> VisibleText.of(row.image().substring(home(row))));
    }

    /** How much of the image's name says where it comes from. */
    private static int home(ContainerRow row) {
        return row.image().lastIndexOf('/') + 1;
    }

    private Column<ContainerRow> text(ValueProvider<ContainerRow, String> text) {
        return addColumn(LitRenderer.<ContainerRow>of(TEXT).withProperty("text", text));
    }

    private static CallbackDataProvider<ContainerRow, Void> rows(
            ContainerService containers, Supplier<ContainerFilter> filter) {
        return new CallbackDataProvider<>(
                query -> fetch(containers, filter.get(), query),
                query -> {
                    query.getOffset();
                    query.getLimit();
                    return (int)
                            containers.list(filter.get().query(FIRST_SORT, false, 0, 1)).total();
                },
                ContainerRow::key);
    }

    private static Stream<ContainerRow> fetch(
            ContainerService containers, ContainerFilter filter, Query<ContainerRow, Void> query) {
        ContainerQuery.Sort sort = FIRST_SORT;
        boolean descending = false;
        if (!query.getSortOrders().isEmpty()) {
            var order = query.getSortOrders().getFirst();
            sort = ContainerQuery.Sort.valueOf(order.getSorted());
            descending = order.getDirection() == SortDirection.DESCENDING;
        }
        int limit = Math.clamp(query.getLimit(), 1, Page.MOST);
        return containers
                .list(filter.query(sort, descending, query.getOffset(), limit))
                .items()
                .stream();
    }

    /**
     * Leaves out columns that a narrow window has no room for; the name's cell then says the most.
     */
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
        boolean medium = width > 0 && width < MEDIUM;
        setClassName("narrow", narrow);
        state.setVisible(!narrow);
        image.setVisible(!narrow);
        isolation.setVisible(!medium);
        host.setVisible(!narrow);
        ports.setVisible(!medium);
        age.setVisible(!narrow);
    }

    private static String tone(ContainerRow row) {
        return "tone-" + shown(row).tone().name().toLowerCase(Locale.ROOT);
    }

    private static String word(ContainerRow row) {
        return row.stale() ? shown(row).word() + "?" : shown(row).word();
    }

    private static StateWord shown(ContainerRow row) {
        StateWord word = StateWord.of(row.status());
        return row.stale() ? new StateWord(Tone.UNKNOWN, word.word()) : word;
    }

    private static String stateText(ContainerRow row) {
        return row.stale()
                ? "Last seen so; its host can't be asked now"
                : VisibleText.of(row.statusText());
    }

    /** Ports as {@code 8080→80}, each once although engines list IPv4 and IPv6 apart. */
    static String ports(List<PublishedPort> ports) {
        return String.join(
                ", ",
                ports.stream()
                        .filter(port -> port.publicPort() > 0)
                        .sorted(Comparator.comparingInt(PublishedPort::publicPort))
                        .map(port ->
                                port.publicPort()
                                        + "→"
                                        + port.privatePort()
                                        + (port.type().equals("tcp") ? "" : "/" + port.type()))
                        .distinct()
                        .toList());
    }
}
