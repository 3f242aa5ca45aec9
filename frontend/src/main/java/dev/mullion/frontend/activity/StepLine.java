package dev.mullion.frontend.activity;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.mullion.backend.activity.Step;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.VisibleText;

/** One step of an activity: what it is, how it stands, how far it is. */
final class StepLine extends ListItem {

    private final NameText name = new NameText("");
    private final NameText state = new NameText("");
    private final ProgressBar bar = new ProgressBar();

    StepLine() {
        addClassName("step");
        name.addClassNames("mono", "step-name");
        state.addClassNames("secondary", "step-state");
        Span progress = new Span(bar);
        progress.addClassName("step-progress");
        add(name, progress, state);
    }

    void show(Step step) {
        name.show(step.name());
        state.show(step.state());
        boolean counted = step.total() > 0;
        bar.setVisible(counted);
        if (counted) {
            bar.setValue(Math.min(1, (double) step.current() / step.total()));
            bar.getElement()
                    .setAttribute("aria-label", "Progress of step " + VisibleText.of(step.name()));
        }
    }
}
