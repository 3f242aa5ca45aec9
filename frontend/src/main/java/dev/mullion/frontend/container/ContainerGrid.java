package dev.mullion.frontend.container;

import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.PagedGrid;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Containers as rows. Reads what is in sight and no more; a row is known by its container's key, so
 * that selection and scroll position stay while states change.
 */
final class ContainerGrid extends PagedGrid<ContainerRow> {

    static final ContainerQuery.Sort FIRST_SORT = ContainerQuery.Sort.NAME;

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

    /**
     * Below this width of the window, in pixels, what can be read on a container's page is left
     * out.
     */
    private static final int MEDIUM = 1_100;

    private final Column<ContainerRow> tenant;
    private Map<TenantId, String> tenantNames = Map.of();

    /**
     * @param linked whether the person sees hosts, so that links lead there
     */
    ContainerGrid(ContainerService containers, Supplier<ContainerFilter> filter, boolean linked) {
        super(
                "Containers",
                (sort, descending, offset, limit) ->
                        containers.list(filter.get().query(order(sort), descending, offset, limit)),
                ContainerRow::key);
        setSelectionMode(SelectionMode.MULTI);

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
        name(name);
        Column<ContainerRow> state =
                addColumn(
                                LitRenderer.<ContainerRow>of(STATE)
                                        .withProperty("tone", ContainerGrid::tone)
                                        .withProperty("word", ContainerGrid::word)
                                        .withProperty("text", ContainerGrid::stateText))
                        .setHeader("State")
                        .setSortProperty(ContainerQuery.Sort.STATUS.name())
                        .setFlexGrow(0)
                        .setWidth("8rem");
        Column<ContainerRow> image =
                addColumn(withImage(LitRenderer.of(IMAGE)))
                        .setHeader("Image")
                        .setSortProperty(ContainerQuery.Sort.IMAGE.name())
                        .setFlexGrow(3)
                        .setWidth("10rem");
        Column<ContainerRow> isolation =
                addColumn(isolationRenderer())
                        .setHeader("Isolation")
                        .setFlexGrow(0)
                        .setWidth("8rem");
        Column<ContainerRow> host =
                addHostColumn(
                                row -> row.key().host(),
                                row -> VisibleText.of(row.hostName()),
                                linked)
                        .setSortProperty(ContainerQuery.Sort.HOST.name());
        tenant =
                text(row -> VisibleText.of(tenantOf(row)))
                        .setHeader("Tenant")
                        .setSortable(false)
                        .setFlexGrow(1)
                        .setWidth("7rem");
        Column<ContainerRow> ports =
                text(row -> ports(row.ports()))
                        .setHeader("Ports")
                        .setSortable(false)
                        .setFlexGrow(1)
                        .setWidth("7rem");
        Column<ContainerRow> age =
                addAgeColumn(ContainerRow::createdAt)
                        .setSortProperty(ContainerQuery.Sort.CREATED.name());
        showFrom(NARROW, state, image, host, age);
        showFrom(MEDIUM, isolation, ports, tenant);
    }

    /** Says whose each container is where there is more than one to tell apart; else none. */
    void name(List<Tenant> tenants) {
        tenantNames = tenants.stream().collect(Collectors.toMap(Tenant::id, Tenant::name));
        allow(tenant, !tenantNames.isEmpty());
    }

    private String tenantOf(ContainerRow row) {
        TenantId whose = row.tenant();
        if (whose == null || row.stage() == null) {
            return "";
        }
        return tenantNames.getOrDefault(whose, "") + " · " + row.stage().code();
    }

    private static ContainerQuery.Sort order(@Nullable String sort) {
        return sort == null ? FIRST_SORT : ContainerQuery.Sort.valueOf(sort);
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
