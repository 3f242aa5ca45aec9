package dev.mullion.frontend.overview;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import java.util.List;

/** What needs attention, or the calm sentence that nothing does. */
final class AttentionPanel extends Section {

    private static final int MOST = 12;

    private final Span count = new Span();
    private final Div calm =
            new Div(new StateBadge(Tone.GOOD, "All well"), new Span("Nothing needs attention."));
    private final Paragraph more = new Paragraph();
    private final LiveList<AttentionItem, Line> lines;

    AttentionPanel() {
        addClassNames("panel", "attention");
        setId("attention");
        count.addClassName("secondary");
        calm.addClassName("calm");
        more.addClassName("secondary");
        UnorderedList list = new UnorderedList();
        list.addClassName("lines");
        lines = new LiveList<>(list, AttentionItem::key, item -> new Line(), Line::show);
        add(new Header(new H2("Needs attention"), count), calm, list, more);
    }

    void show(List<AttentionItem> items) {
        lines.show(items.stream().limit(MOST).toList());
        calm.setVisible(items.isEmpty());
        count.setText(items.isEmpty() ? "" : Integer.toString(items.size()));
        more.setVisible(items.size() > MOST);
        more.setText("And " + (items.size() - MOST) + " more.");
    }

    /** One thing to look at, with the way to it. */
    private static final class Line extends ListItem {

        private final StateBadge badge = new StateBadge(Tone.UNKNOWN, "");
        private final Span what = new Span();
        private final NameText name = new NameText("");
        private final Anchor link = new Anchor();
        private final NameText why = new NameText("");
        private final RelativeTime since = new RelativeTime(null);

        Line() {
            addClassName("line");
            what.addClassName("secondary");
            link.add(name);
            link.addClassName("line-name");
            why.addClassNames("secondary", "line-detail");
            since.addClassName("secondary");
            Span subject = new Span(what, link);
            subject.addClassName("line-subject");
            add(badge, subject, why, since);
        }

        void show(AttentionItem item) {
            badge.show(item.state().tone(), item.state().word());
            what.setText(item.what());
            name.show(item.name());
            link.setHref(item.path());
            why.show(item.why());
            since.setVisible(item.since() != null);
            since.show(item.since());
        }
    }
}
