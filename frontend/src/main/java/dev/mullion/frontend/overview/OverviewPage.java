package dev.mullion.frontend.overview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Page;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityQuery;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.ActivityLine;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.ChosenTenant;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.host.AddHostDialog;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The page people land on. */
@Route("")
@PermitAll
public class OverviewPage extends LiveView implements HasDynamicTitle {

    private static final Set<ContainerStatus> TROUBLED =
            EnumSet.of(
                    ContainerStatus.FAILED,
                    ContainerStatus.UNHEALTHY,
                    ContainerStatus.DEAD,
                    ContainerStatus.RESTARTING);
    private static final Set<ContainerStatus> ALIVE =
            EnumSet.of(ContainerStatus.RUNNING, ContainerStatus.PAUSED, ContainerStatus.UNHEALTHY);
    private static final Set<ActivityState> WENT_WRONG =
            EnumSet.of(ActivityState.FAILED, ActivityState.INTERRUPTED);
    private static final int MOST_TROUBLED = 100;
    private static final int RECENT = 6;

    /** A failure older than this is history, not news. */
    private static final Duration NEWS = Duration.ofHours(24);

    private final transient HostService hosts;
    private final transient HostWork work;
    private final transient ContainerService containers;
    private final transient ActivityService activities;
    private final transient TenantService tenants;
    private final transient ChosenTenant chosenTenant;
    private final transient Authorizer authorizer;
    private final transient Clock clock;
    private final AttentionPanel attention = new AttentionPanel();
    private final TotalTile hostTile = new TotalTile(Glyph.HOST, "Hosts", "hosts");
    private final TotalTile containerTile =
            new TotalTile(Glyph.CONTAINER, "Containers", "containers");
    private final TotalTile imageTile = new TotalTile(Glyph.IMAGE, "Images", "images");
    private final TotalTile capacityTile = new TotalTile(Glyph.PROCESS, "Capacity", "");
    private final CapacityPanel capacity = new CapacityPanel();
    private final Paragraph quiet = new Paragraph("Nothing has run yet.");
    private final LiveList<Activity, RecentLine> recent;
    private final Section recentPanel;
    private final Div filled = new Div();
    private final EmptyState empty;
    private final EmptyState nothingForThem =
            new EmptyState(
                    Glyph.TENANT,
                    "You are in no tenant yet",
                    "Whoever runs a tenant can make you a member of it; what you may see shows up"
                            + " here by itself then.");

    public OverviewPage(
            HostService hosts,
            ContainerService containers,
            ActivityService activities,
            TenantService tenants,
            ChosenTenant chosenTenant,
            Authorizer authorizer,
            HostWork work,
            LiveChanges changes,
            Clock clock) {
        super(changes, EnumSet.allOf(Topic.class));
        this.hosts = hosts;
        this.work = work;
        this.containers = containers;
        this.activities = activities;
        this.tenants = tenants;
        this.chosenTenant = chosenTenant;
        this.authorizer = authorizer;
        this.clock = clock;
        UnorderedList tiles = new UnorderedList(hostTile, containerTile, imageTile, capacityTile);
        tiles.addClassName("tiles");
        UnorderedList recentList = new UnorderedList();
        recentList.addClassName("activity-lines");
        recent =
                new LiveList<>(
                        recentList, Activity::id, activity -> new RecentLine(), RecentLine::show);
        quiet.addClassName("secondary");
        recentPanel =
                new Section(
                        new Header(
                                new H2("Recent activity"),
                                new Anchor("activities", "All activities")),
                        quiet,
                        recentList);
        recentPanel.addClassName("panel");
        Div columns = new Div(capacity, recentPanel);
        columns.addClassName("columns");
        filled.addClassName("stack");
        filled.add(attention, tiles, columns);
        empty = firstStep(authorizer.may(Permission.HOST_ADD, Resource.PLATFORM));
        add(new PageHeader("Overview"), filled, empty, nothingForThem);
    }

