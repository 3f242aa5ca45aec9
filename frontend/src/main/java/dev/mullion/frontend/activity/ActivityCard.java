package dev.mullion.frontend.activity;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.Step;
import dev.mullion.frontend.frame.ActivityLine;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One activity with its steps and the way to stop it. */
final class ActivityCard extends ListItem {

    private final transient ActivityService activities;
    private final transient Authorizer authorizer;
    private final ActivityLine line = new ActivityLine();
    private final Button cancel = new Button("Cancel", Glyph.CLOSE.create(), click -> cancelNow());
    private final Details details;
    private final LiveList<Numbered, StepLine> steps;
    private @Nullable Activity shown;

    /** Names of steps may repeat, their places do not. */
    private record Numbered(int index, Step step) {}

    ActivityCard(ActivityService activities, Authorizer authorizer) {
        this.activities = activities;
        this.authorizer = authorizer;
        addClassName("activity-card");
        cancel.addThemeNames("small");
        cancel.addClassName("activity-cancel");
        cancel.setDisableOnClick(true);
        UnorderedList list = new UnorderedList();
        list.addClassName("steps");
        steps =
                new LiveList<>(
                        list,
                        Numbered::index,
                        numbered -> new StepLine(),
                        (step, numbered) -> step.show(numbered.step()));
        details = new Details("Steps", list);
        Div head = new Div(line, cancel);
        head.addClassName("activity-card-head");
        add(head, details);
    }

    void show(Activity activity) {
        Activity before = shown;
        shown = activity;
        line.show(activity);
        if (before == null || before.state() != activity.state()) {
            boolean unfinished = !activity.state().ended();
            cancel.setVisible(
                    unfinished && authorizer.may(Permission.ACTIVITY_CANCEL, activity.id()));
            cancel.setAriaLabel("Cancel " + VisibleText.of(activity.title()));
        }
        List<Step> all = activity.progress().steps();
        details.setVisible(!all.isEmpty());
        details.setSummaryText(all.size() == 1 ? "1 step" : all.size() + " steps");
        steps.show(
                IntStream.range(0, all.size())
                        .mapToObj(index -> new Numbered(index, all.get(index)))
                        .toList());
    }

    private void cancelNow() {
        Activity activity = shown;
        if (activity == null) {
            return;
        }
        try {
            activities.cancel(activity.id());
        } catch (Problem problem) {
            Notices.problem(problem);
            cancel.setEnabled(true);
        }
    }
}
