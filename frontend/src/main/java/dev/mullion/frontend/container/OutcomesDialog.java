package dev.mullion.frontend.container;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes of an action on many containers, one by one, as it happens. At most eight are under
 * way at a time. What failed can be tried again.
 */
final class OutcomesDialog extends Dialog {

    private static final int AT_A_TIME = 8;

    private final ContainerAction action;
    private final ContainerService containers;
    private final HostWork work;
    private final Map<ContainerKey, Line> lines = new LinkedHashMap<>();
    private final Deque<ContainerRow> waiting = new ArrayDeque<>();
    private final List<ContainerRow> failed = new ArrayList<>();
    private final ProgressBar progress = new ProgressBar();
    private final Span summary = new Span();
    private final Button retry = new Button("Retry the failed", click -> retry());
    private int done;
    private int total;

    private static final class Line extends ListItem {
        private final StateBadge badge = new StateBadge(Tone.QUIET, "Waiting");
        private final Div reason = new Div();

        private Line(ContainerRow row) {
            addClassName("outcome");
            reason.addClassName("outcome-reason");
            reason.setVisible(false);
            Span host = new Span(VisibleText.of(row.hostName()));
            host.addClassName("secondary");
            Div head = new Div(new NameText(row.name()), host, badge);
            head.addClassName("outcome-head");
            add(head, reason);
        }

        private void show(Tone tone, String word, String why) {
            badge.show(tone, word);
            reason.setText(VisibleText.of(why));
            reason.setVisible(!why.isEmpty());
        }
    }

    OutcomesDialog(
            ContainerAction action,
            List<ContainerRow> rows,
            ContainerService containers,
            HostWork work) {
        this.action = action;
        this.containers = containers;
        this.work = work;
        addClassName("outcomes");
        setId("outcomes");
        setHeaderTitle(
                action.verb()
                        + (rows.size() == 1 ? " 1 container" : " " + rows.size() + " containers"));
        setCloseOnOutsideClick(false);
        UnorderedList list = new UnorderedList();
        list.addClassName("outcome-list");
        for (ContainerRow row : rows) {
            Line line = new Line(row);
            lines.put(row.key(), line);
            list.add(line);
            waiting.add(row);
        }
        summary.getElement().setAttribute("role", "status");
        progress.getElement().setAttribute("aria-label", "Progress");
        add(summary, progress, list);
        retry.setId("outcomes-retry");
        retry.setVisible(false);
        Button close = new Button("Close", click -> close());
        close.setId("outcomes-close");
        close.addThemeNames("primary");
        getFooter().add(retry, close);
    }

    /** Opens and begins. */
    void begin() {
        open();
        go();
    }

    private void retry() {
        waiting.addAll(failed);
        failed.clear();
        go();
    }

    private void go() {
        done = 0;
        total = waiting.size();
        retry.setVisible(false);
        tell();
        for (int i = 0; i < AT_A_TIME; i++) {
            next();
        }
    }

    private void next() {
        ContainerRow row = waiting.poll();
        if (row == null) {
            return;
        }
        Line line = line(row);
        line.show(Tone.BUSY, "Under way", "");
        work.ask(
                this,
                () -> {
                    action.run(containers, row.key());
                    return row;
                },
                any -> ended(line, Tone.GOOD, action.done(), ""),
                failure -> {
                    failed.add(row);
                    ended(
                            line,
                            Tone.BAD,
                            "Failed",
                            failure instanceof Problem problem
                                    ? problem.reason()
                                    : String.valueOf(failure.getMessage()));
                });
    }

    private void ended(Line line, Tone tone, String word, String why) {
        line.show(tone, word, why);
        done++;
        tell();
        next();
    }

    private void tell() {
        progress.setValue(total == 0 ? 1 : (double) done / total);
        boolean over = done == total;
        progress.setVisible(!over);
        if (!over) {
            summary.setText(done + " of " + total + " done");
        } else if (failed.isEmpty()) {
            summary.setText(total == 1 ? "Done." : "All " + total + " done.");
        } else {
            summary.setText(failed.size() + " of " + total + " failed.");
            retry.setVisible(true);
        }
    }

    private Line line(ContainerRow row) {
        Line line = lines.get(row.key());
        if (line == null) {
            throw new IllegalStateException("No line for " + row.key());
        }
        return line;
    }
}