    private EmptyState firstStep(boolean mayAdd) {
        String title = "Welcome to Mullion";
        String what = "Containers, images and activities of your hosts show up here. ";
        if (!mayAdd) {
            return new EmptyState(
                    Glyph.OVERVIEW,
                    title,
                    what + "A platform administrator can add the first host.");
        }
        Button add =
                new Button(
                        "Add your first host",
                        Glyph.ADD.create(),
                        click -> new AddHostDialog(hosts, work).open());
        add.setId("add-first-host");
        add.addThemeNames("primary");
        return new EmptyState(
                Glyph.OVERVIEW,
                title,
                what + "The first step is a machine that runs containers.",
                add);
    }

    @Override
    protected void refresh() {
        boolean seesHosts = authorizer.may(Permission.HOST_READ, Resource.PLATFORM);
        boolean seesActivities = authorizer.may(Permission.ACTIVITY_READ, Resource.PLATFORM);
        Optional<TenantId> tenant = chosenTenant.tenant();
        // what a tenant has is asked of the containers: hosts are everybody's
        boolean wholePlatform = seesHosts && tenant.isEmpty();
        List<HostView> all = wholePlatform ? hosts.list() : List.of();
        empty.setVisible(wholePlatform && all.isEmpty());
        nothingForThem.setVisible(!seesHosts && tenants.list().isEmpty());
        filled.setVisible(!empty.isVisible() && !nothingForThem.isVisible());
        if (!filled.isVisible()) {
            return;
        }
        boolean showsActivities = seesActivities && tenant.isEmpty();
        attention.show(
                AttentionItem.of(
                        all,
                        containers.list(of(TROUBLED, MOST_TROUBLED)).items(),
                        showsActivities ? wentWrong() : List.of()));
        showTotals(Totals.of(all), wholePlatform);
        capacity.setVisible(wholePlatform);
        if (wholePlatform) {
            capacity.show(all);
        }
        recentPanel.setVisible(showsActivities);
        if (showsActivities) {
            Page<Activity> newest = activities.list(ActivityQuery.newest(RECENT));
            recent.show(newest.items());
            quiet.setVisible(newest.items().isEmpty());
        }
    }

    /** Containers of the tenant that the person works in, in one of these states. */
    private ContainerQuery of(Set<ContainerStatus> statuses, int most) {
        return new ContainerQuery(
                "",
                Set.of(),
                statuses,
                null,
                chosenTenant.tenant().orElse(null),
                null,
                ContainerQuery.Sort.NAME,
                false,
                0,
                most);
    }

    private List<Activity> wentWrong() {
        Instant oldest = clock.instant().minus(NEWS);
        return activities
                .list(
                        new ActivityQuery(
                                "", WENT_WRONG, ActivityQuery.Sort.CREATED, true, 0, RECENT))
                .items()
                .stream()
                .filter(activity -> activity.createdAt().isAfter(oldest))
                .toList();
    }

    private void showTotals(Totals totals, boolean wholePlatform) {
        containerTile.show(
                Long.toString(containers.list(of(Set.of(), 1)).total()),
                containers.list(of(ALIVE, 1)).total() + " running");
        hostTile.setVisible(wholePlatform);
        imageTile.setVisible(wholePlatform);
        capacityTile.setVisible(wholePlatform);
        hostTile.show(Integer.toString(totals.hosts()), totals.ready() + " ready");
        imageTile.show(
                Integer.toString(totals.images()),
                // an upper bound: layers that images share are counted with each of them
                "up to " + new ByteSize(totals.imageBytes()) + " on disk");
        capacityTile.show(
                totals.cpus() + (totals.cpus() == 1 ? " CPU" : " CPUs"),
                new ByteSize(totals.memoryBytes()) + " memory");
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Overview");
    }

    /** An activity in the list of the latest ones. */
    private static final class RecentLine extends ListItem {

        private final ActivityLine line = new ActivityLine();

        RecentLine() {
            add(line);
        }

        void show(Activity activity) {
            line.show(activity);
        }
    }
}
