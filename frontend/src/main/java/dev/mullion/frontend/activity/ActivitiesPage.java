package dev.mullion.frontend.activity;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Page;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityQuery;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.SeenWith;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.Set;

/** What runs now and what ran before. */
@Route("activities")
@PermitAll
@SeenWith(Permission.ACTIVITY_READ)
public class ActivitiesPage extends LiveView implements HasDynamicTitle {

    private static final int STEP = 25;

    /** More at once than anybody reads; the filter finds the rest. */
    private static final int MOST_RUNNING = 100;

    private static final Set<ActivityState> UNFINISHED =
            EnumSet.of(ActivityState.QUEUED, ActivityState.RUNNING);
    private static final Set<ActivityState> ENDED =
            EnumSet.complementOf(EnumSet.copyOf(UNFINISHED));

    private final transient ActivityService activities;
    private final TextField filter = new TextField();
    private final Paragraph nothingRuns = new Paragraph("Nothing is running.");
    private final Paragraph nothingFound = new Paragraph("Nothing here.");
    private final Span pastCount = new Span();
    private final Button older = new Button("Show older", click -> showOlder());
    private final LiveList<Activity, ActivityCard> running;
    private final LiveList<Activity, ActivityCard> past;
    private final Div filled = new Div();
    private final EmptyState empty =
            new EmptyState(
                    Glyph.ACTIVITY,
                    "No activities yet",
                    "What takes longer, such as pulling an image, runs as an activity: with progress, "
                            + "a way to stop it, and a trace of how it ended.");
    private int shownPast = STEP;

    public ActivitiesPage(ActivityService activities, Authorizer authorizer, LiveChanges changes) {
        super(changes, Set.of(Topic.ACTIVITIES));
        this.activities = activities;
        filter.setPlaceholder("Title, kind or person");
        filter.setAriaLabel("Filter activities");
        filter.setId("activity-filter");
        filter.setPrefixComponent(Glyph.SEARCH.create());
        filter.setClearButtonVisible(true);
        filter.setValueChangeMode(ValueChangeMode.LAZY);
        filter.addValueChangeListener(change -> refresh());
        older.setId("show-older");
        UnorderedList runningList = list();
        UnorderedList pastList = list();
        running = cards(runningList, authorizer);
        past = cards(pastList, authorizer);
        nothingRuns.addClassName("secondary");
        nothingFound.addClassName("secondary");
        pastCount.addClassName("secondary");
        Section runningPanel = new Section(new Header(new H2("Running")), nothingRuns, runningList);
        runningPanel.addClassName("panel");
        runningPanel.setId("running-activities");
        Section pastPanel =
                new Section(new Header(new H2("Past"), pastCount), nothingFound, pastList, older);
        pastPanel.addClassName("panel");
        pastPanel.setId("past-activities");
        filled.addClassName("stack");
        filled.add(runningPanel, pastPanel);
        add(new PageHeader("Activities").actions(filter), filled, empty);
    }

    private static UnorderedList list() {
        UnorderedList list = new UnorderedList();
        list.addClassName("activity-lines");
        return list;
    }

    private LiveList<Activity, ActivityCard> cards(UnorderedList list, Authorizer authorizer) {
        return new LiveList<>(
                list,
                Activity::id,
                activity -> new ActivityCard(activities, authorizer),
                ActivityCard::show);
    }

    private void showOlder() {
        shownPast = Math.min(shownPast + STEP, Page.MOST);
        refresh();
    }

    @Override
    protected void refresh() {
        String text = filter.getValue().strip();
        Page<Activity> now = list(text, UNFINISHED, MOST_RUNNING);
        Page<Activity> before = list(text, ENDED, shownPast);
        running.show(now.items());
        past.show(before.items());
        nothingRuns.setVisible(now.items().isEmpty());
        nothingFound.setVisible(before.items().isEmpty());
        pastCount.setText(
                before.total() == 0 ? "" : before.items().size() + " of " + before.total());
        older.setVisible(before.total() > before.items().size() && shownPast < Page.MOST);
        boolean none = text.isEmpty() && now.total() == 0 && before.total() == 0;
        empty.setVisible(none);
        filled.setVisible(!none);
        filter.setVisible(!none);
    }

    private Page<Activity> list(String text, Set<ActivityState> states, int limit) {
        return activities.list(
                new ActivityQuery(text, states, ActivityQuery.Sort.CREATED, true, 0, limit));
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Activities");
    }
}
