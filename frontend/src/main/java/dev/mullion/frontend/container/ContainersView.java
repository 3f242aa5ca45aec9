package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostChoice;
import dev.mullion.frontend.frame.ListPlace;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The containers of all hosts: find, act on many, launch. */
@Route("containers")
@PermitAll
public class ContainersView extends LiveView implements BeforeEnterObserver, HasDynamicTitle {

    public static final String LAUNCH = "launch-container";
    public static final String FILTER_TEXT = "containers-text";
    public static final String FILTER_HOST = "containers-host";
    public static final String FILTER_STATE = "containers-state";
    public static final String GRID = "containers-grid";

    /** What people look for; the fleeting states are not worth a line in the menu. */
    private static final Set<ContainerStatus> CHOICES =
            EnumSet.complementOf(EnumSet.of(ContainerStatus.REMOVING, ContainerStatus.UNKNOWN));

    private final ContainerService containers;
    private final HostService hosts;
    private final LaunchDialogs launching;
    private final Authorizer authorizer;

    private final TextField text = new TextField();
    private final HostChoice onHosts = new HostChoice(this::filterChanged);
    private final MultiSelectComboBox<ContainerStatus> inStates = new MultiSelectComboBox<>();
    private final Button clear = new Button("Clear", click -> clearFilter());
    private final Span count = new Span();
    private final ListPlace place = new ListPlace();
    private final ContainerGrid grid;
    private final SelectionBar selection;
    private ContainerFilter filter = ContainerFilter.none();
    private boolean reading;

    ContainersView(
            ContainerService containers,
            HostService hosts,
            LaunchDialogs launching,
            ManyAtOnce manyAtOnce,
            Authorizer authorizer,
            LiveChanges changes) {
        super(changes, Set.of(Topic.CONTAINERS, Topic.HOSTS));
        this.containers = containers;
        this.hosts = hosts;
        this.launching = launching;
        this.authorizer = authorizer;
        addClassName("list-page");
        grid = new ContainerGrid(containers, () -> filter);
        grid.setId(GRID);
        selection = new SelectionBar(grid, manyAtOnce, authorizer);
        grid.addSelectionListener(change -> selection.show(change.getAllSelectedItems()));
        add(header(), filters(), selection, place);
    }

    private PageHeader header() {
        Button launch = launchButton();
        launch.setId(LAUNCH);
        count.addClassName("secondary");
        return new PageHeader("Containers").beside(count).actions(launch);
    }

    private Button launchButton() {
        Button launch =
                new Button("Launch container", Glyph.ADD.create(), click -> launching.open(this));
        launch.addThemeNames("primary");
        launch.setVisible(authorizer.may(Permission.CONTAINER_CREATE, Resource.PLATFORM));
        return launch;
    }

    private Component filters() {
        text.setId(FILTER_TEXT);
        text.setAriaLabel("Find by name, image, id, host or label");
        text.setPlaceholder("Name, image, id, label");
        text.setPrefixComponent(Glyph.SEARCH.create());
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> filterChanged());

        onHosts.setId(FILTER_HOST);

        inStates.setId(FILTER_STATE);
        inStates.setAriaLabel("Only in these states");
        inStates.setPlaceholder("Any state");
        inStates.setItemLabelGenerator(status -> StateWord.of(status).word());
        inStates.setItems(CHOICES);
        inStates.addValueChangeListener(change -> filterChanged());

        clear.addThemeNames("tertiary");
        Div bar = new Div(text, onHosts, inStates, clear);
        bar.addClassName("filters");
        return bar;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        filter = ContainerFilter.of(event.getLocation().getQueryParameters());
        reading = true;
        text.setValue(filter.text());
        inStates.setValue(filter.statuses());
        reading = false;
        onHosts.choose(hosts.list(), filter.hosts());
    }

    private void filterChanged() {
        if (reading) {
            return;
        }
        filter = new ContainerFilter(text.getValue(), onHosts.chosen(), inStates.getValue());
        UI.getCurrentOrThrow()
                .getPage()
                .getHistory()
                .replaceState(null, new Location("containers", filter.parameters()));
        refresh();
    }

    private void clearFilter() {
        reading = true;
        text.clear();
        onHosts.clear();
        inStates.clear();
        reading = false;
        filterChanged();
    }

    @Override
    protected void refresh() {
        onHosts.offer(hosts.list(), filter.hosts());
        long shown = containers.list(filter.query(ContainerGrid.FIRST_SORT, false, 0, 1)).total();
        boolean narrowed = filter.narrows();
        clear.setVisible(narrowed);
        long all =
                narrowed
                        ? containers
                                .list(
                                        ContainerFilter.none()
                                                .query(ContainerGrid.FIRST_SORT, false, 0, 1))
                                .total()
                        : shown;
        count.setText(
                narrowed ? String.format("%,d of %,d", shown, all) : String.format("%,d", all));
        count.setVisible(all > 0);
        if (all == 0) {
            place.show(empty());
        } else if (shown == 0) {
            place.show(
                    new EmptyState(
                            Glyph.FILTER,
                            "No container fits",
                            "There are containers, but none that your filters let through.",
                            new Button("Clear the filters", click -> clearFilter())));
        } else {
            place.show(grid);
            grid.getDataProvider().refreshAll();
        }
        selection.retain(this::find);
    }

    private Optional<ContainerRow> find(ContainerRow row) {
        try {
            return Optional.of(containers.get(row.key()));
        } catch (Problem gone) {
            // removed since it was selected: it leaves the selection
            return Optional.empty();
        }
    }

    private Component empty() {
        List<HostView> all = hosts.list();
        if (all.isEmpty()) {
            return new EmptyState(
                    Glyph.HOST,
                    "Add a host first",
                    "Containers run on hosts, and none is known yet.",
                    new Anchor("hosts", "Go to hosts"));
        }
        return new EmptyState(
                Glyph.CONTAINER,
                "No containers yet",
                "Here you see what runs on all your hosts, find it, and act on many at once.",
                launchButton());
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Containers");
    }
}
