package dev.mullion.frontend.image;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.activity.Step;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.ActivityLine;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.LiveUpdates;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pull as it goes: the whole, and each layer with its bytes. It goes on when nobody looks. */
public final class PullPanel extends Div {

    private final ActivityId id;
    private final ActivityService activities;
    private final Consumer<Activity> ended;
    private final ActivityLine line = new ActivityLine();
    private final UnorderedList layers = new UnorderedList();
    private final LiveList<Step, LayerLine> steps;
    private final Button cancel = new Button("Cancel the pull", click -> cancel());
    private @Nullable Activity last;

    /** One layer: its name, what happens to it, how much of it is there. */
    private static final class LayerLine extends ListItem {
        private final Span state = new Span();
        private final Span figures = new Span();
        private final ProgressBar bar = new ProgressBar();

        private LayerLine(Step step) {
            addClassName("pull-layer");
            Span name = new Span(VisibleText.of(step.name()));
            name.addClassName("mono");
            figures.addClassName("figure");
            bar.getElement().setAttribute("aria-label", "Layer " + VisibleText.of(step.name()));
            add(name, state, bar, figures);
        }

        private void show(Step step) {
            state.setText(VisibleText.of(step.state()));
            boolean counted = step.total() > 0;
            bar.getStyle()
                    .setVisibility(
                            counted
                                    ? com.vaadin.flow.dom.Style.Visibility.VISIBLE
                                    : com.vaadin.flow.dom.Style.Visibility.HIDDEN);
            if (counted) {
                bar.setValue(Math.min(1, (double) step.current() / step.total()));
                figures.setText(new ByteSize(step.current()) + " of " + new ByteSize(step.total()));
            } else {
                figures.setText("");
            }
        }
    }

    /**
     * @param ended told once, when the pull has ended, however it did
     */
    public PullPanel(
            ActivityId id,
            ActivityService activities,
            LiveChanges changes,
            Consumer<Activity> ended) {
        this.id = id;
        this.activities = activities;
        this.ended = ended;
        addClassName("pull-panel");
        setId("pull-progress");
        layers.addClassName("pull-layers");
        steps = new LiveList<>(layers, Step::name, LayerLine::new, LayerLine::show);
        cancel.addThemeNames("small", "tertiary");
        cancel.setId("pull-cancel");
        add(line, layers, cancel);
        LiveUpdates.keep(this, changes, Set.of(Topic.ACTIVITIES), this::refresh);
        addAttachListener(attach -> refresh());
    }

    /** Whether the pull has ended, however it did. */
    public boolean over() {
        return last != null && last.state().ended();
    }

    /** Whether it has ended and the image is there. */
    public boolean succeeded() {
        return last != null && last.state() == ActivityState.SUCCEEDED;
    }

    private void refresh() {
        if (over()) {
            return;
        }
        Activity activity;
        try {
            activity = activities.get(id);
        } catch (Problem problem) {
            removeAll();
            add(new ProblemNotice(problem));
            return;
        }
        last = activity;
        line.show(activity);
        steps.show(activity.progress().steps());
        layers.setVisible(!activity.progress().steps().isEmpty());
        cancel.setVisible(!activity.state().ended());
        if (activity.state().ended()) {
            ended.accept(activity);
        }
    }

    private void cancel() {
        cancel.setEnabled(false);
        try {
            activities.cancel(id);
        } catch (Problem problem) {
            Notices.problem(problem);
            refresh(); // it has ended meanwhile, or may be asked again
            cancel.setEnabled(true);
        }
    }
}
