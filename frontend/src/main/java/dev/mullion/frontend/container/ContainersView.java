package dev.mullion.frontend.container;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.ChosenTenant;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.FilteredListView;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.PagedGrid;
import dev.mullion.frontend.frame.SeenWith;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The containers of all hosts: find, act on many, launch. */
@Route("containers")
@PermitAll
@SeenWith(value = Permission.CONTAINER_READ, anywhere = true)
public class ContainersView extends FilteredListView<ContainerFilter> {

    public static final String LAUNCH = "launch-container";
    public static final String FILTER_TEXT = "containers-text";
    public static final String FILTER_HOST = "containers-host";
    public static final String FILTER_STATE = "containers-state";
    public static final String GRID = "containers-grid";

    /** What people look for; the fleeting states are not worth a line in the menu. */
    private static final Set<ContainerStatus> CHOICES =
            EnumSet.complementOf(EnumSet.of(ContainerStatus.REMOVING, ContainerStatus.UNKNOWN));

    private static final Words WORDS =
            new Words(
                    "Containers",
                    "containers",
                    "Find by name, image, id, host or label",
                    "Name, image, id, label",
                    "Containers run on hosts, and none is known yet.",
                    "No container fits",
                    "There are containers, but none that your filters let through.");

    private final ContainerService containers;
    private final LaunchDialogs launching;
    private final TenantService tenants;
    private final ChosenTenant chosenTenant;
    private final Authorizer authorizer;
    private final MultiSelectComboBox<ContainerStatus> inStates = new MultiSelectComboBox<>();
    private final ContainerGrid grid;
    private final SelectionBar selection;

    ContainersView(
            ContainerService containers,
            HostService hosts,
            LaunchDialogs launching,
            ManyAtOnce manyAtOnce,
            TenantService tenants,
            ChosenTenant chosenTenant,
            Authorizer authorizer,
            LiveChanges changes) {
        super(
                changes,
                Set.of(Topic.CONTAINERS, Topic.HOSTS, Topic.ACCESS),
                hosts,
                authorizer,
                WORDS,
                ContainerFilter.all(null));
        this.containers = containers;
        this.launching = launching;
        this.tenants = tenants;
        this.chosenTenant = chosenTenant;
        this.authorizer = authorizer;
        grid =
                new ContainerGrid(
                        containers,
                        this::filter,
                        authorizer.may(Permission.HOST_READ, Resource.PLATFORM));
        grid.setId(GRID);
        selection = new SelectionBar(grid, manyAtOnce, authorizer);
        grid.addSelectionListener(change -> selection.show(change.getAllSelectedItems()));
        Button launch = launchButton();
        launch.setId(LAUNCH);
        add(header(launch), filters(states()), selection, rows());
    }

    private Button launchButton() {
        Button launch =
                new Button("Launch container", Glyph.ADD.create(), click -> launching.open(this));
        launch.addThemeNames("primary");
        launch.setVisible(authorizer.mayAnywhere(Permission.CONTAINER_CREATE));
        return launch;
    }

    private MultiSelectComboBox<ContainerStatus> states() {
        inStates.setId(FILTER_STATE);
        inStates.setAriaLabel("Only in these states");
        inStates.setPlaceholder("Any state");
        inStates.setItemLabelGenerator(status -> StateWord.of(status).word());
        inStates.setItems(CHOICES);
        inStates.addValueChangeListener(change -> filterChanged());
        return inStates;
    }

    @Override
    protected ContainerFilter everything() {
        return ContainerFilter.all(tenant());
    }

    @Override
    protected ContainerFilter read(QueryParameters address) {
        chosenTenant.follow(address);
        return ContainerFilter.of(address, tenant());
    }

    @Override
    protected void showChoices(ContainerFilter wanted) {
        inStates.setValue(wanted.statuses());
    }

    @Override
    protected ContainerFilter chosen(String wanted, Set<HostId> on) {
        return new ContainerFilter(wanted, on, inStates.getValue(), tenant());
    }

    private @Nullable TenantId tenant() {
        return chosenTenant.tenant().orElse(null);
    }

    @Override
    protected void refresh() {
        grid.name(tenant() == null ? tenants.list() : List.of());
        super.refresh();
    }

    @Override
    protected long count(ContainerFilter narrowedTo) {
        return containers.list(narrowedTo.query(ContainerGrid.FIRST_SORT, false, 0, 1)).total();
    }

    @Override
    protected PagedGrid<?> grid() {
        return grid;
    }

    @Override
    protected void refreshed(long all) {
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

    @Override
    protected EmptyState nothingYet() {
        return new EmptyState(
                Glyph.CONTAINER,
                "No containers yet",
                "Here you see what runs, wherever it runs, find it, and act on many at once.",
                launchButton());
    }
}
