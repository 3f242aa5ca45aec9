package dev.mullion.frontend.frame;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityQuery;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What runs now, one click away on every page; tells the person when something of theirs has ended.
 */
final class ActivitiesMenu extends Div {

    private static final int MOST = 12;

    private final ActivityService activities;
    private final String person;
    private final Button button = new Button(Glyph.ACTIVITY.create());
    private final Span count = new Span();
    private final Paragraph nothing = new Paragraph("Nothing is running.");
    private final LiveList<Activity, ActivityLine> lines;
    private final Set<ActivityId> mine = new HashSet<>();

    ActivitiesMenu(ActivityService activities, String person) {
        this.activities = activities;
        this.person = person;
        button.setId("open-activities");
        button.addThemeNames("tertiary");
        count.addClassName("count");
        button.setSuffixComponent(count);
        Div list = new Div();
        list.addClassName("activity-lines");
        lines =
                new LiveList<>(
                        list, Activity::id, activity -> new ActivityLine(), ActivityLine::show);

        Popover popover = new Popover();
        popover.setTarget(button);
        popover.setPosition(PopoverPosition.BOTTOM_END);
        popover.setAriaLabel("Running activities");
        popover.setModal(false);
        Anchor all = new Anchor("activities", "All activities");
        all.getElement().addEventListener("click", click -> popover.close());
        Div content = new Div(new H2("Running now"), nothing, list, all);
        content.addClassName("activities-menu");
        popover.add(content);
        add(button, popover);
    }

    void refresh() {
        Page<Activity> running = activities.list(ActivityQuery.unfinished(MOST));
        boolean any = running.total() > 0;
        lines.show(running.items());
        nothing.setVisible(!any);
        count.setText(any ? Long.toString(running.total()) : "");
        count.setVisible(any);
        button.setAriaLabel(
                any ? running.total() + " activities running" : "No activities running");
        tellWhatEnded(running.items());
    }

    private void tellWhatEnded(List<Activity> running) {
        Set<ActivityId> now = new HashSet<>();
        for (Activity activity : running) {
            if (activity.startedBy().equals(person)) {
                now.add(activity.id());
            }
        }
        for (ActivityId before : mine) {
            if (!now.contains(before)) {
                tell(before);
            }
        }
        mine.clear();
        mine.addAll(now);
    }

    private void tell(ActivityId id) {
        Activity activity;
        try {
            activity = activities.get(id);
        } catch (Problem gone) {
            return; // no longer kept: there is nothing to tell
        }
        String outcome = Objects.requireNonNullElse(activity.outcome(), "");
        if (activity.state() == ActivityState.SUCCEEDED) {
            Notices.done(activity.title() + ": done");
        } else if (activity.state() == ActivityState.FAILED
                || activity.state() == ActivityState.INTERRUPTED) {
            Notices.problem(
                    new ProblemNotice(
                            activity.title()
                                    + ": "
                                    + StateWord.of(activity.state())
                                            .word()
                                            .toLowerCase(Locale.ROOT),
                            outcome,
                            ""));
        }
    }
}
