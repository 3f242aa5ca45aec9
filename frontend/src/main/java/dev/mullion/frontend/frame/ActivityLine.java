package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.Progress;
import java.util.Objects;

/** One activity on two or three lines: what it is, how it stands, how far it has come. */
public final class ActivityLine extends Div {

    private final NameText title = new NameText("");
    private final StateBadge badge = new StateBadge(Tone.UNKNOWN, "");
    private final ProgressBar bar = new ProgressBar();
    private final Span percent = new Span();
    private final Span says = new Span();
    private final RelativeTime when = new RelativeTime(null);
    private final Span who = new Span();

    public ActivityLine() {
        addClassName("activity-line");
        title.addClassName("activity-title");
        percent.addClassName("figure");
        says.addClassName("activity-says");
        Div head = new Div(title, badge);
        head.addClassName("activity-head");
        Div progress = new Div(bar, percent);
        progress.addClassName("activity-progress");
        Span whenAndWho = new Span(when, who);
        whenAndWho.addClassName("activity-when");
        Div foot = new Div(says, whenAndWho);
        foot.addClassName("activity-foot");
        add(head, progress, foot);
    }

    public ActivityLine(Activity activity) {
        this();
        show(activity);
    }

    public void show(Activity activity) {
        title.show(activity.title());
        StateWord state = StateWord.of(activity.state());
        badge.show(state.tone(), state.word());
        boolean unfinished = !activity.state().ended();
        bar.getParent().ifPresent(progress -> progress.setVisible(unfinished));
        if (unfinished) {
            showProgress(activity);
        }
        says.setText(
                VisibleText.of(
                        unfinished
                                ? activity.progress().message()
                                : Objects.requireNonNullElse(activity.outcome(), "")));
        when.show(Objects.requireNonNullElse(activity.endedAt(), activity.createdAt()));
        who.setText(" by " + VisibleText.of(activity.startedBy()));
    }

    private void showProgress(Activity activity) {
        Progress progress = activity.progress();
        boolean counted = progress.total() > 0;
        bar.setIndeterminate(!counted);
        bar.getElement()
                .setAttribute("aria-label", "Progress of " + VisibleText.of(activity.title()));
        double share = counted ? Math.min(1, (double) progress.current() / progress.total()) : 0;
        bar.setValue(share);
        percent.setText(counted ? Math.round(Math.floor(share * 100)) + " %" : "");
    }
}
